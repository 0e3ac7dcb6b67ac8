"""How many paragraphs of the same articles does the product give back from each format, exactly?

A paragraph counts when an article of the product has it, character by character; what the product
has beside them is counted as extra. Each format's own library stands beside it as the peer.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.formats import books, pages, plain, web
from bench.formats.made import Part, Run, Story, made_stories
from bench.tables import finish, show
from bot.articles.article import Document
from bot.articles.document import document_of_extracted, read_document
from bot.articles.readers.extracted import Extracted
from bot.articles.reject import RejectionError

STORIES = 24
BARS = {"txt": 1.0, "md": 1.0, "docx": 1.0, "epub": 1.0, "html": 0.98, "pdf": 0.97}

Made = tuple[bytes, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """`make` sets the story of a number and says which paragraphs that file has; `read` is the
    product; `peer` what the library alone would give, None where there is none."""

    make: Callable[[int, Story], Made]
    read: Callable[[bytes], Document]
    peer: Callable[[bytes], list[str]] | None = None


def run(data: Path | None, as_json: bool, count: int = STORIES) -> dict[str, object]:
    stories = told_stories(data, count) if data else made_stories(count)
    if not stories:
        return {}
    result = {name: measure(name, stories) for name in FORMATS}
    columns = ("format", "paragraphs", "recovered", "extra", "bar", "peer", "peer_extra")
    rows = [
        [name, *(figures.get(key, "-") for key in columns[1:])] for name, figures in result.items()
    ]
    show(f"{len(stories)} articles in {len(FORMATS)} formats", columns, rows)
    finish(dict(result), as_json)
    return dict(result)


def measure(name: str, stories: Iterable[Story]) -> dict[str, float]:
    """Shares of paragraphs recovered, 0 to 1, and counts of those that no story has."""
    form = FORMATS[name]
    total = 0
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for number, story in enumerate(stories):
        file, wanted = form.make(number, story)
        document = form.read(file)
        _count(ours, wanted, [document.slice(paragraph.span) for paragraph in document.paragraphs])
        if form.peer:
            _count(theirs, wanted, form.peer(file))
        total += len(wanted)
    figures = {
        "paragraphs": total,
        "recovered": ours["right"] / total,
        "extra": ours["extra"],
        "bar": BARS[name],
    }
    if form.peer:
        figures |= {"peer": theirs["right"] / total, "peer_extra": theirs["extra"]}
    return figures


def _count(into: Counter[str], wanted: Sequence[str], found: Sequence[str]) -> None:
    expected, given = Counter(map(_bare, wanted)), Counter(map(_bare, found))
    into["right"] += (expected & given).total()
    into["extra"] += (given - expected).total()


def _bare(paragraph: str) -> str:
    """A list's bullet is printed by some formats and drawn by others."""
    return paragraph.removeprefix("• ")


def told_stories(folder: Path, count: int) -> tuple[Story, ...]:
    """Articles of the .txt files in a folder, in the order of their names."""
    stories: list[Story] = []
    for path in sorted(folder.rglob("*.txt")):
        if len(stories) == count:
            break
        try:
            document = read_document(path.name, path.read_bytes())
        except RejectionError:
            continue
        article = document.article
        texts = (" ".join(document.slice(p.span).split()) for p in document.paragraphs)
        if article.date:
            stories.append(
                Story(
                    path.stem,
                    article.title or path.stem,
                    article.source or "The Harrow Courier",
                    article.authors[0] if article.authors else "Maren Holt",
                    article.date,
                    tuple(Part("paragraph", (Run(text),)) for text in texts),
                )
            )
    return tuple(stories)


def _read_html(data: bytes) -> Extracted:
    from bot.articles.readers.html import read_html

    return read_html(data)


def _read_docx(data: bytes) -> Extracted:
    from bot.articles.readers.docx import read_docx

    return read_docx(data)


def _read_epub(data: bytes) -> Extracted:
    from bot.articles.readers.epub import read_epub

    return read_epub(data)


def _read_pdf(data: bytes) -> Extracted:
    from bot.articles.readers.pdf import read_pdf

    return read_pdf(data)


def _extracted(read: Callable[[bytes], Extracted]) -> Callable[[bytes], Document]:
    return lambda data: document_of_extracted("story", "0" * 64, read(data))


def _lines_of_trafilatura(data: bytes) -> list[str]:
    import trafilatura

    text = trafilatura.extract(data.decode(), include_comments=False) or ""
    return [line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()]


def _paragraphs_of_pdfminer(data: bytes) -> list[str]:
    from pdfminer.high_level import extract_text

    blocks = extract_text(io.BytesIO(data)).split("\n\n")
    return [joined for block in blocks if (joined := " ".join(block.split()))]


def _paragraphs_of_docx(data: bytes) -> list[str]:
    from docx import Document as Word

    return [each.text for each in Word(io.BytesIO(data)).paragraphs if each.text.strip()]


FORMATS: dict[str, Format] = {
    "txt": Format(
        lambda number, story: plain.txt(story, wrapped=number % 2 == 1),
        lambda data: read_document("story.txt", data),
    ),
    "md": Format(
        lambda _, story: plain.md(story),
        lambda data: read_document("story.md", data),
    ),
    "docx": Format(
        lambda _, story: (books.docx(story), story.paragraphs),
        _extracted(_read_docx),
        _paragraphs_of_docx,
    ),
    "epub": Format(
        lambda _, story: (books.epub(story), story.paragraphs),
        _extracted(_read_epub),
    ),
    "html": Format(
        lambda number, story: web.html(story, boxed=number % 2 == 1),
        _extracted(_read_html),
        _lines_of_trafilatura,
    ),
    "pdf": Format(
        lambda number, story: (pages.pdf(story, indented=number % 2 == 1), story.paragraphs),
        _extracted(_read_pdf),
        _paragraphs_of_pdfminer,
    ),
}
