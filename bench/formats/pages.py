"""A story as a one-column PDF, as a newspaper's archive prints it: justified, words hyphenated at
the ends of lines, paragraphs that go on overleaf, a running head and a foot with page numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from bench.formats.made import Part, Story

SOFT_HYPHEN = "\u00ad"
"""Where fpdf2 may break a word; it prints a hyphen there, and nothing elsewhere."""

MIN_HYPHENATED = 6
"""Letters of a word that may be broken."""

_WORD = re.compile(rf"[^\W\d_]{{{MIN_HYPHENATED},}}")
_SYLLABLES = re.compile(
    r"(?<=[aeiouy])(?=[bcdfghklmnprstvz][aeiouy])|(?<=[aeiouy][cdlmnprst])(?=[bcdfglmnprstv][aeiouy])",
    re.IGNORECASE,
)
_STYLES = {"bold": "B", "italic": "I", "link": "", "": ""}
_TEXT_SIZE = 10.5
_LEADING = 1.25


def pdf(story: Story, *, indented: bool = False) -> bytes:
    """A4 pages. Paragraphs stand apart, or with `indented` begin with an indent and do not."""
    page = _page(story)
    page.add_page()
    page.set_font("serif", "B", 19)
    page.multi_cell(0, 8, story.title, align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(2)
    page.set_font("serif", "", 9)
    page.multi_cell(0, 5, f"By {story.author}", align="L", new_x="LMARGIN", new_y="NEXT")
    page.multi_cell(0, 5, _day(story), align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(4)
    for part in story.parts:
        _set(page, part, indented)
    return bytes(page.output())


def hyphenated(text: str) -> str:
    """`text` with soft hyphens in its long words, at least three letters from either end."""

    def broken(word: re.Match[str]) -> str:
        inner = word[0][2:-2]
        return word[0][:2] + _SYLLABLES.sub(SOFT_HYPHEN, inner) + word[0][-2:]

    return _WORD.sub(broken, text)


def _set(page: Any, part: Part, indented: bool) -> None:
    heading = part.kind == "heading"
    inset = 8 if part.kind in ("item", "quote") else 0
    apart = 0 if indented else 2.4
    columns = page.text_columns(
        ncols=1,
        text_align="L" if heading else "J",
        line_height=_LEADING,
        l_margin=page.l_margin + inset,
        r_margin=page.r_margin + (inset if part.kind == "quote" else 0),
    )
    with (
        columns as column,
        column.paragraph(
            top_margin=4 if heading else apart,
            bottom_margin=1.5 if heading else apart,
            first_line_indent=5 if indented and part.kind == "paragraph" else 0,
        ) as paragraph,
    ):
        if part.kind == "item":
            page.set_font("serif", "", _TEXT_SIZE)
            paragraph.write("• ")
        for run in part.runs:
            page.set_font(
                "serif", "B" if heading else _STYLES[run.mark], 12 if heading else _TEXT_SIZE
            )
            paragraph.write(run.text if heading else hyphenated(run.text))


def _day(story: Story) -> str:
    return f"{story.day:%B} {story.day.day}, {story.day.year}"


@cache
def _fonts() -> Path:
    """DejaVu, which matplotlib brings along: it has the accents, quotes and dashes."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def _page(story: Story) -> Any:
    from fpdf import FPDF

    class Page(FPDF):
        def header(self) -> None:
            self.set_font("serif", "I", 8)
            self.set_y(10)
            self.cell(95, 5, story.outlet)
            self.cell(0, 5, _day(story), align="R")
            self.set_y(22)

        def footer(self) -> None:
            self.set_font("serif", "", 8)
            self.set_y(-14)
            self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="C")

    page = Page(format="A4")
    for style, name in (
        ("", "DejaVuSerif"),
        ("B", "DejaVuSerif-Bold"),
        ("I", "DejaVuSerif-Italic"),
    ):
        page.add_font("serif", style, _fonts() / f"{name}.ttf")
    page.set_margins(28, 22, 28)
    page.set_auto_page_break(True, margin=22)
    page.set_creation_date(datetime.combine(story.day, time(), UTC))
    page.set_title(story.title)
    page.set_author(story.author)
    return page
