"""The chat page in Gradio: its parts, and which event does what. The only module that knows Gradio's components."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from bot.texts import DEFAULT
from web.conversation import Conversations
from web.fixed_parts import FixedParts
from web.languages import known
from web.memory import recalled
from web.reader import Reader, reader_of
from web.visit import Visit

_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "monospace")

# Gradio reads from these calls, by the quotes, which events of its own a part has.
_LOG = "window.restwell.log(element, trigger, watch, ['ask', 'again', 'country', 'choose', 'opinion'])"
_PLACES = "window.restwell.places(element, props, watch, trigger, 'language')"
_ASKED = '<div class="log" role="log" aria-live="polite" aria-label="${said}">${value.join("")}</div>'


def make_blocks(talk: Conversations, fixed: FixedParts, max_waiting: int, at_once: int) -> gr.Blocks:
    """The page, with its events bound to `talk`. Nothing is saved or counted but by its keeper."""
    parts = fixed.parts(DEFAULT)

    def html(name: str, value: Any = None, js_on_load: str | None = None, **more: Any) -> gr.HTML:
        own = {"value": value, **parts[name], "js_on_load": js_on_load, **more}
        return gr.HTML(elem_id=name, apply_default_css=False, **own)

    with gr.Blocks(title=fixed.title(DEFAULT), analytics_enabled=False, fill_width=True) as blocks:
        visit = gr.State(Visit())
        html("top")
        with gr.Row(elem_id="bar"):
            where = {"country": "", "language": DEFAULT, "chosen": False}
            html("where", where, _PLACES, html_template="${html}")
            gr.Button(elem_id="new-chat", size="sm", **parts["new-chat"])
        html("first")
        html("log", [], _LOG, html_template=_ASKED)
        memory = gr.HTML({}, html_template="", visible="hidden", apply_default_css=False, js_on_load=None)
        with gr.Row(elem_id="composer"):
            html("link")
            gr.Textbox(elem_id="question", lines=1, max_lines=6, autofocus=False, **parts["question"])
            with gr.Row(elem_id="actions"):
                gr.Button(variant="primary", elem_id="send", **parts["send"])
                gr.Button(elem_id="stop", interactive=False, **parts["stop"])
        named = {block.elem_id: block for block in blocks.blocks.values() if getattr(block, "elem_id", None)}
        _bind(talk, fixed, (visit, memory), named)
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


def _bind(talk: Conversations, fixed: FixedParts, own: tuple[Any, Any], named: dict[str, Any]) -> None:
    visit, memory = own
    where, log, box, send, stop = (named[name] for name in ("where", "log", "question", "send", "stop"))

    def known_again(mine: Visit, told: Any) -> Visit:
        mine.recall(recalled(told))
        return mine

    def reader(given: Any, request: gr.Request) -> Reader:
        client = request.client.host if request.client else ""
        return reader_of(given, request.headers.get("accept-language"), fixed.countries, client)

    def shown(mine: Visit, steps: Iterator[list[str]], first: dict[Any, Any]) -> Iterator[dict[Any, Any]]:
        first = {**first, stop: gr.update(interactive=True)}
        for fragments in steps:
            yield {log: fragments, **first}
            first = {}
        yield {stop: gr.update(interactive=False), memory: mine.memory.told()}

    def on_send(
        question: str | None, mine: Visit, told: Any, place: Any, request: gr.Request
    ) -> Iterator[dict[Any, Any]]:
        yield from shown(mine, talk.ask(known_again(mine, told), question or "", reader(place, request)), {box: ""})

    def on_ask(
        mine: Visit, told: Any, place: Any, event: gr.EventData, request: gr.Request
    ) -> Iterator[dict[Any, Any]]:
        yield from shown(
            mine, talk.ask(known_again(mine, told), str(event._data.get("question", "")), reader(place, request)), {}
        )

    def on_again(mine: Visit, told: Any, place: Any, request: gr.Request) -> Iterator[dict[Any, Any]]:
        yield from shown(mine, talk.again(known_again(mine, told), reader(place, request)), {})

    def on_country(
        mine: Visit, told: Any, place: Any, event: gr.EventData, request: gr.Request
    ) -> Iterator[dict[Any, Any]]:
        place = {**place, "country": event._data.get("country")}
        yield from shown(mine, talk.again(known_again(mine, told), reader(place, request)), {where: place})

    def on_language(
        mine: Visit, told: Any, place: Any, event: gr.EventData, request: gr.Request
    ) -> Iterator[dict[Any, Any]]:
        chosen = known(event._data.get("language")) or DEFAULT
        place = {**place, "language": chosen, "chosen": True}
        parts = fixed.parts(chosen)
        updates = {block: gr.update(**parts[name]) for name, block in named.items() if name in parts}
        yield {**updates, where: gr.update(value=place, **parts["where"])}
        yield from shown(mine, talk.again(known_again(mine, told), reader(place, request)), {})

    def on_choose(mine: Visit, told: Any, place: Any, event: gr.EventData, request: gr.Request) -> tuple[Any, Any]:
        fragments = talk.choose(known_again(mine, told), event._data.get("keep") == "yes", reader(place, request))
        return fragments, mine.memory.told()

    def on_opinion(mine: Visit, told: Any, place: Any, event: gr.EventData, request: gr.Request) -> list[str]:
        given = {key: str(event._data.get(key) or "") for key in ("answer", "helpful", "comment")}
        return talk.opinion(
            known_again(mine, told),
            given["answer"],
            given["helpful"] == "yes",
            given["comment"],
            reader(place, request),
        )

    # A stop only raises a flag: the answer's own event ends itself, so that what is shown has one writer.
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking: dict[str, Any] = {**quiet, "outputs": [log, box, stop, where, memory], "trigger_mode": "once"}
    gr.on([send.click, box.submit], on_send, [box, visit, memory, where], **asking)
    log.ask(on_ask, [visit, memory, where], **asking)
    log.again(on_again, [visit, memory, where], **asking)
    log.country(on_country, [visit, memory, where], **asking)
    spoken = [*(named[name] for name in fixed.parts(DEFAULT)), memory]
    where.language(on_language, [visit, memory, where], spoken, **quiet)
    log.choose(on_choose, [visit, memory, where], [log, memory], **quiet)
    log.opinion(on_opinion, [visit, memory, where], [log], **quiet)
    stop.click(Visit.stop, [visit], None, queue=False, **quiet)
    named["new-chat"].click(lambda mine: (talk.new(mine), "", {}), [visit], [log, box, memory], **quiet)
