"""What a question asks for: its terms as the snapshot numbers them, and the kind of answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.answer.spelling import nearest
from bot.search.bm25 import Floats, Ints
from bot.search.snapshot import Snapshot
from bot.text.tokens import Mark, Tokeniser, fold

MAX_TERMS = 48
"""Different terms of a question that count, the rarest first; enough for any 300 characters."""

MAX_CORRECTED = 8
"""Unknown words that are compared with known ones; a question with more is in another language."""

KIN_LEAST_CHARS = 4
KIN_ENDING_CHARS = 3
MAX_KIN = 64
"""Kindred terms share the first KIN_LEAST_CHARS characters at least, and all but the last
KIN_ENDING_CHARS of a longer term; MAX_KIN a term are looked at."""


class Kind(StrEnum):
    """What the sentence that answers should hold."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    WHY = "why"
    SAID = "said"
    OTHER = "other"


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Kind.HOW_MUCH,
            r"\bhow (?:much|expensive|costly)\b|\b(?:what|which|how) (?:\w+ )?"
            r"(?:price|cost|value|worth|budget|salary|revenue|fine|fee)s?\b",
        ),
        (
            Kind.HOW_MANY,
            r"\bhow (?:many|long|old|far|tall|often|large|big|high|fast|deep|wide|heavy|small)\b"
            r"|\b(?:what|which) (?:percent|percentage|number|amount|proportion|share|rate"
            r"|population|size|age|level|tariff rate)\b",
        ),
        (
            Kind.WHEN,
            r"\bwhen\b|\b(?:what|which) (?:is |was )?(?:the )?(?:\w+ )?"
            r"(?:years?|dates?|days?|months?|weeks?|century|decades?|time)\b"
            r"|\bsince when\b|\bhow recently\b|\bdeadline\b",
        ),
        (
            Kind.SAID,
            r"\b(?:what|how) (?:did|does|do|has|have|had|was|were) .{1,80}"
            r"\b(?:say|said|tell|told|tweet|write|respond|reply|react|comment|describe|call|promise)"
            r"|\bquotes?\b|\bstatements?\b",
        ),
        (
            Kind.WHO,
            r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|people|president|man|woman|leader|king"
            r"|queen|author|actor|player|scientist|minister|official|officials|negotiator"
            r"|company|companies|organi[sz]ation|agency|team|group)\b",
        ),
        (
            Kind.WHERE,
            r"\bwhere\b|\b(?:what|which) (?:country|countries|city|cities|states?|places?"
            r"|regions?|towns?|locations?|continent|river|provinces?|areas?|nations?|street|venue)\b",
        ),
        (Kind.WHY, r"\bwhy\b|\bfor what reason|\bwhat (?:caused|led to|prompted)\b|\bhow come\b"),
    )
)

_REQUEST = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can|could|would) you\s+)?(?:please\s+)?"
    r"(?:tell (?:me|us)|show (?:me|us)|give (?:me|us)|find(?: me| us)?|look up|search for|quote)"
    r"(?:\s+(?:about|on|all|everything|what you know about|quotes? (?:about|on)))?\b\s*",
    re.IGNORECASE,
)
_FRAMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.SAID: tuple(
        "say said tell told comment respond reply react describe quote statement".split()
    ),
    Kind.HOW_MANY: ("many", "much"),
    Kind.HOW_MUCH: ("many", "much"),
}
"""Words that say what kind of answer is wanted, not what it is about."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question in the terms of one snapshot.

    `terms` are the different known terms in the order of the question, `ids` (m,) their numbers,
    `repeats` (m,) how often each was said, `idf` (m,) their weights. `ideal` is the idf of all
    different terms, unknown ones at the greatest idf there is: the denominator of every normalised
    feature, never 0. `names` (m,) tells which terms were written with a capital; `lost_names`
    counts such terms that the corpus does not know even misspelt. `unknown` are terms that no
    paragraph holds; those that look like misspellings stand in `corrected` with the known term that
    is searched for instead. `kin` (k,) are terms of the snapshot that begin like one of the
    question's without being it; ``kin_of[i]`` is that one's place in `terms`, then in `unknown`.
    """

    terms: tuple[str, ...]
    ids: Ints
    repeats: Ints
    idf: Floats
    ideal: float
    names: npt.NDArray[np.bool_]
    lost_names: int
    unknown: tuple[str, ...]
    corrected: Mapping[str, str]
    kind: Kind
    kin: Ints
    kin_of: Ints


def kind_of(question: str) -> Kind:
    lower = fold(question).lower()
    for kind, pattern in _KINDS:
        if pattern.search(lower):
            return kind
    return Kind.OTHER


def understand(question: str, snapshot: Snapshot, tokeniser: Tokeniser) -> Query:
    """Turn a question's text into a Query against `snapshot`. It may have no term at all."""
    kind = kind_of(question)
    core = _REQUEST.sub("", question)
    tokens = tokeniser.sentence(core if tokeniser.terms(core) else question)
    frame = frame_terms(kind, tokeniser)
    marks: dict[str, int] = {}
    repeats: dict[str, int] = {}
    for term, mark in zip(tokens.terms, tokens.marks, strict=True):
        if term in frame:
            continue
        marks[term] = marks.get(term, 0) | mark
        repeats[term] = repeats.get(term, 0) + 1
    if not repeats:
        return understand_nothing(kind)
    index = snapshot.paragraphs
    unknown = tuple(term for term in repeats if not _frequency(term, snapshot))
    tried = unknown[:MAX_CORRECTED]
    near = {term: nearest(term, tokeniser.surfaces[term], snapshot) for term in tried}
    corrected = {term: known for term, known in near.items() if known and known not in repeats}
    spelt = {corrected.get(term, term): term for term in repeats}
    held = {term: snapshot.vocabulary[term] for term in spelt if _frequency(term, snapshot)}
    weight = dict(zip(held, index.idf_of(np.asarray([*held.values()], np.int64)), strict=True))
    known = sorted(held, key=lambda term: -float(weight[term]))[:MAX_TERMS]
    known.sort(key=list(spelt).index)
    ids = np.asarray([held[term] for term in known], np.int64)
    idf: Floats = index.idf_of(ids)
    lost = [term for term in unknown if term not in corrected]
    return Query(
        tuple(known),
        ids,
        np.asarray([repeats[spelt[term]] for term in known], np.int64),
        idf,
        float(idf.sum()) + len(lost) * index.unknown_idf,
        np.asarray([bool(marks[spelt[term]] & _CAPITAL) for term in known], np.bool_),
        sum(bool(marks[term] & _CAPITAL) for term in lost),
        unknown,
        corrected,
        kind,
        *_kin([*known, *unknown], corrected, snapshot),
    )


def _frequency(term: str, snapshot: Snapshot) -> int:
    number = snapshot.vocabulary.get(term)
    return 0 if number is None else int(snapshot.paragraphs.frequency_of(np.asarray([number]))[0])


def _kin(terms: list[str], corrected: Mapping[str, str], snapshot: Snapshot) -> tuple[Ints, Ints]:
    kin: list[int] = []
    kin_of: list[int] = []
    for place, term in enumerate(terms):
        if len(term) < KIN_LEAST_CHARS or term[0].isdigit() or term in corrected:
            continue
        prefix = term[: max(KIN_LEAST_CHARS, len(term) - KIN_ENDING_CHARS)]
        for other in snapshot.beginning_with(prefix, MAX_KIN)[0]:
            if other != term and len(other) <= len(term) + KIN_ENDING_CHARS:
                kin.append(snapshot.vocabulary[other])
                kin_of.append(place)
    return np.asarray(kin, np.int64), np.asarray(kin_of, np.int64)


_CAPITAL = int(Mark.NAME)


def frame_terms(kind: Kind, tokeniser: Tokeniser) -> frozenset[str]:
    """Terms of such a question that are not searched for."""
    return frozenset(term for word in _FRAMES.get(kind, ()) for term in tokeniser.terms(word))


def understand_nothing(kind: Kind) -> Query:
    """The query of a question made of stop words only."""
    none = np.zeros(0, np.int64)
    return Query(
        (), none, none, np.zeros(0), 1.0, np.zeros(0, np.bool_), 0, (), {}, kind, none, none
    )
