"""A sign that a machine has rewritten ("spun") an article word by word.

Such tools put a thesaurus synonym for every word, whatever the word means where it stands: "was"
turns into "became once", "only" into "handiest", "might" into "would possibly perhaps". A person
hardly ever writes one of these turns, and never many different ones in one article. Fluent
paraphrase leaves no such traces and is not noticed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

MIN_DIFFERENT = 5
"""Different turns that an article has at least to look rewritten."""

MIN_PER_1000_WORDS = 6.0
"""Turns per 1,000 words that it has at least."""

_MODAL = "(?:would|might|could|can|may|will|must)"
_HEDGE = "(?:perhaps|presumably|possibly|perchance)"
_NATION = "(?:american|chinese|english|french|german|italian|japanese|russian|spanish) language"
_TURNS = (
    # one hedge turned into several
    rf"{_MODAL} (?:well )?{_HEDGE} (?:well|also|additionally|moreover|want|{_HEDGE})\b",
    rf"{_HEDGE} {_HEDGE}",
    rf"can well {_HEDGE}",
    "(?:more than|extra|most) seemingly",
    "it['’]s (?:likely|seemingly|probably) you['’]?(?:ll| will| can)",
    f"that you (?:would|can|could) {_HEDGE}",
    # verbs and adverbs
    "(?:became|become) (?:once|as soon as)",
    "(?:had|has|were) (?:been once|as soon as)",
    "(?:has|have|can|did|does|may|will|to|would) now no longer",
    "handiest",
    "(?:completely |mostly )completely",
    "at instances",
    "with out (?:a doubt|being|having|any)",
    "in finding (?:a|an|the|that|out)",
    "(?:make|made|making|the|by) utili[sz]e of",
    "preserve (?:a )?(?:watch|look) (?:on|at)",
    # time and number
    "remaining (?:week|month|year|yr|night|summer|fall|spring|monday|tuesday|wednesday|thursday"
    "|friday|saturday|sunday)(?! of)",
    "(?:this|remaining|closing|final|every|each|subsequent) yr",
    "for the interval of",
    "in the intervening time",
    "one in (?:every|all) of",
    "a 2d",
    "a one year (?:after|later|before|ago)",
    "(?:both|the two) facets(?! of)",
    # fixed expressions and names taken apart
    "(?:the|in|to|of) (?-i:usa)",
    "as a replacement of",
    "as smartly(?: as)?",
    "smartly[ -](?:known|being|liked|preferred)",
    "judge tanks?",
    "white home",
    "attach of living",
    "situation of anonymity",
    rf"{_NATION} (?:agency|aspect|authorities|companies|company|economy|goods|government|imports"
    "|leaders?|officials?|president|products|shopper|side|tariffs|vice|voters)",
    "(?:u\\.s\\.|senior|one|another|other|language|the) reputable (?:acknowledged|stated|added)",
    "(?:counterfeit|man-made) (?:consciousness|intelligence)",
    "bosom (?:peril|malignancy)",
    "colossal information",
    "haze (?:figuring|computing)",
)
_TURN = re.compile(rf"\b(?:{'|'.join(_TURNS)})\b".replace(" ", r"\s+"), re.IGNORECASE)
_WORD = re.compile(r"\w+")

# At least one of these stands in nearly every turn, and few of them in any other text: looking for
# them first keeps clean articles, which are nearly all there are, from costing anything.
_TELLTALES = frozenset(
    (
        *("2d", "acknowledged", "additionally", "facets", "handiest", "home", "instances"),
        *("interval", "language", "once", "perchance", "perhaps", "possibly", "presumably"),
        *("preserve", "remaining", "replacement", "reputable", "seemingly", "smartly", "usa"),
        *("utilise", "utilize", "whereas", "yr"),
    )
)
_MIN_TELLTALES = 6


def looks_rewritten(paragraphs: Iterable[str]) -> bool:
    """Whether a text has many different turns that only machines write."""
    text = "\n".join(paragraphs)
    if len(_TELLTALES.intersection(text.lower().split())) < _MIN_TELLTALES:
        return False
    turns = Counter(" ".join(match[0].lower().split()) for match in _TURN.finditer(text))
    words = sum(1 for _ in _WORD.finditer(text))
    often = sum(turns.values()) * 1000 >= MIN_PER_1000_WORDS * words
    return often and len(turns) >= MIN_DIFFERENT
