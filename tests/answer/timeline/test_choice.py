"""One event a slot, no two alike, the best slots first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from bot.answer.event import Event
from bot.answer.timeline.candidates import text_of
from bot.answer.timeline.choice import Chooser, choose
from bot.text.dates import Granularity
from tests.answer.timeline.topics import (
    BRIDGE,
    CLOSED,
    COMING_LEAD,
    HERRING,
    REPORTED,
    WEAK,
    all_of_the_bridge,
    bridge,
    dates,
    quotes,
    told,
    undated,
    work,
)
from tests.corpora import document, snapshot

MARKET = "herring market in Norrhaven"
FLOODED = (
    document(
        "The herring market in Norrhaven flooded on 5 March 2019, and traders lost their stock.",
        path="flood.md",
        source="Quay Post",
        day=date(2019, 3, 8),
    ),
    document(
        "A storm broke the sea wall beside the herring market in Norrhaven on March 5.",
        path="storm.md",
        source="Harbour Ledger",
        day=date(2019, 3, 10),
    ),
    document(
        "The flood of March 5 cost the herring market in Norrhaven nine million, its owner said.",
        path="cost.md",
        source="Kalvo Times",
        day=date(2019, 4, 2),
    ),
)
INSURED = document(
    "Insurers refused on March 20 to pay for the herring market in Norrhaven.",
    path="insured.md",
    source="Quay Post",
    day=date(2019, 3, 22),
)


def by_weight(*events: Event) -> list[str]:
    ordered = sorted(events, key=lambda event: -event.excerpt.score)
    return [event.first.isoformat() for event in ordered]


def test_a_day_that_several_articles_name_comes_before_one_named_once() -> None:
    found = told(MARKET, INSURED, *FLOODED)
    assert by_weight(*found.events) == ["2019-03-05", "2019-03-20"]
    assert found.events[0].excerpt.score == 1.0


def test_a_day_has_one_event_however_many_articles_name_it() -> None:
    found = told(MARKET, *FLOODED, INSURED)
    assert dates(found) == ["2019-03-05", "2019-03-20"]
    assert found.events[0].excerpt.quote in {document.text for document in FLOODED}


def test_near_copies_are_one_event_that_says_where_else_it_stands() -> None:
    text = FLOODED[0].text
    copy = document(text, path="copy.md", source="Kalvo Times", day=date(2019, 3, 9))
    found = told(MARKET, FLOODED[0], copy, INSURED)
    assert quotes(found) == [text, INSURED.text]
    ids = {FLOODED[0].article.id, copy.article.id}
    excerpt = found.events[0].excerpt
    assert {excerpt.article.id, *excerpt.also_in} == ids
    assert excerpt.article.id not in excerpt.also_in
    assert found.events[1].excerpt.also_in == ()


def test_what_two_days_tell_in_the_same_words_is_one_event() -> None:
    same = "The herring market in Norrhaven sold nine tonnes of smoked herring to Storvik on {}."
    found = told(
        MARKET,
        undated(same.format("5 March 2019"), path="a.md"),
        undated(same.format("9 April 2019"), path="b.md"),
        INSURED,
    )
    assert len(found.events) == 2
    assert "2019-03-20" in dates(found)


def test_a_span_and_a_day_within_it_are_one_event() -> None:
    dinner = document(
        "Herring talks between Norrhaven and Storvik began with a dinner on Aug. 22 in Kalvo.",
        path="dinner.md",
        day=date(2018, 8, 23),
    )
    found = told(HERRING, REPORTED, dinner)
    assert dates(found) in (["2018-08-22/2018-08-23"], ["2018-08-22"])


def test_a_day_within_a_month_may_stand_beside_it() -> None:
    month = undated("Storms kept the herring market in Norrhaven shut for weeks in March 2019.")
    found = told(MARKET, *FLOODED, month)
    assert dates(found) == ["2019-03-01/2019-03-31", "2019-03-05"]
    assert [event.granularity for event in found.events] == [Granularity.MONTH, Granularity.DAY]


def test_only_so_many_are_chosen_and_the_best_of_them() -> None:
    found = work(bridge(), BRIDGE)
    chooser = Chooser(found.snapshot, found.reports, found.slots)
    every = choose(found.snapshot, found.slots, chooser, 40)
    assert choose(found.snapshot, found.slots, chooser, 2) == every[:2]
    weights = [choice.weight for choice in every]
    assert weights == sorted(weights, reverse=True)
    assert found.slots.first[every[0].slot] == CLOSED.toordinal()


def test_a_first_sentence_about_what_is_to_come_tells_no_day() -> None:
    found = work(bridge(), BRIDGE)
    slot = found.slot(CLOSED)
    candidates = found.finder.of_slot(slot).sentences.tolist()
    assert COMING_LEAD in [text_of(bridge(), number) for number in candidates]
    chosen = Chooser(found.snapshot, found.reports, found.slots).sentences(slot)
    texts = [text_of(bridge(), choice.sentence) for choice in chosen]
    assert texts
    assert COMING_LEAD not in texts


def test_what_one_day_is_told_by_is_never_alike() -> None:
    found = work(bridge(), BRIDGE)
    chooser = Chooser(found.snapshot, found.reports, found.slots)
    texts = [text_of(bridge(), each.sentence) for each in chooser.sentences(found.slot(CLOSED))]
    words = [set(text.split()) for text in texts]
    assert all(one != other for one, other in combinations(words, 2))


def test_in_a_large_topic_the_day_named_by_most_is_first_by_weight() -> None:
    found = all_of_the_bridge()
    assert by_weight(*found.events)[0] == CLOSED.isoformat()
    assert found.articles == 60


def test_an_event_whose_quote_names_no_day_is_of_a_day_that_many_name() -> None:
    found = all_of_the_bridge()
    unnamed = [event for event in found.events if not any(event.excerpt.highlight)]
    assert all(event.first == CLOSED for event in unnamed)
    for event in unnamed:
        published = event.excerpt.article.date
        assert published in (event.first, event.first + timedelta(days=1))
        assert " will " not in event.excerpt.quote
    weak = [event for event in found.events if event.first == WEAK]
    assert all("June 18" in event.excerpt.quote for event in weak)
    assert weak


def test_a_day_that_one_article_repeats_is_told_by_a_sentence_that_names_it() -> None:
    made = document(
        "Rust ate the crane of Norrhaven for years, and nobody paid to mend the Norrhaven crane.",
        *(
            f"On Sunday the crane hit the {what} and sank, a driver told the council."
            for what in "quay ferry office market lighthouse pier".split()
        ),
        day=date(2019, 5, 12),
    )
    found = told("crane of Norrhaven", made)
    assert dates(found) == ["2019-05-12"]
    assert quotes(found)[0].startswith("On Sunday the crane hit")


def test_a_slot_without_sentences_is_passed_over() -> None:
    found = work(snapshot(undated("On 12 May 2019 it fell. The crane cost a lot.")), "crane")
    chooser = Chooser(found.snapshot, found.reports, found.slots)
    assert choose(found.snapshot, found.slots, chooser, 9) == []
