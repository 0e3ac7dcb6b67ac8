"""Find the temporal expressions of news texts in TimeML: strict, relaxed and value F1, and time.

Beside it dateparser's `search_dates` on the same texts, with the same day as its base. Every second
text is also counted apart: the rules were written with TimeBank's 1st, 3rd, … text in view, by
name, and without its 2nd, 4th, …
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from bench.tables import finish, show
from bench.tempeval import Tally, tally
from bench.timeml import Dated, Expression, timeml_texts
from bot.text.dates import tag
from bot.text.sentences import split_sentences

ROUNDS = 3
"""How often the texts are tagged for the time of a sentence; the quickest round counts."""

_EXACTNESS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V"}


def run(data: Path, as_json: bool) -> dict[str, object]:
    """Empty if no file is below `data`."""
    texts = timeml_texts(data)
    if not texts:
        return {}
    ours, peer = measure(ours_on, texts), measure(dateparser_on, texts)
    milliseconds = ms_per_sentence(texts)
    show(
        f"Temporal expressions of {len(texts)} texts",
        ("tagger", "gold", "found", "strict F1", "relaxed F1", "value F1"),
        [
            _row("bot.text.dates", ours),
            _row("… 1st, 3rd, … text", measure(ours_on, texts[::2])),
            _row("… 2nd, 4th, … text", measure(ours_on, texts[1::2])),
            _row("dateparser", peer),
        ],
    )
    print(f"{milliseconds:.3f} ms per sentence\n")
    result: dict[str, object] = {
        "strict_f1": ours.strict_f1,
        "relaxed_f1": ours.relaxed_f1,
        "value_f1": ours.value_f1,
        "ms_per_sentence": milliseconds,
        "dateparser_value_f1": peer.value_f1,
    }
    finish(result, as_json)
    return result


def measure(tagger: Callable[[str, date], Sequence[Expression]], texts: Sequence[Dated]) -> Tally:
    return sum((tally(text.gold, tagger(text.text, text.anchor)) for text in texts), Tally())


def ours_on(text: str, anchor: date) -> list[Expression]:
    return [Expression(each.start, each.end, each.value) for each in tag(text, anchor)]


def dateparser_on(text: str, anchor: date) -> list[Expression]:
    """What `search_dates` finds, with the past preferred, as it mostly is in news.

    It gives the words it read and a moment, but neither their place nor how exact they are: the
    words are looked up in order, and a second reading of them alone says whether the moment stands
    for a day, a month or a year.
    """
    from dateparser.date import DateDataParser
    from dateparser.search import search_dates

    base = datetime(anchor.year, anchor.month, anchor.day)
    settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    reader = DateDataParser(languages=["en"], settings=settings)
    found = []
    place = 0
    for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
        start = text.find(words, place)
        if start >= 0:
            place = start + len(words)
            exact = _EXACTNESS.get(reader.get_date_data(words).period, "%Y-%m-%d")
            found.append(Expression(start, place, moment.strftime(exact)))
    return found


def ms_per_sentence(texts: Sequence[Dated]) -> float:
    """Milliseconds of `tag` over every text, divided by the number of sentences in them."""
    sentences = sum(len(split_sentences(text.text)) for text in texts)
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for text in texts:
            tag(text.text, text.anchor)
        times.append(time.perf_counter() - begun)
    return 1000 * min(times) / max(sentences, 1)


def _row(name: str, counts: Tally) -> list[object]:
    figures = counts.strict_f1, counts.relaxed_f1, counts.value_f1
    return [name, counts.gold, counts.found, *figures]
