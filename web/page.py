"""The chat page in Gradio: its parts, and which event does what. The only module that knows Gradio's components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from bot.texts import Texts
from web.about import About
from web.conversation import Conversations, Visit
from web.countries import country_of
from web.header import country_bar, for_template, header, starters
from web.markup import safe

_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "monospace")

_LOG = "window.restwell.log(element, trigger, watch, ['ask', 'again', 'country', 'choose', 'opinion'])"
_COUNTRY = "window.restwell.country(element, props, watch)"


def make_blocks(
    talk: Conversations,
    about: About,
    texts: Texts,
    countries: Sequence[str],
    options: str,
    max_waiting: int,
    at_once: int,
) -> gr.Blocks:
    """The page, with its events bound to `talk`. Nothing is saved or counted but by its keeper."""
    with gr.Blocks(title=texts.say("page.title"), analytics_enabled=False, fill_width=True) as blocks:
        visit = gr.State(Visit())
        gr.HTML(for_template(header(about, texts)), apply_default_css=False, elem_id="top", js_on_load=None)
        with gr.Row(elem_id="bar"):
            country = gr.HTML(
                "",
                html_template=for_template(country_bar(options, texts)),
                js_on_load=_COUNTRY,
                apply_default_css=False,
                elem_id="where",
            )
            new = gr.Button(texts.say("page.new_chat"), elem_id="new-chat", size="sm")
        log = gr.HTML([], html_template=_log_template(texts), js_on_load=_LOG, apply_default_css=False, elem_id="log")
        with gr.Row(elem_id="composer"):
            box = gr.Textbox(
                label=texts.say("page.input"),
                placeholder=texts.say("page.placeholder"),
                lines=1,
                max_lines=6,
                elem_id="question",
                autofocus=False,
            )
            with gr.Row(elem_id="actions"):
                send = gr.Button(texts.say("page.send"), variant="primary", elem_id="send")
                stop = gr.Button(texts.say("page.stop"), elem_id="stop", interactive=False)
        _bind(talk, countries, (visit, country, log, box, send, stop, new))
    blocks.queue(default_concurrency_limit=at_once, max_size=max_waiting, api_open=False)
    return blocks


def theme() -> gr.themes.Base:
    """Gradio's own colours and type, taken from our tokens in light and dark alike."""
    made = gr.themes.Base(font=_SYSTEM, font_mono=_MONO, radius_size=gr.themes.sizes.radius_md)
    both = {
        "body_background_fill": "var(--rw-paper)",
        "body_text_color": "var(--rw-ink)",
        "background_fill_primary": "var(--rw-paper)",
        "background_fill_secondary": "var(--rw-paper)",
        "block_background_fill": "transparent",
        "block_label_text_color": "var(--rw-ink)",
        "block_title_text_color": "var(--rw-ink)",
        "border_color_primary": "var(--rw-line)",
        "input_background_fill": "var(--rw-field)",
        "input_border_color": "var(--rw-edge)",
        "input_border_color_focus": "var(--rw-accent)",
        "input_placeholder_color": "var(--rw-soft)",
        "button_primary_background_fill": "var(--rw-accent)",
        "button_primary_background_fill_hover": "var(--rw-accent-strong)",
        "button_primary_text_color": "var(--rw-on-accent)",
        "button_secondary_background_fill": "var(--rw-field)",
        "button_secondary_background_fill_hover": "var(--rw-tint)",
        "button_secondary_text_color": "var(--rw-ink)",
    }
    dark = {f"{name}_dark": value for name, value in both.items()}
    return made.set(**both, **dark, block_border_width="0px", block_shadow="none", block_padding="0")


def _log_template(texts: Texts) -> str:
    """First screen and log. The browser joins the log's fragments; they are values, never read as a template."""
    first = for_template(starters(texts))
    label = for_template(safe(texts.say("page.log")))
    return (
        f'<section class="first" ${{value.length ? "hidden" : ""}}>{first}</section>'
        f'<div class="log" role="log" aria-live="polite" aria-label="{label}">${{value.join("")}}</div>'
    )


def _bind(talk: Conversations, countries: Sequence[str], parts: tuple[Any, ...]) -> None:
    visit, country, log, box, send, stop, new = parts

    def known(code: object) -> str:
        return code if isinstance(code, str) and code in countries else ""

    def place(code: object, request: gr.Request) -> str:
        """What the visitor chose, else the region of their browser's language."""
        return known(code) or country_of(request.headers.get("accept-language"))

    def shown(steps: Iterator[list[str]], first: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
        first = {**first, stop: gr.update(interactive=True)}
        for fragments in steps:
            yield {log: fragments, **first}
            first = {}
        yield {stop: gr.update(interactive=False)}

    def on_send(question: str | None, mine: Visit, code: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from shown(talk.ask(mine, question or "", place(code, request)), {box: ""})

    def on_ask(mine: Visit, code: str, event: gr.EventData, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from shown(talk.ask(mine, str(event._data.get("question", "")), place(code, request)), {})

    def on_again(mine: Visit, code: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from shown(talk.again(mine, place(code, request)), {})

    def on_country(mine: Visit, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        code = known(event._data.get("country"))
        yield from shown(talk.again(mine, code), {country: code})

    def on_choose(mine: Visit, code: str, event: gr.EventData) -> list[str]:
        return talk.choose(mine, event._data.get("keep") == "yes", known(code))

    def on_opinion(mine: Visit, event: gr.EventData) -> list[str]:
        given = {key: str(event._data.get(key) or "") for key in ("answer", "helpful", "comment")}
        return talk.opinion(mine, given["answer"], given["helpful"] == "yes", given["comment"])

    # A stop only raises a flag: the answer's own event ends itself, so that what is shown has one writer.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking: dict[str, Any] = {**quiet, "outputs": [log, box, stop, country], "trigger_mode": "once"}
    gr.on([send.click, box.submit], on_send, [box, visit, country], **asking)
    log.ask(on_ask, [visit, country], **asking)
    log.again(on_again, [visit, country], **asking)
    log.country(on_country, [visit], **asking)
    log.choose(on_choose, [visit, country], [log], **quiet)
    log.opinion(on_opinion, [visit], [log], **quiet)
    stop.click(Visit.stop, [visit], None, queue=False, **quiet)
    new.click(lambda mine: (talk.new(mine), ""), [visit], [log, box], **quiet)
