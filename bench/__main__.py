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
    if arguments.bench == "formats":
        return _formats(arguments)
    if arguments.bench == "load":
        from bench.load import run as load

        reached = load.run(arguments.corpus, arguments.rates, arguments.profile, arguments.json)
        return 0 if reached else 1
    if arguments.bench == "faults":
        from bench.faults import run as faults

        return 0 if faults.run(arguments.only, arguments.kills, arguments.json) else 1
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


def _formats(arguments: argparse.Namespace) -> int:
    from bench.formats import run

    found = run.run(arguments.data, arguments.json)
    if not found:
        print(f"formats: no article of plain text in {arguments.data}")
    return 0 if found else 2


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
    formats = benches.add_parser("formats", help="the same articles read from six formats")
    formats.add_argument("--data", type=Path, help="folder of .txt files; else text is made up")
    formats.add_argument("--json", action="store_true", help="one JSON object as the last line")
    _add_speed(benches.add_parser("speed", help="our index beside its peers"))
    _add_load(benches.add_parser("load", help="interactions a second on a Discord of our own"))
    _add_faults(benches.add_parser("faults", help="faults in loops, and what must hold then"))
    return parser


def _add_load(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--corpus", type=Path, help="folder of articles; the samples without it")
    bench.add_argument("--rates", type=_whole_numbers, help="interactions a second, with commas")
    bench.add_argument("--profile", type=Path, help="file for a profile of the bot")
    bench.add_argument("--json", action="store_true", help="one JSON object as the last line")


def _whole_numbers(text: str) -> tuple[int, ...]:
    """Raises ValueError, which argparse tells."""
    return tuple(map(int, text.split(",")))


def _add_faults(bench: argparse.ArgumentParser) -> None:
    from bench.faults import PARTS

    bench.add_argument("--only", type=_names(PARTS), help=f"some of {','.join(PARTS)}")
    bench.add_argument("--kills", type=int, help="how many processes are killed over all")
    bench.add_argument("--json", action="store_true", help="one JSON object as the last line")


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
