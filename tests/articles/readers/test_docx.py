"""Word documents: what is shown once every change is accepted."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.articles.readers.docx import read_docx
from bot.articles.readers.extracted import Extracted
from bot.articles.reject import RejectionError

W = nsdecls("w")


def written(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def of_xml(*paragraphs: str) -> Extracted:
    """A document of paragraphs given as the inside of their elements."""
    document = Document()
    body = document.element.body
    for inner in paragraphs:
        body.insert(len(body) - 1, parse_xml(f"<w:p {W}>{inner}</w:p>"))
    return read_docx(written(document))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def blocks(extracted: Extracted) -> list[tuple[str, str | None]]:
    assert extracted.reading is not None
    text = extracted.text
    return [(text[b.span.start : b.span.end], b.reason) for b in extracted.reading.blocks]


def test_styles_tell_what_a_paragraph_is() -> None:
    document = Document()
    document.add_paragraph("Late again", style="Title")
    document.add_paragraph("A ferry’s year", style="Subtitle")
    document.add_paragraph("By Ann Lee")
    document.add_heading("The tide", level=2)
    document.add_paragraph("The ferry was late. ")
    document.add_paragraph("Coats", style="List Bullet")
    document.add_paragraph("The quay", style="Caption")
    table = document.add_table(2, 2)
    for at, cell in enumerate(table._cells):
        cell.text = str(at)
    document.add_paragraph("“No.”", style="Quote")
    document.sections[0].header.paragraphs[0].text = "Running head"
    extracted = read_docx(written(document))
    assert blocks(extracted) == [
        ("Late again", "title"),
        ("A ferry’s year", "deck"),
        ("By Ann Lee", None),
        ("The tide", "heading"),
        ("The ferry was late.", None),
        ("Coats", None),
        ("The quay", "caption or credit"),
        ("0\n1\n2\n3", "table"),
        ("“No.”", None),
    ]
    assert extracted.reading is not None
    assert [block.item for block in extracted.reading.blocks].index(True) == 5
    assert (extracted.reading.title, extracted.reading.marked_up) == ("Late again", True)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("a ") + f"<w:ins w:id='1'>{run('new ')}</w:ins>" + run("b"), "a new b"),
        (run("a") + "<w:del w:id='1'><w:r><w:delText>x</w:delText></w:r></w:del>" + run("b"), "ab"),
        (
            f"<w:moveFrom w:id='1'>{run('x')}</w:moveFrom><w:moveTo w:id='2'>{run('y')}</w:moveTo>",
            "y",
        ),
        (f"<w:hyperlink w:anchor='t'>{run('link')}</w:hyperlink>" + run("ed"), "linked"),
        (
            f"<w:smartTag w:element='e'>{run('Ox')}<w:smartTag>{run('ford')}</w:smartTag>"
            "</w:smartTag>",
            "Oxford",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('control')}</w:sdtContent></w:sdt>", "control"),
        (f"<w:fldSimple w:instr='PAGE'>{run('7')}</w:fldSimple>", "7"),
        (
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TIME</w:instrText>"
            "<w:fldChar w:fldCharType='separate'/></w:r>" + run("noon"),
            "noon",
        ),
        (
            run("a") + "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type='page'/></w:r>",
            "a\tb\nc",
        ),
        (
            "<w:r><w:t>ice</w:t><w:noBreakHyphen/><w:t>breaker</w:t><w:softHyphen/></w:r>",
            "ice-breaker",
        ),
        (run("seen") + run("hidden", "<w:vanish/>") + run("!", "<w:vanish w:val='0'/>"), "seen!"),
        (
            run("a") + "<w:r><w:footnoteReference w:id='1'/><w:commentReference w:id='1'/></w:r>",
            "a",
        ),
        (run("two  blanks stay"), "two  blanks stay"),
        (
            "<w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent>"
            f"<w:p>{run('boxed')}</w:p></w:txbxContent></v:textbox></w:pict></w:r>" + run("out"),
            "out",
        ),
    ],
)
def test_runs_are_read_as_they_are_shown(inner: str, text: str) -> None:
    assert blocks(of_xml(inner + run("."))) == [(text + ".", None)]


def test_paragraphs_join_where_the_mark_between_was_deleted() -> None:
    gone = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
    assert blocks(of_xml(gone + run("One, "), run("two."), run("Three."))) == [
        ("One, two.", None),
        ("Three.", None),
    ]


def test_two_line_breaks_end_a_paragraph_and_bold_lines_are_headings() -> None:
    twice = run("One.") + "<w:r><w:br/><w:br/></w:r>" + run("Two.")
    assert blocks(
        of_xml(twice, run("The tide", "<w:b/>"), run("It rose.", "<w:b/>"), run(" "))
    ) == [
        ("One.", None),
        ("Two.", None),
        ("The tide", "heading"),
        ("It rose.", None),
    ]


def test_outline_levels_are_headings_whatever_the_style() -> None:
    level = "<w:pPr><w:outlineLvl w:val='1'/></w:pPr>"
    assert blocks(of_xml(level + run("Head"))) == [("Head", "heading")]


@pytest.mark.parametrize(
    ("title", "author", "body", "declared"),
    [
        ("Late again", "Ann Lee; Bo Ek", "Text.", ("Late again", ("Ann Lee", "Bo Ek"))),
        ("Microsoft Word - late.doc", "Admin", "Text.", (None, ())),
        ("x" * 255, "Ann Lee", "By Bo Ek", ("x" * 255, ())),
        ("", "", "Text.", (None, ())),
    ],
)
def test_properties_declare_title_and_author_but_no_date(
    title: str, author: str, body: str, declared: tuple[str | None, tuple[str, ...]]
) -> None:
    document = Document()
    document.core_properties.title, document.core_properties.author = title, author
    document.add_paragraph(body)
    found = read_docx(written(document))
    assert (found.declared.title, found.declared.authors) == declared
    assert (found.declared.date, found.inferred_date) == (None, None)


def test_a_style_based_on_itself_ends() -> None:
    document = Document()
    style = document.styles["Quote"]
    style.base_style = style
    document.add_paragraph("Text.", style="Quote")
    assert blocks(read_docx(written(document))) == [("Text.", None)]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip"])
def test_what_is_no_word_document(data: bytes) -> None:
    with pytest.raises(RejectionError, match="Not a Word document"):
        read_docx(data)


def test_entities_are_not_expanded() -> None:
    document = Document()
    document.add_paragraph("Text MARK.")
    file = written(document)
    import zipfile

    source, target = zipfile.ZipFile(io.BytesIO(file)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                head, _, rest = data.partition(b"?>")
                doctype = b'<!DOCTYPE d [<!ENTITY m SYSTEM "file:///etc/hostname">]>'
                data = head + b"?>" + doctype + rest.replace(b"MARK", b"&m;")
            archive.writestr(name, data)
    assert blocks(read_docx(target.getvalue())) == [("Text", None)]


def test_the_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(RejectionError, match=r"pip install 'refdesk\[docx\]'"):
        read_docx(b"")
