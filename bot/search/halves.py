"""The two halves of a snapshot, its base and its delta, and what is made of both together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.articles.undated import infer
from bot.search.arrays import Ints
from bot.search.blockmax.saved import Bounds as KernelBounds
from bot.search.bm25 import PostingsBM25
from bot.search.documents import Bounds
from bot.search.hits import Mask
from bot.search.inverted import Inverted
from bot.search.part import Gone, MakeKernel, Part
from bot.search.postings import Postings
from bot.search.segment import NO_OUTLET, Segment
from bot.search.vocabulary import Added, Vocabulary

TITLE_B = 0.3
"""Titles differ in length for no good reason, so length counts less than in a paragraph."""

Kernels = Callable[["Base"], MakeKernel | None]
"""Makes the maker of a kernel for the paragraphs of a base."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A segment with what was worked out of it; `kernel` is None where there is no compiler."""

    segment: Segment
    inverted: Inverted
    kernel: KernelBounds | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GoneTerms:
    """Of the base's articles that are gone, by index."""

    paragraphs: Gone
    articles: Gone
    titles: Gone


@dataclass(frozen=True, slots=True, eq=False)
class Delta:
    """What has changed since the base was made. `alive` (A,) flags the base's articles that are
    still there, `gone` counts the terms of the others; the delta's articles are all there."""

    segment: Segment
    inverted: Inverted
    added: Added
    alive: Mask
    gone: GoneTerms


def alive_of(base: Base, delta: Delta | None) -> Mask | None:
    if delta is None:
        return None
    return np.concatenate((delta.alive, np.ones(delta.segment.articles, np.bool_)))


def indexes(
    vocabulary: Vocabulary, base: Base, delta: Delta | None, kernels: Kernels | None
) -> tuple[PostingsBM25, PostingsBM25, PostingsBM25]:
    """Of paragraphs, which are grouped by article, of articles and of titles."""

    def parts(name: str) -> list[Part]:
        return [
            _part(part, name, base, delta, kernels) for part in (base, delta) if part is not None
        ]

    return (
        PostingsBM25.of_parts(vocabulary, parts("paragraphs")),
        PostingsBM25.of_parts(vocabulary, parts("articles")),
        PostingsBM25.of_parts(vocabulary, parts("titles"), b=TITLE_B),
    )


def _part(
    part: Base | Delta, name: str, base: Base, delta: Delta | None, kernels: Kernels | None
) -> Part:
    postings: Postings = getattr(part.inverted, name)
    grouped = name == "paragraphs"
    owner = part.segment.places.article_of if grouped else None
    if part is base:
        return Part(
            postings,
            owner=owner,
            alive=delta.alive if delta else None,
            gone=getattr(delta.gone, name) if delta else None,
            kernel=kernels(base) if grouped and kernels is not None else None,
        )
    assert delta is not None
    first_group = base.segment.articles
    return Part(
        postings,
        first=base.segment.paragraphs if grouped else first_group,
        first_group=first_group,
        owner=owner,
        numbers=delta.added.numbers,
        order=delta.added.order,
    )


def outlets_of(segments: Sequence[Segment]) -> tuple[tuple[str, ...], Ints]:
    """All outlets, and for each article the place of its own among them, or NO_OUTLET."""
    outlets: dict[str, int] = {}
    codes = []
    for segment in segments:
        own = [outlets.setdefault(name, len(outlets)) for name in segment.table.outlets]
        table = np.asarray([*own, NO_OUTLET], np.int64)  # NO_OUTLET, -1, is the last one
        codes.append(table[segment.table.sources])
    return tuple(outlets), np.concatenate(codes)


def infer_bounds(segments: Sequence[Segment], alive: Mask | None = None) -> Bounds:
    """When the undated among all articles were published, as far as the others tell; `alive` (A,)
    leaves articles out."""
    days, earliest, latest = (
        np.concatenate([getattr(segment.table, name) for segment in segments])
        for name in ("days", "told_earliest", "told_latest")
    )
    firsts = np.cumsum([0, *(segment.articles for segment in segments)])
    hashes = np.concatenate([segment.weekdays.hashes for segment in segments])
    articles = np.concatenate(
        [s.weekdays.articles + first for s, first in zip(segments, firsts, strict=False)]
    ).astype(np.int32)
    if alive is not None:
        kept = alive[articles]
        hashes, articles = hashes[kept], articles[kept]
    return Bounds(*infer(days, earliest, latest, hashes, articles))
