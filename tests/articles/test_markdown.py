from __future__ import annotations

import pytest

from bot.articles.readers.markdown import plain, read_markdown
from tests.articles.reading import dropped, kept, pasted

PAGE = """# The **pier** [vote](https://example.org)

The council met *late*. It goes on
over two lines.

## Details

- First item. It has two sentences.
- Second item
  wraps.

  Its second paragraph.

1. Numbered item.

> Quoted by a friend.
> And on a second line
> with no stop.

| a | b |
|---|---|
| 1 | 2 |

```
code
```

    indented code

<div>HTML</div>

![pier](pier.png)

[![pier](pier.png)](https://example.org) ![quay][1]

[1]: https://example.org/quay "Quay"

---

[^1]: A footnote.

Setext
======

The end.
"""


def test_paragraphs_items_and_quotations_are_kept() -> None:
    assert kept(pasted(PAGE, "a.md")) == [
        "The council met *late*. It goes on\nover two lines.",
        "First item. It has two sentences.",
        "Second item\n  wraps.",
        "Its second paragraph.",
        "Numbered item.",
        "Quoted by a friend.",
        "And on a second line\n> with no stop.",
        "The end.",
    ]


def test_the_rest_is_dropped_with_a_reason() -> None:
    assert set(dropped(pasted(PAGE, "a.md")).values()) == {
        "title",
        "heading",
        "Markdown mark",
        "table",
        "code",
        "HTML",
        "image",
        "link definition",
        "section rule",
        "footnote",
    }


def test_the_first_level_one_heading_is_the_title() -> None:
    assert read_markdown(PAGE).title == "The pier vote"
    assert read_markdown("## Sub\n\nSetext\n===\n\n# Later").title == "Setext"
    assert read_markdown("## Sub\n\nText.").title is None
    document = pasted("---\ntitle: Declared\n---\n# Heading\n\nText is here.", "a.md")
    assert document.article.title == "Declared"
    assert kept(document) == ["Text is here."]


@pytest.mark.parametrize(
    ("inline", "title"),
    [
        ("**Bold** and `code`", "Bold and code"),
        (r"2 \* 3 snake_case", "2 * 3 snake_case"),
        ("![alt](a.png) [Talks][1]", "alt Talks"),
    ],
)
def test_titles_lose_their_marks(inline: str, title: str) -> None:
    assert plain(inline) == title


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings_give_the_same_blocks(ending: str) -> None:
    document = pasted(PAGE.replace("\n", ending), "a.md")
    assert kept(document) == [text.replace("\n", ending) for text in kept(pasted(PAGE, "a.md"))]


def test_lines_of_unicode_alone_do_not_shift_the_spans() -> None:
    document = pasted("One\u2028still one.\x0c\n\nTwo.\x85\n\nThree.", "a.md")
    assert kept(document) == ["One\u2028still one.", "Two.", "Three."]


def test_short_items_and_paragraphs_below_headings_are_no_headings() -> None:
    assert kept(pasted("# Talks\n\n- Soybeans\n- Steel\n\nNo stop here", "a.md")) == [
        "Soybeans",
        "Steel",
        "No stop here",
    ]


def test_a_byline_below_the_heading_is_read() -> None:
    document = pasted("# Talks\n\n*By Ann Lee*\n\nAug. 7, 2018\n\nThe text.", "a.md")
    assert document.article.authors == ("Ann Lee",)
    assert document.article.date is not None
    assert kept(document) == ["The text."]
