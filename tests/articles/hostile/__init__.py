"""Files made to do harm, each in a folder of its own; nothing of them is kept in the tree."""

from __future__ import annotations

from tests.articles.hostile.archives import ARCHIVES
from tests.articles.hostile.books import BOOKS
from tests.articles.hostile.kinds import Hostile
from tests.articles.hostile.markup import MARKUP
from tests.articles.hostile.pdfs import PDFS
from tests.articles.hostile.places import PLACES
from tests.articles.hostile.texts import TEXTS

__all__ = ["HOSTILE", "Hostile"]

HOSTILE: tuple[Hostile, ...] = (*PLACES, *TEXTS, *ARCHIVES, *MARKUP, *BOOKS, *PDFS)
