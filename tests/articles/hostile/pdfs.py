"""PDF files made by hand, for no library would make them."""

from __future__ import annotations

import zlib

from tests.articles.hostile.archives import ZEROS, deflated, zipped
from tests.articles.hostile.kinds import PROSE, file

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_LINE = b"BT /F1 12 Tf 72 700 Td (The harbour office counted forty barges on Monday.) Tj ET"


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Objects numbered from 1; the first is the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\n"
        % (
            size,
            table,
            size,
            trailer,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(data)
    )


def stream(data: bytes, extra: bytes = b"", length: int | None = None) -> bytes:
    length = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (length, extra, data)


def one_page(content: bytes, *more: bytes, resources: bytes = b"", trailer: bytes = b"") -> bytes:
    """`content` is object 4, the font 5, `more` are from 6 on."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> %s >> >>" % resources,
            content,
            FONT,
            *more,
        ],
        trailer,
    )


def page_loop() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 /Parent 3 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 /Parent 2 0 R >>",
        ]
    )


def page_fan() -> bytes:
    """Each node has the next twenty times: 20^12 pages out of twelve objects."""
    nodes = [
        b"<< /Type /Pages /Count 1000000 /Kids [%s] >>" % (b"%d 0 R " % (number + 3) * 20)
        for number in range(12)
    ]
    last = b"<< /Type /Page /MediaBox [0 0 612 792] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, last])


def many_pages() -> bytes:
    kids = b"3 0 R " * 1_000_000
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1000000 /Kids [%s] >>" % kids,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        ]
    )


def flate_bomb() -> bytes:
    return one_page(stream(deflated(1_300 * ZEROS, 15)[0], b"/Filter /FlateDecode"))


def filter_chain() -> bytes:
    data = _LINE
    for _ in range(30):
        data = zlib.compress(data)
    return one_page(stream(data, b"/Filter [%s]" % (b"/FlateDecode " * 30)))


def nested_flate() -> bytes:
    data = zlib.compress(zlib.compress(deflated(1_300 * ZEROS, 15)[0], 9), 9)
    return one_page(stream(data, b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"))


def hex_chain() -> bytes:
    data = _LINE
    for _ in range(12):
        data = data.hex().encode() + b">"
    return one_page(stream(data, b"/Filter [%s]" % (b"/AHx " * 12)))


def run_lengths() -> bytes:
    return one_page(stream(b"\x81A" * 2_000_000, b"/Filter /RunLengthDecode"))


def lzw() -> bytes:
    return one_page(
        stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 300_000, b"/Filter /LZWDecode")
    )


def recursive_form() -> bytes:
    form = stream(
        b"/X Do " * 20 + _LINE,
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X 6 0 R >>"
        b" /Font << /F1 5 0 R >> >>",
    )
    return one_page(stream(b"/X Do"), form, resources=b"/XObject << /X 6 0 R >>")


def form_fan() -> bytes:
    """Each form draws the next twenty times, twelve deep."""
    forms = [
        stream(
            b"/X Do " * 20,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources"
            b" << /XObject << /X %d 0 R >> >>" % (number + 7),
        )
        for number in range(12)
    ]
    return one_page(stream(b"/X Do"), *forms, resources=b"/XObject << /X 6 0 R >>")


def script() -> bytes:
    data = one_page(stream(_LINE), b"<< /S /JavaScript /JS (app.alert(1)) >>")
    return data.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction 6 0 R")


def encrypted() -> bytes:
    rights = (
        b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>"
        b" /ID [<00> <00>]" % (b"41" * 32, b"42" * 32)
    )
    return one_page(stream(_LINE), trailer=rights)


def deep_arrays() -> bytes:
    return one_page(stream(b"[" * 400_000 + _LINE))


def many_glyphs() -> bytes:
    return one_page(stream(b"BT /F1 1 Tf 1 1 Td " + b"(barges and locks) Tj 0 1 Td " * 120_000))


def stacked() -> bytes:
    """All characters at one place, which invites a comparison of each with each."""
    return one_page(
        stream(b"BT /F1 12 Tf 72 700 Td ET " + b"BT /F1 9 Tf 9 9 Td (a) Tj ET " * 40_000)
    )


def xref_loop() -> bytes:
    data = one_page(stream(_LINE))
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


def self_length() -> bytes:
    return one_page(b"<< /Length 4 0 R >>\nstream\n" + _LINE + b"\nendstream")


def object_streams() -> bytes:
    """An object stream that extends itself."""
    inner = stream(
        zlib.compress(b"6 0 << >>"),
        b"/Type /ObjStm /N 1000000 /First 4 /Extends 6 0 R /Filter /FlateDecode",
    )
    return one_page(stream(_LINE), inner)


def cmap() -> bytes:
    """A font whose map to letters covers four thousand million codes."""
    ranges = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
    ranges += b"1 beginbfrange <00000000> <ffffffff> <0041> endbfrange\n" * 3
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R"
    font += b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>] >>"
    data = one_page(stream(b"BT /F2 9 Tf 9 9 Td <0041> Tj ET"), font, stream(ranges))
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def widths() -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts"
    font += b" [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /W [0 2000000000 500] >>] >>"
    data = one_page(stream(b"BT /F2 9 Tf 9 9 Td <0041> Tj ET"), font)
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


PDFS = (
    file("pdf whose pages go in a circle", "a.pdf", page_loop),
    file("pdf of 20^12 pages", "a.pdf", page_fan, quick=False),
    file("pdf of a million pages", "a.pdf", many_pages, quick=False),
    file("pdf with a Flate bomb", "a.pdf", flate_bomb, quick=False),
    file("pdf with a bomb in a bomb in a bomb", "a.pdf", nested_flate, quick=False),
    file("pdf with thirty filters", "a.pdf", filter_chain),
    file("pdf with twelve hexadecimal filters", "a.pdf", hex_chain),
    file("pdf with run lengths", "a.pdf", run_lengths, quick=False),
    file("pdf with LZW", "a.pdf", lzw, quick=False),
    file("pdf whose form draws itself", "a.pdf", recursive_form),
    file("pdf of 20^12 forms", "a.pdf", form_fan, quick=False),
    file("pdf with a script", "a.pdf", script),
    file("encrypted pdf", "a.pdf", encrypted),
    file("pdf with 400,000 open brackets", "a.pdf", deep_arrays, quick=False),
    file("pdf of two million characters", "a.pdf", many_glyphs, quick=False),
    file("pdf with all characters at one place", "a.pdf", stacked, quick=False),
    file("pdf whose tables go in a circle", "a.pdf", xref_loop),
    file("pdf with a length that is itself", "a.pdf", self_length),
    file(
        "pdf with a length of 4 GB", "a.pdf", lambda: one_page(stream(_LINE, length=4_000_000_000))
    ),
    file("pdf with a negative length", "a.pdf", lambda: one_page(stream(_LINE, length=-1))),
    file("pdf with an object stream in itself", "a.pdf", object_streams),
    file("pdf with an endless map of letters", "a.pdf", cmap, quick=False),
    file("pdf with two thousand million widths", "a.pdf", widths, quick=False),
    file("half a pdf", "a.pdf", lambda: one_page(stream(_LINE))[:300]),
    file(
        "pdf and zip in one",
        "a.pdf",
        lambda: one_page(stream(_LINE)) + zipped([("a.txt", PROSE.encode())]),
    ),
    file(
        "zip and pdf in one",
        "a.zip",
        lambda: one_page(stream(_LINE)) + zipped([("a.txt", PROSE.encode())]),
    ),
    file("pdf that is a program", "a.pdf", lambda: b"MZ\x90\0" + bytes(range(256)) * 200),
    file("pdf of nothing", "a.pdf", lambda: b""),
)
