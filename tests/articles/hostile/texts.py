"""Plain text and Markdown that pattern matching chokes on."""

from __future__ import annotations

import codecs

from bot.articles.decode import MAX_FILE_BYTES
from tests.articles.hostile.kinds import PROSE, Hostile, file

_RUNS = {
    "blanks": " ",
    "tabs": "\t",
    "opening brackets": "(",
    "closing brackets": ")",
    "dotted letters": "a.",
    "initials": "A. ",
    "dashes": "-",
    "long dashes": "—",
    "quotation marks": '"',
    "curly quotation marks": "“”",
    "apostrophes": "'",
    "slashes and digits": "1/",
    "digits": "1",
    "digits and dots": "1.",
    "digits and commas": "1,",
    "colons and digits": "12:",
    "month names": "May ",
    "a month and a comma": "May 1, ",
    "a day and a dash": "May 1-",
    "by": "by ",
    "names": "By A Name and ",
    "stops": ".",
    "stops and blanks": ". ",
    "question marks": "?! ",
    "bidi controls": "\u202e\u2066",
    "zero-width characters": "\u200b\u200d",
    "combining marks": "e" + "\u0301" * 50,
    "mentions": "@everyone <@1> ",
    "addresses": "a@a.",
    "at signs": "@",
    "web addresses": "http://",
    "pipes": "|",
    "asterisks": "*",
    "underscores": "_ ",
    "copyright signs": "©",
    "the start of a note": "correction: ",
    "photo credits": "Photo by ",
    "ordinals": "the 1st of ",
    "half a date": "from Monday to ",
    "numerals": "twenty ",
    "capitals": "A",
    "capital words": "Aa ",
}
"""What a text is full of, and nothing else."""

_BLANK_LINES = "A line.\n \n\t\n"
_YAML = "---\ntitle: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"k{number}: &k{number} [{'*' + ('a' if not number else f'k{number - 1}')}"
    f"{(', *' + ('a' if not number else f'k{number - 1}')) * 8}]\n"
    for number in range(9)
)


def filled(piece: str, size: int, *, first: str = PROSE + "\n\n") -> bytes:
    """An ordinary paragraph, and so many bytes of the same in one line."""
    encoded = piece.encode("utf-8", "surrogatepass")
    return first.encode() + encoded * (size // len(encoded)) + b" end.\n"


def runs(size: int) -> tuple[Hostile, ...]:
    """Each of _RUNS in one line of so many bytes, as text and as Markdown."""
    return tuple(
        file(
            f"{suffix} full of {name}, {size / 1e6:g} MB",
            f"a.{suffix}",
            lambda piece=piece: filled(piece, size),  # type: ignore[misc]
            quick=size < 100_000,
        )
        for suffix in ("txt", "md")
        for name, piece in _RUNS.items()
    )


def in_paragraphs(size: int) -> tuple[Hostile, ...]:
    """The same in paragraphs as long as a paragraph may be, which are quoted; and in lines."""
    found = []
    for name, piece in _RUNS.items():
        for shape, chars in (("paragraphs", 40_000), ("lines", 100)):
            line = (piece * (chars // len(piece)))[:chars].rstrip() + "\n" * (1 + (chars > 100))
            found.append(
                file(
                    f"txt of {shape} full of {name}, {size / 1e6:g} MB",
                    "a.txt",
                    lambda line=line: (
                        (PROSE + "\n\n").encode()  # type: ignore[misc]
                        + line.encode() * min(9_000, size // len(line.encode()))
                    ),
                    quick=False,
                )
            )
    return tuple(found)


TEXTS = (
    file("text of 50 MB in one line", "a.txt", lambda: b"a" * 50_000_000, "Larger than 5 MB"),
    file(
        "text of 4.9 MB in one word",
        "a.txt",
        lambda: PROSE.encode() + b"\n\n" + b"a" * 4_900_000,
        "article",
    ),
    file(
        "text of 4.9 MB in one paragraph",
        "a.txt",
        lambda: PROSE.encode() * (4_900_000 // len(PROSE)),
        "No paragraph",
    ),
    file("text of 5 MB of line ends", "a.txt", lambda: b"\n" * MAX_FILE_BYTES, "white space"),
    file(
        "text of a million blank lines",
        "a.txt",
        lambda: _BLANK_LINES.encode() * 400_000,
        "More than 50,000 lines",
        quick=False,
    ),
    file("text of NUL bytes", "a.txt", lambda: bytes(100_000), "Not a text file"),
    file("text with one NUL byte", "a.txt", lambda: PROSE.encode() + b"\0", "Not a text file"),
    file("text that is no UTF-8", "a.txt", lambda: PROSE.encode() + b"\xff\xfe\x81\x8d", "Neither"),
    file("text with surrogates in UTF-8", "a.txt", lambda: PROSE.encode() + b"\xed\xa0\x80"),
    file(
        "text in UTF-16 with half a character",
        "a.txt",
        lambda: codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le") + b"\x00\xd8",
        "not valid UTF-16",
    ),
    file(
        "text in UTF-16 of 5 MB",
        "a.txt",
        lambda: codecs.BOM_UTF16_LE + ("的。 " * 800_000).encode("utf-16-le"),
        quick=False,
    ),
    file(
        "text in UTF-32 beyond Unicode",
        "a.txt",
        lambda: codecs.BOM_UTF32_LE + b"\xff\xff\xff\x7f" * 9,
        "not valid UTF-32",
    ),
    file(
        "text of escape sequences",
        "a.txt",
        lambda: b"\x1b[2J\x1b]0;hello\x07" * 9_000,
        "Not a text file",
    ),
    file(
        "front matter of anchors in anchors",
        "a.md",
        lambda: (_YAML + "---\n\n" + PROSE).encode(),
        "article",
    ),
    file(
        "front matter that nests 9,000 deep",
        "a.md",
        lambda: ("---\ntitle: " + "[" * 9_000 + "\n---\n" + PROSE).encode(),
        "Broken front matter",
    ),
    file(
        "front matter that refers to itself",
        "a.md",
        lambda: ("---\nauthors: &a [*a]\n---\n" + PROSE).encode(),
    ),
    file(
        "front matter that makes an object",
        "a.md",
        lambda: ("---\ntitle: !!python/object/apply:os.system ['id']\n---\n" + PROSE).encode(),
    ),
    file(
        "front matter that never ends",
        "a.md",
        lambda: b"---\ntitle: x\n" + b"a: b\n" * 9_000,
        "never closed",
    ),
    file("Markdown of 100,000 open links", "a.md", lambda: b"[a](" * 100_000, quick=False),
    file("Markdown of 50,000 open images", "a.md", lambda: b"![" * 500_000, quick=False),
    file(
        "Markdown of quotes 10,000 deep",
        "a.md",
        lambda: b">" * 10_000 + b" " + PROSE.encode(),
        quick=False,
    ),
    file(
        "Markdown of lists 10,000 deep",
        "a.md",
        lambda: b"".join(b" " * depth * 2 + b"- a\n" for depth in range(2_000)),
        quick=False,
    ),
    file("Markdown of list marks in one line", "a.md", lambda: b"- " * 100_000 + b"a", quick=False),
    file(
        "Markdown of lines of quote marks",
        "a.md",
        lambda: b"> > > > > > > a\n" * 40_000,
        quick=False,
    ),
    file("Markdown of 40,000 headings", "a.md", lambda: b"# A\n" * 40_000, quick=False),
    file(
        "Markdown of one table row of 100,000 cells",
        "a.md",
        lambda: b"|a" * 100_000 + b"|\n" + b"|-" * 100_000 + b"|\n" + b"|b" * 100_000,
        quick=False,
    ),
    file(
        "Markdown of 40,000 link definitions",
        "a.md",
        lambda: b"".join(b"[%d]: /a\n" % number for number in range(40_000)),
        quick=False,
    ),
    file("Markdown of open tags", "a.md", lambda: b"<a " * 500_000, quick=False),
    file("Markdown of open comments", "a.md", lambda: b"<!-- " * 500_000, quick=False),
    file(
        "Markdown of backticks of every length",
        "a.md",
        lambda: b" ".join(b"`" * number for number in range(1, 2_500)),
        quick=False,
    ),
    file("Markdown of asterisks in pairs", "a.md", lambda: b"**a *a " * 300_000, quick=False),
    file(
        "Markdown of 9,000 paragraphs of references",
        "a.md",
        lambda: b"![a][b]\n\n" * 9_000 + PROSE.encode(),
        quick=False,
    ),
    *runs(20_000),
)
