"""A tiny collection of each kind, made up here, in the files that the benches read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

PLACES = "Norrhaven Storvik Kalvo Revet Hamnskar Aspo Holmen Skagen Vinga Torso".split()
THINGS = (
    "crane lighthouse ferry pier windmill shipyard brewery tannery sawmill rowboat "
    "chapel market bakery quarry foundry archive nursery orchard theatre observatory"
).split()
PEOPLE = "Ada Bo Cleo Dag Elin Finn Greta Hugo Ida Jon".split()
COLOURS = "red green white black orange".split()


def zipped(path: Path, rows: Iterable[object]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def judged(folder: Path) -> None:
    """Twenty documents, ten topics; the document named is graded 2, a second one 1."""
    folder.mkdir(parents=True)
    zipped(
        folder / "corpus.jsonl.gz",
        (
            {
                "id": f"d{n}",
                "title": f"The {thing}" if n % 2 else "",
                "text": f"The old {thing} stands in {PLACES[n % 10]}. It is {COLOURS[n % 5]}.",
            }
            for n, thing in enumerate(THINGS)
        ),
    )
    topics = [
        {"id": n, "text": f"Where does the {thing} stand, “{PLACES[n % 10]}”?"}
        for n, thing in enumerate(THINGS[:10])
    ]
    lines = [json.dumps(topic, ensure_ascii=False) for topic in topics]
    unjudged = '{"id": 99, "text": "nobody judged this"}'
    (folder / "queries.jsonl").write_text("\n".join([*lines, unjudged]) + "\n", encoding="utf-8")
    rows = [f"{n}\td{n}\t2\n{n}\td{n + 10}\t1\n{n}\td{n + 5}\t0" for n in range(10)]
    (folder / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def reading(folder: Path) -> None:
    """Ten articles of two paragraphs, two questions each, one of them marked as impossible too."""
    folder.mkdir(parents=True)
    paragraphs, questions = [], []
    for n, place in enumerate(PLACES):
        for m in range(2):
            thing, person = THINGS[2 * n + m], PEOPLE[(n + 3 * m) % 10]
            text = (
                f"The {thing} of {place} is known far away. {person} built the {thing} in "
                f"{1850 + 10 * n + m}. Since then it has been painted {COLOURS[(n + m) % 5]}."
            )
            pid = f"p{n}-{m}"
            paragraphs.append({"id": pid, "title": place, "text": text, "art": place})
            for q, (question, answer, impossible) in enumerate(
                [
                    (f"Who built the {thing} of {place}?", person, False),
                    (f"When was the {thing} built?", str(1850 + 10 * n + m), False),
                    (f"Who burnt the {thing} down?", "", True),
                ]
            ):
                answers = [[answer, text.find(answer)]] * 2 if answer else []
                questions.append(
                    {
                        "id": f"q{n}-{m}-{q}",
                        "q": question,
                        "pid": pid,
                        "answers": answers,
                        "imp": impossible,
                        "art": place,
                    }
                )
    zipped(folder / "paragraphs.jsonl.gz", paragraphs)
    zipped(folder / "questions.jsonl.gz", questions)


def data(folder: Path) -> Path:
    judged(folder / "retrieval" / "harbours")
    reading(folder / "retrieval" / "buildings")
    return folder
