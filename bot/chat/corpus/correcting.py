"""The form in which title, source and date are corrected, and what is made of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.articles.article import Article
from bot.articles.edits import Edit
from bot.articles.readers.front_matter import MAX_SOURCE_CHARS, MAX_TITLE_CHARS
from bot.chat.forms import Field
from bot.chat.lines import shorten
from bot.errors import QuestionError
from bot.text.calendar import MAX_DATE_CHARS, parse_date
from bot.text.unseen import plain

Typed = tuple[str, str, str]
"""Title, source and date as a person typed them."""

EMPTY = "Empty: what the file says"


def shown(article: Article) -> Typed:
    """The fields as the form shows them first."""
    when = article.date.isoformat() if article.date else ""
    return (
        plain(article.title or "")[:MAX_TITLE_CHARS],
        plain(article.source or "")[:MAX_SOURCE_CHARS],
        when,
    )


def fields(typed: Typed) -> list[Field]:
    title, source, when = typed
    return [
        Field("title", "Title", title, MAX_TITLE_CHARS, EMPTY),
        Field("source", "Source (the outlet)", source, MAX_SOURCE_CHARS, EMPTY),
        Field("date", "Date, such as 2018-08-17", when, MAX_DATE_CHARS, EMPTY),
    ]


def typed_of(values: Mapping[str, str]) -> Typed:
    return values.get("title", ""), values.get("source", ""), values.get("date", "")


def edit_of(typed: Typed, article: Article, edit: Edit) -> Edit:
    """The corrections that hold afterwards; `article` shows `edit`, those that held before. A field
    that is as it was keeps what was corrected of it, an emptied one goes back to what the file
    says. Raises QuestionError for a date that cannot be read."""
    before = shown(article)
    title, source = (
        held if new == old else new or None
        for new, old, held in zip(typed[:2], before[:2], (edit.title, edit.source), strict=True)
    )
    if typed[2] == before[2]:
        return Edit(title, source, edit.date)
    if not typed[2]:
        return Edit(title, source, None)
    day = parse_date(typed[2])
    if day is None:
        raise QuestionError(
            f"I cannot read “{shorten(typed[2], 40)}” as a day, so nothing was changed yet. Try "
            "2018-08-17 or 17 Aug 2018; “Edit” still has what you typed."
        )
    same = article.date == day and edit.date is None
    return Edit(title, source, None if same else day)
