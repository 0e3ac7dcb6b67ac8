"""Books: the order of reading, what is left out, and limits on what they unpack to."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date

import pytest

from bot.articles.readers import epub
from bot.articles.readers.epub import read_epub
from bot.articles.readers.extracted import Extracted
from bot.articles.reject import RejectionError

CONTAINER = """<?xml version="1.0"?><container version="1.0"
xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The <b xmlns="">Tides</b></dc:title>
<dc:title>Second</dc:title><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>
<dc:publisher>Oldhaven Press</dc:publisher><dc:date>2019-03-05T00:00:00Z</dc:date></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="sub/a%20b.xhtml#top" media-type="application/xhtml+xml"/>
<item id="c" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="i" href="p.png" media-type="image/png"/>
<item id="r" href="http://example.org/x" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/>
<itemref idref="a"/><itemref idref="i"/><itemref idref="r"/><itemref idref="gone"/></spine>
<guide><reference type="cover" href="cover.xhtml"/></guide></package>"""
CHAPTER = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{}</body></html>'
FILES = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": PACKAGE,
    "OPS/nav.xhtml": CHAPTER.format("<p>Contents.</p>"),
    "OPS/cover.xhtml": CHAPTER.format("<p>Cover.</p>"),
    "OPS/sub/a b.xhtml": CHAPTER.format("<h1>One</h1><p>First&nbsp;text&mdash;here.</p>"),
    "OPS/b.xhtml": CHAPTER.format(
        "<p>Second.<a epub:type='noteref' href='#n'>1</a></p><p><a href='#x'>Back</a></p>"
        "<aside epub:type='footnote'><p>A note.</p></aside>"
    ),
}
ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{}"/><enc:CipherData>
<enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def book(**changed: str | bytes | None) -> bytes:
    """FILES with some changed; None takes one out."""
    return packed({**FILES, **changed})


def packed(files: dict[str, str | bytes | None]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)
    return file.getvalue()


def kept(extracted: Extracted) -> list[str]:
    assert extracted.reading is not None
    return [
        extracted.text[block.span.start : block.span.end]
        for block in extracted.reading.blocks
        if not block.reason
    ]


def test_chapters_in_the_order_of_the_spine() -> None:
    extracted = read_epub(packed(dict(FILES)))
    assert kept(extracted) == ["First\xa0text—here.", "Second.1"]
    declared = extracted.declared
    assert (declared.title, declared.source) == ("The Tides", "Oldhaven Press")
    assert (declared.authors, declared.date) == (("Ann Lee", "Bo Ek"), date(2019, 3, 5))


def test_chapters_that_are_not_well_formed_are_read_as_html() -> None:
    broken = "<html><body><p>One &amp two.<p>Three<br>four.</body>"
    assert kept(read_epub(book(**{"OPS/b.xhtml": broken})))[1:] == ["One & two.", "Three\nfour."]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"META-INF/container.xml": None}, "damaged"),
        ({"META-INF/container.xml": "<container/>"}, "damaged"),
        ({"OPS/book.opf": "<package"}, "damaged"),
        ({"OPS/b.xhtml": None}, "damaged"),
        (
            {
                "META-INF/encryption.xml": ENCRYPTION.format(
                    "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "OPS/b.xhtml"
                )
            },
            "DRM",
        ),
    ],
)
def test_damaged_and_encrypted_books(changed: dict[str, str | None], reason: str) -> None:
    with pytest.raises(RejectionError, match=reason):
        read_epub(book(**changed))
    with pytest.raises(RejectionError, match="damaged"):
        read_epub(b"PK\x05\x06")


def test_masked_fonts_are_no_encryption() -> None:
    masked = ENCRYPTION.format("http://www.idpf.org/2008/embedding", "OPS/font.otf")
    assert len(kept(read_epub(book(**{"META-INF/encryption.xml": masked})))) == 2


def test_limits_on_what_a_book_unpacks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    long = CHAPTER.format(f"<p>{'x ' * 3_000}</p>")
    data = book(**{"OPS/b.xhtml": long})
    monkeypatch.setattr(epub, "MAX_MEMBER_BYTES", 5_000)
    with pytest.raises(RejectionError, match="unpacks to more than"):
        read_epub(data)
    monkeypatch.setattr(epub, "MAX_MEMBER_BYTES", 50_000)
    monkeypatch.setattr(epub, "MAX_UNPACKED_BYTES", 7_000)
    with pytest.raises(RejectionError, match="unpacks to more than"):
        read_epub(data)
    monkeypatch.setattr(epub, "MAX_MEMBERS", 6)
    with pytest.raises(RejectionError, match="files in the book"):
        read_epub(data)


BOMB = (
    "<!DOCTYPE h [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>" for at in range(12))
    + "]>"
)


@pytest.mark.parametrize(
    ("doctype", "name"),
    [(BOMB, "m"), ('<!DOCTYPE h [<!ENTITY f SYSTEM "file:///etc/hostname">]>', "f")],
)
def test_entities_are_never_expanded(doctype: str, name: str) -> None:
    chapter = doctype + CHAPTER.format(f"<p>Safe &{name}; text.</p>")
    assert kept(read_epub(book(**{"OPS/b.xhtml": chapter})))[1] == f"Safe &{name}; text."
    package = doctype + PACKAGE.replace("Oldhaven Press", f"&{name};")
    try:
        source = read_epub(book(**{"OPS/book.opf": package})).declared.source
    except RejectionError:
        source = None  # libxml2 has seen how much it would grow
    assert source in (None, f"&{name};")


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    with pytest.raises(RejectionError, match=r"pip install 'refdesk\[epub\]'"):
        read_epub(b"")
