"""Word documents and books: zip archives of XML, with all that either can do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from tests.articles.hostile.archives import ZEROS, closed, deflated, entry, listed, zipped
from tests.articles.hostile.kinds import PROSE, file

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}'
    "</Relationships>"
)
_RELATION = '<Relationship Id="{0}" Type="' + _OFFICE + '/{1}" Target="{2}" {3}/>'
_WORD = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="http://schemas.'
    'openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
)
_PARAGRAPH = "<w:p><w:r><w:t>{0}</w:t></w:r></w:p>"

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
FILE_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def docx(
    body: str,
    *,
    doctype: str = "",
    main: str = _MAIN,
    parts: Mapping[str, bytes | str] | None = None,
    relations: str = "",
) -> bytes:
    """The smallest that a word processor opens, with `body` in it."""
    main_relation = _RELATION.format("rId1", "officeDocument", "word/document.xml", "")
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES.format(main=main),
        "_rels/.rels": _RELATIONS.format(main_relation),
        "word/document.xml": _WORD.format(doctype=doctype, body=body),
        "word/_rels/document.xml.rels": _RELATIONS.format(relations),
        **(parts or {}),
    }
    return zipped(
        (name, data.encode() if isinstance(data, str) else data) for name, data in whole.items()
    )


def docx_bomb() -> bytes:
    """150 MB of paragraphs, which would be ten times that as a tree."""
    paragraphs = _PARAGRAPH.format("A") * 10
    count = 150_000_000 // len(paragraphs)
    return docx(paragraphs * count)


def docx_lie() -> bytes:
    """A part that says it is small."""
    packed, crc = deflated(1_000 * ZEROS)
    name = b"word/document.xml"
    first = entry(name, packed, crc, 100)
    return closed(first, listed(name, len(packed), crc, 100, 0), 1)


def docx_outside() -> bytes:
    relations = "".join(
        _RELATION.format(f"rId{number}", kind, target, 'TargetMode="External"')
        for number, (kind, target) in enumerate(
            (
                ("attachedTemplate", "http://127.0.0.1:9/template.dotm"),
                ("image", "file:///etc/passwd"),
                ("hyperlink", "javascript:alert(1)"),
                ("frame", "\\\\host\\share\\a.docx"),
            )
        )
    )
    return docx(_PARAGRAPH.format(PROSE), relations=relations)


def docx_missing() -> bytes:
    relations = _RELATION.format("rId9", "image", "../../../../etc/passwd", "")
    return docx(_PARAGRAPH.format(PROSE), relations=relations)


def docx_deep() -> bytes:
    tables = "<w:tbl><w:tr><w:tc>" * 5_000
    ends = "</w:tc></w:tr></w:tbl>" * 5_000
    return docx(tables + _PARAGRAPH.format(PROSE) + ends)


def epub(
    chapters: Mapping[str, str], *, spine: str = "", manifest: str = "", doctype: str = ""
) -> bytes:
    items = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    order = spine or "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    package = (
        f'<?xml version="1.0"?>{doctype}<package xmlns="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book</dc:title>'
        f"</metadata><manifest>{items}{manifest}</manifest><spine>{order}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
        "</rootfiles></container>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("book.opf", package)
        for name, text in chapters.items():
            if not name.startswith(("/", "..", "http", "file:")):
                archive.writestr(name, text)
    return data.getvalue()


def chapter(text: str, doctype: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A'
        f"</title></head><body><p>{text}</p></body></html>"
    )


def epub_bomb() -> bytes:
    zeros = chapter("A" * 9_000_000)
    return epub({f"{number}.xhtml": zeros for number in range(40)})


def epub_loop() -> bytes:
    return epub({"a.xhtml": chapter(PROSE)}, spine='<itemref idref="c0"/>' * 100_000)


def epub_outside() -> bytes:
    names = ("/etc/passwd", "../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/a")
    return epub({**dict.fromkeys(names, ""), "a.xhtml": chapter(PROSE)})


def epub_endless_rootfile() -> bytes:
    data = epub({"a.xhtml": chapter(PROSE)})
    source = zipfile.ZipFile(io.BytesIO(data))
    parts = [(info.filename, source.read(info)) for info in source.infolist()]
    return zipped(
        (name, content.replace(b"book.opf", b"META-INF/container.xml")) for name, content in parts
    )


BOOKS = (
    file("docx bomb", "a.docx", docx_bomb, quick=False),
    file("docx whose part lies about its size", "a.docx", docx_lie, "Damaged", quick=False),
    file(
        "docx with a file as entity",
        "a.docx",
        lambda: docx(_PARAGRAPH.format(PROSE + "&e;"), doctype=FILE_ENTITY),
    ),
    file(
        "docx with a billion laughs",
        "a.docx",
        lambda: docx(_PARAGRAPH.format(PROSE + "&l9;"), doctype=LAUGHS),
    ),
    file("docx with a template elsewhere", "a.docx", docx_outside),
    file("docx with a part that is not there", "a.docx", docx_missing),
    file("docx with macros", "a.docx", lambda: docx(_PARAGRAPH.format(PROSE), main=_MACROS)),
    file("docx nested 5,000 deep", "a.docx", docx_deep),
    file("half a docx", "a.docx", lambda: docx(_PARAGRAPH.format(PROSE))[:400], "no zip"),
    file("docx that is a web page", "a.docx", lambda: b"<html><p>Hello", "no zip"),
    file("docx of before 2007", "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 90, "2007"),
    file("docx that is another zip", "a.docx", lambda: zipped([("a.txt", b"Hello")])),
    file("epub bomb", "a.epub", epub_bomb, "more than 200 MB", quick=False),
    file("epub whose spine repeats a chapter", "a.epub", epub_loop),
    file("epub whose chapters are elsewhere", "a.epub", epub_outside),
    file(
        "epub with a file as entity",
        "a.epub",
        lambda: epub({"a.xhtml": chapter(PROSE + "&e;", FILE_ENTITY)}, doctype=FILE_ENTITY),
    ),
    file(
        "epub with a billion laughs",
        "a.epub",
        lambda: epub({"a.xhtml": chapter(PROSE + "&l9;", LAUGHS)}, doctype=LAUGHS),
    ),
    file("epub whose package is its container", "a.epub", epub_endless_rootfile),
)
