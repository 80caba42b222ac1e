"""The chat page in Gradio: its parts, in one language or another. The only module that knows Gradio's components."""

from __future__ import annotations

import gradio as gr

from bot.texts import DEFAULT
from web.fixed_parts import FixedParts

_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "monospace")

# Gradio reads from this call, by the quotes, which event of its own the part has. The page's modules may still be on their way.
_PLACES = "(window.restwell ||= []).push([element, watch, trigger, 'words'])"
_WORDS = "() => window.restwell.words()"


def make_blocks(fixed: FixedParts) -> gr.Blocks:
    """The page as it is first seen. Questions and presses go past Gradio, to `web.page_api`; see docs/decisions/0012."""
    parts = fixed.parts(DEFAULT)

    def html(name: str, js_on_load: str | None = None) -> gr.HTML:
        return gr.HTML(elem_id=name, apply_default_css=False, js_on_load=js_on_load, **parts[name])

    with gr.Blocks(title=fixed.title(DEFAULT), analytics_enabled=False, fill_width=True) as blocks:
        html("top")
        with gr.Row(elem_id="bar"):
            where = html("where", _PLACES)
            gr.Button(elem_id="new-chat", size="sm", **parts["new-chat"])
        html("first")
        html("log")
        with gr.Row(elem_id="composer"):
            html("link")
            gr.Textbox(elem_id="question", lines=1, max_lines=6, autofocus=False, interactive=True, **parts["question"])
            with gr.Row(elem_id="actions"):
                gr.Button(variant="primary", elem_id="send", **parts["send"])
                gr.Button(elem_id="stop", interactive=False, **parts["stop"])
        named = {block.elem_id: block for block in blocks.blocks.values() if getattr(block, "elem_id", None)}
        spoken = [named[name] for name in fixed.SPOKEN]
        # Runs in the browser alone: the page has fetched the words of another language and hands them to the parts.
        where.words(None, None, spoken, js=_WORDS, trigger_mode="multiple", show_progress="hidden", queue=False)
    blocks.queue(api_open=False)
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
