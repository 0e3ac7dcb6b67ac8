"""What a reader takes out of a file that is not plain text.

What *verbatim* means there: a quote is a slice of `Extracted.text`, which is what the file shows a
reader, and which the same bytes always give. Each reader's docstring tells how its format's text is
made, and which characters it undoes (line ends, hyphens at them, runs of white space).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.articles.readers.blocks import Reading
from bot.articles.readers.front_matter import Declared


@dataclass(frozen=True, slots=True)
class Extracted:
    """`reading` has spans in `text`, and is None where a text reader has yet to find the blocks:
    `kind` is then that reader's suffix. `declared` is what the file's own metadata states, its
    `end` 0. `inferred_date` is one that was guessed. `notes` are for moderators."""

    text: str
    reading: Reading | None = None
    kind: str = ".txt"
    declared: Declared = field(default_factory=Declared)
    inferred_date: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a file, or what was to be one. `member` is its name within an archive or a
    feed, with forward slashes, and empty for the file itself. `digest` is the SHA-256 of its bytes
    in hexadecimal. Either `extracted` is there, or the `reason` why it is left out."""

    member: str
    digest: str
    extracted: Extracted | None
    reason: str = ""
