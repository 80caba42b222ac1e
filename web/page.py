"""The chat page in Gradio: its parts, and which event does what. The only module that knows Gradio's components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from bot.texts import Texts
from web.about import About
from web.conversation import Conversations, Turns, log_html
from web.header import country_bar, for_template, header, starters
from web.markup import safe

_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "monospace")

_LOG = "window.restwell.log(element, trigger, watch, ['ask', 'again', 'country'])"
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
    """The page, with its events bound to `talk`. Nothing is saved, shared, flagged or counted."""
    with gr.Blocks(title=texts.say("page.title"), analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State(())
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
        _bind(talk, texts, countries, (turns, country, log, box, send, stop, new))
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


def _bind(talk: Conversations, texts: Texts, countries: Sequence[str], parts: tuple[Any, ...]) -> None:
    turns, country, log, box, send, stop, new = parts

    def shown(steps: Iterator[Turns], first: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
        now: Turns = ()
        for now in steps:
            yield {log: log_html(now, texts), turns: now, **first}
            first = {}
        yield {turns: now, stop: gr.update(interactive=False)}

    def known(code: object) -> str:
        return code if isinstance(code, str) and code in countries else ""

    running = gr.update(interactive=True)

    def on_send(question: str | None, before: Turns, code: str) -> Iterator[dict[Any, Any]]:
        yield from shown(talk.ask(before, question or "", known(code)), {box: "", stop: running})

    def on_ask(before: Turns, code: str, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        yield from shown(talk.ask(before, str(event._data.get("question", "")), known(code)), {stop: running})

    def on_again(before: Turns, code: str) -> Iterator[dict[Any, Any]]:
        if before:
            yield from shown(talk.ask(before[:-1], before[-1].question, known(code)), {stop: running})

    def on_country(before: Turns, event: gr.EventData) -> Iterator[dict[Any, Any]]:
        code = known(event._data.get("country"))
        if before:
            steps = talk.ask(before[:-1], before[-1].question, code)
            yield from shown(steps, {country: code, stop: running})

    def on_stop(before: Turns) -> tuple[Any, ...]:
        now = talk.stopped(before)
        return log_html(now, texts), now, gr.update(interactive=False)

    def on_new() -> tuple[Any, ...]:
        return [], (), "", gr.update(interactive=False)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    outputs = [log, turns, box, stop, country]
    asking = [
        gr.on([send.click, box.submit], on_send, [box, turns, country], outputs, trigger_mode="once", **quiet),
        log.ask(on_ask, [turns, country], outputs, trigger_mode="once", **quiet),
        log.again(on_again, [turns, country], outputs, trigger_mode="once", **quiet),
        log.country(on_country, [turns], outputs, trigger_mode="once", **quiet),
    ]
    stop.click(on_stop, [turns], [log, turns, stop], cancels=asking, **quiet)
    new.click(on_new, None, [log, turns, box, stop], cancels=asking, **quiet)
