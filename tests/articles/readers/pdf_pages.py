"""Pages set line by line, so that a test knows where each word stands.

Words are placed one by one, without blanks between them, as many typesetting programs do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

TEXTS = (
    "The harbour office counted forty barges on Monday, and nobody in Odelheim had expected so "
    "many before the lock opened again in the spring. 'We had no idea,' said Marta Ilves.",
    "Its directors met for three hours. They left without a word about the responsibilities of the "
    "contractors, the extraordinary circumstances or the well-known weakness of the western gate.",
    "Then it rained.",
    "A spokeswoman later confirmed that repairs would cost 4.2 million crowns, a third more than "
    "the council had set aside for transportation and administration together; the rest is to come "
    "from tolls. That is a well-known way of putting off a decision, an engineer said.",
    "Whether the barges can wait is another matter. Grain that lies in a hold for longer than six "
    "weeks begins to sweat, and insurers have started to ask questions.",
)

Align = Literal["justified", "ragged"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; lengths in points. `columns` stand `gutter` apart within the margins. The
    families are PDF's own: nothing is embedded, and there is Latin-1 only."""

    size: float = 10.0
    leading: float = 13.0
    indent: float = 0.0
    apart: float = 6.0
    align: Align = "justified"
    columns: int = 1
    gutter: float = 18.0
    hyphenate: bool = True
    family: str = "times"
    bottom: float = 760.0


class Press:
    """An A4 document in the making. `pdf` is fpdf2's; y grows downwards here. `top` is where the
    columns of the page begin."""

    LEFT, RIGHT, TOP = 90.0, 505.0, 90.0

    def __init__(self, style: Style, *, head: str = "", foot: str = "") -> None:
        from fpdf import FPDF

        self.style, self._head, self._foot = style, head, foot
        self.pdf: Any = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        gutters = style.gutter * (style.columns - 1)
        self.width = (self.RIGHT - self.LEFT - gutters) / style.columns
        self._column = 0
        self.y = self.top = self.TOP
        self._open_page()

    def output(self) -> bytes:
        return bytes(self.pdf.output())

    @property
    def left(self) -> float:
        return self.LEFT + self._column * (self.width + self.style.gutter)

    def words(self, x: float, y: float, words: Iterable[str], gap: float) -> None:
        for word in words:
            self.pdf.text(x, y, word)
            x += self.pdf.get_string_width(word) + gap

    def line(self, x: float, y: float, text: str, *, size: float = 0, bold: bool = False) -> None:
        """One line anywhere on the page."""
        self.font(size, bold=bold)
        self.words(x, y, text.split(" "), self.blank)
        self.font()

    def font(self, size: float = 0, *, bold: bool = False) -> None:
        self.pdf.set_font(self.style.family, "B" if bold else "", size or self.style.size)

    @property
    def blank(self) -> float:
        return float(self.pdf.get_string_width(" "))

    def heading(self, text: str, *, size: float = 0, bold: bool = True) -> None:
        self.y += self.style.leading * 0.8
        self._break_if_full(3)
        self.line(self.left, self.y, text, size=size, bold=bold)
        self.y += (size or self.style.size) * 0.5 + self.style.leading

    def paragraph(self, text: str, *, inset: float = 0.0, indent: float | None = None) -> None:
        style = self.style
        self.font()
        first = style.indent if indent is None else indent
        lines = list(_lines(self, text, self.width - 2 * inset, first))
        for number, words in enumerate(lines):
            self._break_if_full(1)
            shift = first if number == 0 else 0.0
            gap = self.blank
            if style.align == "justified" and number < len(lines) - 1 and len(words) > 1:
                widths = sum(self.pdf.get_string_width(word) for word in words)
                gap = (self.width - 2 * inset - shift - widths) / (len(words) - 1)
            self.words(self.left + inset + shift, self.y, words, gap)
            self.y += style.leading
        self.y += style.apart

    def _break_if_full(self, lines: int) -> None:
        if self.y + (lines - 1) * self.style.leading <= self.style.bottom:
            return
        self._column += 1
        if self._column < self.style.columns:
            self.y = self.top
        else:
            self._open_page()

    def _open_page(self) -> None:
        self.pdf.add_page()
        self._column, self.y, self.top = 0, self.TOP, self.TOP
        number = self.pdf.page_no()
        for text, y in ((self._head, 45.0), (self._foot, 805.0)):
            if text:
                self.line(self.LEFT, y, text.format(page=number), size=8)


def _lines(press: Press, text: str, width: float, indent: float) -> Iterator[list[str]]:
    """Words by lines, as many as fit; with hyphens, a long word is broken after a vowel."""
    line: list[str] = []
    room = width - indent
    for word in text.split(" "):
        taken = _width(press, [*line, word])
        if taken > room and line:
            parts = _broken(press, line, word, room) if press.style.hyphenate else None
            yield [*line, parts[0]] if parts else line
            line, room, word = [], width, parts[1] if parts else word
        line.append(word)
    yield line


def _broken(press: Press, line: list[str], word: str, room: float) -> tuple[str, str] | None:
    for found in reversed(list(re.finditer(r"(?<=[a-z]{2}[aeiou])(?=[a-z]{3})", word))):
        first = word[: found.start()] + "-"
        if word.isalpha() and _width(press, [*line, first]) <= room:
            return first, word[found.start() :]
    return None


def _width(press: Press, words: list[str]) -> float:
    widths = sum(press.pdf.get_string_width(word) for word in words)
    return float(widths + press.blank * (len(words) - 1))


def article(style: Style, paragraphs: Iterable[str], *, title: str = "A lock too small") -> bytes:
    """A title, then the paragraphs, under a running head and above a page number."""
    press = Press(style, head="The Odelheim Courier", foot="Page {page}")
    press.heading(title, size=20)
    press.top = press.y
    for text in paragraphs:
        press.paragraph(text)
    return press.output()
