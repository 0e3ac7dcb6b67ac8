"""A story as a Word document, and as a book of one chapter."""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import Any

from bench.formats.made import Part, Run, Story

_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
_PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{name}</dc:identifier><dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator><dc:publisher>{outlet}</dc:publisher>
<dc:date>{day}</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="text/one%201.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>
"""
_CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title/></head><body><section epub:type="chapter">
{body}
</section></body></html>
"""
_NAV = (
    '<nav epub:type="toc"><ol><li><a href="text/one%201.xhtml">Contents of it</a></li></ol></nav>'
)
_TAGS = {"bold": "b", "italic": "i", "link": "a"}


def docx(story: Story) -> bytes:
    """With Word's own styles; links are hyperlinks, as Word writes them."""
    from docx import Document

    document = Document()
    document.core_properties.title = story.title
    document.core_properties.author = story.author
    document.add_paragraph(story.title, style="Title")
    document.add_paragraph(f"By {story.author}")
    document.add_paragraph(f"{story.day:%B} {story.day.day}, {story.day.year}")
    styles = {"paragraph": "Normal", "heading": "Heading 2", "item": "List Bullet"}
    for part in story.parts:
        paragraph = document.add_paragraph(style=styles.get(part.kind, "Quote"))
        for run in part.runs:
            _add_run(paragraph, run)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _add_run(paragraph: Any, run: Run) -> None:
    added = paragraph.add_run(run.text)
    added.bold = run.mark == "bold" or None
    added.italic = run.mark == "italic" or None
    if run.mark == "link":
        from docx.oxml import OxmlElement

        link = OxmlElement("w:hyperlink")
        added._r.addprevious(link)
        link.append(added._r)


def epub(story: Story) -> bytes:
    """EPUB 3: a table of contents and the text in two documents."""
    half = len(story.parts) // 2
    fields = {"name": story.name, "title": story.title, "author": story.author}
    fields |= {"outlet": story.outlet, "day": story.day.isoformat()}
    files = {
        "META-INF/container.xml": _CONTAINER,
        "OEBPS/book.opf": _PACKAGE.format(**{key: escape(text) for key, text in fields.items()}),
        "OEBPS/nav.xhtml": _CHAPTER.format(body=_NAV),
        "OEBPS/text/one 1.xhtml": _chapter(story.parts[:half], story.title),
        "OEBPS/text/two.xhtml": _chapter(story.parts[half:], ""),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, text in files.items():
            archive.writestr(name, text, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _chapter(parts: tuple[Part, ...], title: str) -> str:
    lines = [f"<h1>{escape(title)}</h1>"] if title else []
    for part in parts:
        inner = "".join(_inline(run) for run in part.runs)
        lines.append(
            {
                "heading": f"<h2>{inner}</h2>",
                "item": f"<ul><li>{inner}</li></ul>",
                "quote": f"<blockquote><p>{inner}</p></blockquote>",
            }.get(part.kind, f"<p>{inner}</p>")
        )
    return _CHAPTER.format(body="\n".join(lines))


def _inline(run: Run) -> str:
    tag = _TAGS.get(run.mark)
    if not tag:
        return escape(run.text)
    address = ' href="https://example.org/a?b=1&amp;c=2"' if tag == "a" else ""
    return f"<{tag}{address}>{escape(run.text)}</{tag}>"
