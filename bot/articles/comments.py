"""Readers' comments that were pasted along with an article: each stands by its date and time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.articles.article import Document, Paragraph

MIN_COMMENTS = 2
"""Dates with a time of day by which comments are known."""

_CLOCK = r"[0-2]?[0-9][:.][0-5][0-9](?:\s*[ap]\.?m\b\.?)?"
_DAY = r"(?:[0-9]|[A-Z])[\w. ]{2,12}"
# "January 30, 2011 at 4:02 am", "At 09:30 am on 29 Jul 2009, Ann wrote"
STAMP = re.compile(
    rf"(?:19|20)[0-9]{{2}},?\s+(?:at\s+)?{_CLOCK}|\b{_CLOCK}\s+on\s+{_DAY},?\s+(?:19|20)[0-9]{{2}}"
)


def without_comments(document: Document) -> Sequence[Paragraph]:
    """The paragraphs above the first comment; all of them when there are none."""
    text, paragraphs = document.text, document.paragraphs
    stamps = [
        number
        for number, paragraph in enumerate(paragraphs)
        for _ in STAMP.finditer(text, *paragraph.span)
    ]
    return paragraphs[: stamps[0]] if len(stamps) >= MIN_COMMENTS else paragraphs
