"""Glyphs into lines and words, and lines into the order they are read."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from bot.articles.readers.pdf.columns import in_columns
from bot.articles.readers.pdf.lines import lines_of
from bot.articles.readers.pdf.margins import without_margins
from bot.articles.readers.pdf.shapes import Glyph, Line, Sheet, Word, line_of

SIZE = 10.0


def typed(text: str, x: float = 50.0, y: float = 700.0, *, gap: float = 0.0) -> list[Glyph]:
    """Letters half their size wide, `gap` apart; "_" moves on by a blank without painting one."""
    glyphs = []
    for char in text:
        if char != "_":
            glyphs.append(Glyph(x, x + SIZE / 2, y, SIZE, char, False))
        x += (SIZE / 4 if char == "_" else SIZE / 2) + gap
    return glyphs


def sheet(glyphs: list[Glyph]) -> Sheet:
    return Sheet(1, 842.0, glyphs)


def read(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in lines_of(sheet(glyphs))]


def at(text: str, x: float, y: float, page: int = 1) -> Line:
    words = []
    for part in text.split():
        words.append(Word(x, x + 5.0 * len(part), part, SIZE, False))
        x += 5.0 * len(part) + 3.0
    return line_of(page, y, tuple(words))


def test_a_blank_or_a_gap_parts_words() -> None:
    assert read(typed("one two_three")) == ["one two three"]


def test_letters_set_apart_are_one_word() -> None:
    assert read(typed("HARBOUR__OFFICE", gap=3.0)) == ["HARBOUR OFFICE"]


def test_what_is_painted_twice_is_read_once() -> None:
    glyphs = typed("barge")
    shifted = [glyph._replace(x0=glyph.x0 + 0.4, x1=glyph.x1 + 0.4) for glyph in glyphs]
    assert read([*glyphs, *shifted]) == ["barge"]
    assert read(typed("ferry pass")) == ["ferry pass"]


def test_an_accent_over_a_letter_is_one_with_it() -> None:
    glyphs = typed("cafe")
    accent = glyphs[-1]._replace(text="´", x0=glyphs[-1].x0 + 1, x1=glyphs[-1].x0 + 4)
    for order in permutations([*glyphs[2:], accent]):
        assert read([*glyphs[:2], *order]) == ["café"]


@given(st.randoms(use_true_random=False))
def test_the_order_of_painting_does_not_matter(rng: object) -> None:
    glyphs = [
        glyph
        for number, text in enumerate(("The lock", "opened at", "nine."))
        for glyph in typed(text, y=700 - 12 * number)
    ]
    shuffled = list(glyphs)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert read(shuffled) == ["The lock", "opened at", "nine."]


def test_baselines_that_waver_are_one_line() -> None:
    glyphs = [g._replace(y=g.y + (0.6 if n % 2 else -0.6)) for n, g in enumerate(typed("scanned"))]
    assert read(glyphs) == ["scanned"]


def test_columns_are_read_one_after_the_other_between_what_runs_across() -> None:
    left = [at(f"left column line {n}", 50, 600 - 12 * n) for n in range(5)]
    right = [at(f"right column line {n}", 200, 600 - 12 * n) for n in range(5)]
    wide = "words that run across the whole of the page and leave no gutter free"
    rows = [at(wide, 50, 640), *(both for pair in zip(left, right, strict=True) for both in pair)]
    page = [*rows, at(wide, 50, 500)]
    merged = [
        rows[0],
        *(line_of(1, a.y, (*a.words, *b.words)) for a, b in zip(left, right, strict=True)),
        page[-1],
    ]
    expected = [wide, *(line.text for line in left), *(line.text for line in right), wide]
    for lines in (page, merged):
        assert [line.text for line in in_columns([lines])] == expected


def test_a_table_is_no_pair_of_columns() -> None:
    rows = [
        line_of(1, 600 - 12 * n, (*at("total cost", 50, 0).words, *at("1,204 988", 200, 0).words))
        for n in range(6)
    ]
    assert [line.text for line in in_columns([rows])] == ["total cost 1,204 988"] * 6


def test_heads_that_change_and_page_numbers_go() -> None:
    pages = [
        [
            at(f"Section {name}", 50, 800, page),
            *(at(f"text {name * (n + 1)}", 50, 760 - 12 * n, page) for n in range(40)),
            at(f"{page + 6}", 300, 30, page),
        ]
        for page, name in enumerate(("grain", "tolls", "barges", "weather"), start=1)
    ]
    kept, removed = without_margins(pages, [842.0] * 4)
    assert removed == 8
    assert all(line.text.startswith("text") for page in kept for line in page)


def test_text_that_merely_starts_each_page_stays() -> None:
    words = "barges wait grain sweats tolls rise locks open rain falls".split()
    pages = [
        [
            at(f"{words[page]} {words[(page + n) % 10]} now", 50, 760 - 12 * n, page)
            for n in range(40)
        ]
        for page in range(1, 6)
    ]
    assert without_margins(pages, [842.0] * 5) == (pages, 0)


def test_figures_as_lines_of_text_stay_where_they_are_not_apart() -> None:
    page = [at("The count was", 50, 700), at("42", 50, 688), at("in all.", 50, 676)]
    assert without_margins([page[:2]], [842.0]) == ([page[:2]], 0)
    assert without_margins([page], [842.0]) == ([page], 0)
