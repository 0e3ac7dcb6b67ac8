"""Where pdfminer puts each glyph of each page. The one module that imports it.

pdfminer's layout analysis is not used: its paragraph boxes are unreliable, and collecting glyphs
without it takes a fifth of the time. No picture is decoded and nothing is written.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, mult_matrix

from bot.articles.readers.pdf.shapes import UNREADABLE, Glyph, Sheet
from bot.articles.reject import RejectionError

MAX_PAGES = 500
"""A PDF with more is a book or a trap, not an article."""

MAX_CHARS = 2_000_000
"""Characters, and orders to print some, on the pages of one file, whether or not they are kept."""

MAX_FORMS = 100_000
"""Drawings within drawings in one file: a form of a hundred forms of a hundred forms is a bomb."""

MAX_FORM_DEPTH = 20
"""Drawings within one another."""

MAX_SKEW = 0.1
"""Tangent of the angle up to which a line still stands upright, as in a scan laid on askew."""

_INVISIBLE = (3, 7)
"""Text rendering modes that paint nothing (ISO 32000-1, 9.3.6): how OCR lays text on a scan."""

_BOLD = re.compile(r"bold|black|heavy|demi|\bcmbx|\bsfbx|(?<![a-z])[a-z]*bx[0-9]+$", re.IGNORECASE)
_FORCED_BOLD = 1 << 18
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\x00-\x08\x0e-\x1f\x7f]")

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns of every odd number in a file


class File:
    """An opened PDF: its information dictionary and its pages."""

    def __init__(self, data: bytes) -> None:
        """Raises RejectionError for a file that a password protects, and whatever pdfminer comes
        to raise for a broken one."""
        try:
            self._document = PDFDocument(PDFParser(BytesIO(data)))
        except PDFEncryptionError:
            raise RejectionError("The PDF is protected with a password.") from None
        self._document.catalog.pop("PageLabels", None)  # of no use here, and one more thing broken
        self.info: dict[str, Any] = {}
        for stated in self._document.info:
            self.info.update(stated)
        self.may_copy: bool = self._document.is_extractable

    def sheets(self) -> Iterator[Sheet | None]:
        """Page after page; None for one that is broken. Raises RejectionError past a limit."""
        manager = PDFResourceManager()
        device = _Device(manager)
        interpreter = _Interpreter(manager, device)
        for number, page in enumerate(PDFPage.create_pages(self._document), start=1):
            if number > MAX_PAGES:
                raise RejectionError(f"More than {MAX_PAGES} pages.")
            try:
                interpreter.process_page(page)
            except (RejectionError, MemoryError, RecursionError):
                raise
            except Exception:  # pdfminer raises what it likes on broken pages
                device.broken = True
            yield device.sheet(number)


class _Interpreter(PDFPageInterpreter):
    """Follows forms as pdfminer does, but not without end."""

    device: _Device

    def __init__(self, manager: Any, device: _Device, depth: int = 0) -> None:
        super().__init__(manager, device)
        self._depth = depth

    def subinterp(self) -> _Interpreter:
        if self._depth >= MAX_FORM_DEPTH:
            raise RejectionError("The PDF is nested too deeply.")
        inner = _Interpreter(self.rsrcmgr, self.device, self._depth + 1)
        inner.parent_stream_ids = self.parent_stream_ids | self.stream_ids
        return inner

    def do_Do(self, name: Any) -> None:  # noqa: N802 - the operator's name
        self.device.forms += 1
        if self.device.forms > MAX_FORMS:
            raise RejectionError(f"More than {MAX_FORMS:,} drawings within drawings.")
        super().do_Do(name)
        self.device.set_ctm(self.ctm)


class _Device(PDFTextDevice):
    """Takes down the glyphs of one page after another."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self.forms = 0
        self.broken = False
        self._chars = 0
        self._known: dict[Any, dict[int, tuple[str, float]]] = {}
        self._bold: dict[Any, bool] = {}
        self._clear()

    def _clear(self) -> None:
        self._shown: list[Glyph] = []
        self._unseen: list[Glyph] = []
        self._furniture: list[Glyph] = []
        self._tags: list[bool] = []
        self._turned = self._pictures = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        self._clear()
        self.broken = False
        x0, y0, x1, y1 = page.cropbox
        corners = [apply_matrix_pt(ctm, corner) for corner in ((x0, y0), (x1, y1))]
        self._box = (*map(min, *corners), *map(max, *corners))

    def render_image(self, name: Any, stream: Any) -> None:
        self._pictures += 1

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self._tags.append(getattr(tag, "name", None) == "Artifact")

    def end_tag(self) -> None:
        if self._tags:
            self._tags.pop()

    def sheet(self, number: int) -> Sheet | None:
        """The page just painted. Text that is not shown counts where a page shows none: a scan's.
        What the file marks as furniture counts where that would be most of the page."""
        if self.broken:
            return None
        glyphs = self._shown
        if len(self._unseen) > len(glyphs):
            glyphs = self._unseen
        elif len(self._furniture) > len(glyphs):
            glyphs = [*glyphs, *self._furniture]
        height = self._box[3] - self._box[1]
        return Sheet(number, height, glyphs, self._pictures, self._turned)

    def render_string(self, state: Any, seq: Any, ncs: Any, graphics: Any) -> None:
        self._count(1)
        font, size = state.font, state.fontsize
        a, b, c, d, e, f = mult_matrix(state.matrix, self.ctm or MATRIX_IDENTITY)
        upright = a * size > 0 and d * size > 0 and abs(b) <= MAX_SKEW * abs(a)
        upright = upright and not font.is_vertical()
        across = state.scaling * 0.01
        after, blank = state.charspace * across, state.wordspace * across
        blank = 0 if font.is_multibyte() else blank
        drawn = _size(font, size) * hypot(c, d)
        known, bold = self._font(font)
        kept = self._target(state.render)
        x, y = state.linematrix
        left, bottom, right, top = self._box
        rise = y + state.rise
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * 0.001 * size * across
                continue
            if not isinstance(item, bytes):
                continue
            codes = tuple(font.decode(item))
            self._count(len(codes))
            for code in codes:
                text, width = known.get(code) or self._glyph(font, code, known)
                begin, x = x, x + width * size * across
                x0, baseline = a * begin + c * rise + e, b * begin + d * rise + f
                if not upright:
                    self._turned += 1
                elif text and left <= x0 <= right and bottom <= baseline <= top:
                    kept.append(Glyph(x0, a * x + c * rise + e, baseline, drawn, text, bold))
                x += after + blank if code == 32 else after
        state.linematrix = (x, y)

    def _count(self, codes: int) -> None:
        self._chars += codes
        if self._chars > MAX_CHARS:
            raise RejectionError(f"More than {MAX_CHARS:,} characters.")

    def _target(self, mode: int) -> list[Glyph]:
        if any(self._tags):
            return self._furniture
        return self._unseen if mode in _INVISIBLE else self._shown

    def _font(self, font: Any) -> tuple[dict[int, tuple[str, float]], bool]:
        if font not in self._known:
            self._known[font] = {}
            flags = font.flags if isinstance(font.flags, int) else 0
            self._bold[font] = bool(_BOLD.search(str(_name(font))) or flags & _FORCED_BOLD)
        return self._known[font], self._bold[font]

    def _glyph(
        self, font: Any, code: int, known: dict[int, tuple[str, float]]
    ) -> tuple[str, float]:
        try:
            text = str(font.to_unichr(code))
        except PDFUnicodeNotDefined:
            text = " " if code == 32 and not font.is_multibyte() else UNREADABLE
        width = font.char_width(code)
        if text == "\u00ad" and not width:
            text = ""
        known[code] = _plain(text), width or _guessed_width(font, text)
        return known[code]


def _name(font: Any) -> str:
    return str(getattr(font, "basefont", "") or font.fontname)


def _size(font: Any, size: float) -> float:
    """The size of a font in text space. A Type 3 font brings a scale of its own, so that its size
    may be given as 1; there the height of its box tells."""
    if isinstance(font, PDFType3Font):
        height = abs(font.get_height()) * abs(size)
        if height and not 0.5 < height / abs(size) < 3:
            return height
    return abs(size)


def _guessed_width(font: Any, text: str) -> float:
    """For one of the fourteen standard fonts, of which pdfminer knows no ligatures and no euro."""
    if not text.isprintable() or any(unicodedata.combining(char) for char in text):
        return 0.0
    widths = (font.widths.get(char) for char in text)
    known = [width * 0.001 for width in widths if isinstance(width, (int, float))]
    return sum(known) if len(known) == len(text) else 0.5 * len(text)


def _plain(text: str) -> str:
    text = _UNSEEN.sub("", _LIGATURE.sub(lambda found: _LIGATURES[found[0]], text))
    return " " if text.isspace() else text
