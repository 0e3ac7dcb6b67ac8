"""What is said of articles: front matter, formats, limits."""

from __future__ import annotations

import dataclasses

from bot.answer.quotes import MAX_QUOTE_CHARS
from bot.articles.decode import MAX_FILE_BYTES
from bot.articles.document import MAX_LINES, MAX_PARAGRAPHS, READERS
from bot.articles.library import MAX_DEPTH
from bot.articles.readers.front_matter import MAX_FRONT_MATTER_CHARS, read_front_matter
from bot.articles.rewritten import MIN_DIFFERENT, MIN_PER_1000_WORDS

from .reading import block, flat, section


def test_every_key_of_front_matter_is_in_an_example_that_reads_without_a_note() -> None:
    declared = read_front_matter(block("yaml", section("The articles")) + "\nText.\n")
    values = dataclasses.asdict(declared)
    assert values.pop("notes") == ()
    assert [name for name, value in values.items() if not value] == []
    assert len(declared.warnings) == 2


def test_every_format_and_limit_is_there() -> None:
    text = flat(section("The articles"))
    limits = (
        (f"{MAX_FILE_BYTES / 1e6:g} MB a file", "MAX_FILE_BYTES"),
        (f"{MAX_LINES:,} lines", "MAX_LINES"),
        (f"{MAX_PARAGRAPHS:,} paragraphs", "MAX_PARAGRAPHS"),
        (f"folders {MAX_DEPTH} deep", "MAX_DEPTH"),
        (f"{MAX_FRONT_MATTER_CHARS:,} characters of front matter", "MAX_FRONT_MATTER_CHARS"),
        (f"{MAX_QUOTE_CHARS} characters a quote", "MAX_QUOTE_CHARS"),
    )
    assert [limit for limit in limits if f"{limit[0]} (`{limit[1]}`)" not in text] == []
    assert [ending for ending in READERS if f"`{ending}`" not in text] == []
    assert f"at least {MIN_DIFFERENT} different turns" in text
    assert f"at least {MIN_PER_1000_WORDS:g} in 1,000 words" in text
