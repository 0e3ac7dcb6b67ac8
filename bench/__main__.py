"""python -m bench NAME --data DIR [--json]: print a figure, its parts and a peer beside it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

WEIGHTS_FILE = Path(__file__).resolve().parent.parent / "bot" / "answer" / "weights.json"


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.bench == "speed":
        return _speed(arguments)
    from bench import ask, dates, quotes, refusal, retrieval, timeline, train
    from bot.answer.weights import Weights, shipped

    if arguments.bench == "train":
        train.run(arguments.data, arguments.json, arguments.out)
        return 0
    benches: dict[str, Callable[[Path, Weights, bool], dict[str, object]]] = {
        "retrieval": retrieval.run,
        "quotes": quotes.run,
        "refusal": refusal.run,
        "ask": ask.run,
        "timeline": timeline.run,
        "dates": lambda data, _, as_json: dates.run(data, as_json),
    }
    found = benches[arguments.bench](arguments.data, shipped(), arguments.json)
    if not found:
        print(f"{arguments.bench}: no collection that it reads in {arguments.data}")
    return 0 if found else 2


def _speed(arguments: argparse.Namespace) -> int:
    from bench.speed import run

    try:
        run.run(
            arguments.paragraphs,
            arguments.data,
            arguments.peers,
            arguments.only,
            arguments.json,
        )
    except ValueError as error:
        print(f"speed: {error}")
        return 2
    return 0


def _names(known: tuple[str, ...]) -> Callable[[str], list[str]]:
    """Reads a list with commas; anything that is not known is refused."""

    def read(text: str) -> list[str]:
        names = [name for name in text.split(",") if name]
        if unknown := [name for name in names if name not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return names

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    benches = parser.add_subparsers(dest="bench", required=True, metavar="NAME")
    for name, text in (
        ("retrieval", "rank the documents of judged collections"),
        ("quotes", "does the quote hold the answer"),
        ("refusal", "are questions without an answer told apart"),
        ("ask", "time of desk.ask beside plain rank-bm25"),
        ("dates", "temporal expressions beside dateparser's"),
        ("timeline", "timelines beside those that editors wrote"),
        ("train", "derive the weights again"),
    ):
        bench = benches.add_parser(name, help=text)
        bench.add_argument("--data", type=Path, required=True, help="folder with the collections")
        bench.add_argument("--json", action="store_true", help="one JSON object as the last line")
        if name == "train":
            bench.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    _add_speed(benches.add_parser("speed", help="our index beside its peers"))
    return parser


def _add_speed(bench: argparse.ArgumentParser) -> None:
    from bench.speed import PARTS
    from bench.speed.engines import PEERS

    bench.add_argument("--paragraphs", type=int, default=10_000, help="how many to index")
    bench.add_argument("--data", type=Path, help="folder of text; without it, text is made up")
    bench.add_argument("--peers", type=_names(PEERS), help=f"some of {','.join(PEERS)}")
    bench.add_argument("--only", type=_names(PARTS), help=f"some of {','.join(PARTS)}")
    bench.add_argument("--json", action="store_true", help="one JSON object as the last line")


if __name__ == "__main__":
    raise SystemExit(main())
