"""Text that people and files may hold and that should do nothing but be shown."""

from __future__ import annotations

from random import Random

PIECES = [
    *("@everyone", "@here", "<@1>", "<@!42>", "<@&8001>", "<#9001>", "</ask:1>", "<id:customize>"),
    *("<t:1700000000:R>", "<t:0>", ":wave:", "<:a:1>", "<a:b:2>", "🙂", "👩‍👩‍👧‍👦", "e\u0301" * 9),
    *(
        "**bold**",
        "**",
        "***x***",
        "__u__",
        "_i_",
        "~~s~~",
        "||spoiler||",
        "`code`",
        "```py\nx\n```",
    ),
    *("# heading", "## ", "-# small", "> quote", ">>> all", "- item", "1. one", "* star", "\\"),
    *("[a](https://x.example)", "[a](<https://x.example>)", "[[[[", "](", "[" * 60, "[a](" * 40),
    *("https://x.example/a_b_c", "discord.gg/abc", "http://", "www.x.example", "a@b.example"),
    *("\u202e" + "txet", "\u2066a\u2069", "\u200f", "\u200b" * 9, "\ufeff", "\u00ad", "\u2028"),
    *("\x00", "\x1b[31m", "\x07", "\ud83d", "\udc00", "\ufffe", "\U000e0041", "\U0010ffff"),
    *("(a+)+$" + "a" * 30 + "!", "a" * 120, "'" * 50, "“" * 50, "." * 90, "-" * 90, " " * 90),
    *("'; DROP TABLE answers; --", '" OR "1"="1', "{0}", "%s%n", "${x}", "../../etc/passwd"),
    *(
        "ﷺ" * 20,
        "Z\u0335\u0321\u0322" * 12,
        "中美贸易" * 8,
        "हिन्दी",
        "שלום",
        "مرحبا",
        "\t\t",
        "\r\n",
    ),
    *("in 0000-00-00", "on 31 Feb 99999", "1e309", "9" * 60, "²³½", "ⅷ", "İstanbul", "ß" * 20),
]
"""What Discord's Markdown, bidirectional text, patterns, databases and shells would act on."""

PLAIN = "the gauge keepers lock barges centimetres edition wrote stood beams river".split()

QUESTION_CHARS = 300
"""The longest question that is answered."""

LONG_CHARS = 4_000
"""As long as a message may be, which "Find sources" takes."""


def hostile(chance: Random, chars: int) -> str:
    """Pieces and plain words in any order, at most `chars` long."""
    text = ""
    while len(text) < chars:
        joint = chance.choice(["", " ", " ", "\n"])
        text += joint + chance.choice(PIECES if chance.random() < 0.6 else PLAIN)
    return text[: chance.randint(min(3, chars), chars)]


def questions(chance: Random, count: int) -> list[str]:
    """Each piece alone, each between plain words, each over and over, then mixtures; `count` in
    all at least."""
    alone = [(piece * 3)[:QUESTION_CHARS] for piece in PIECES]
    between = [f"What did the keepers of the gauge {piece} write?"[:300] for piece in PIECES]
    over = [(piece * QUESTION_CHARS)[:QUESTION_CHARS] for piece in PIECES]
    mixed = [hostile(chance, QUESTION_CHARS) for _ in range(count - 3 * len(PIECES))]
    return [*alone, *between, *over, *mixed]


def article(chance: Random, number: int) -> bytes:
    """A file whose header and paragraphs are hostile; what cannot be encoded is left out."""

    def line(chars: int) -> str:
        return " ".join(hostile(chance, chars).split()).replace('"', "'").replace("\\", "")

    paragraphs = [
        f"The keepers of gauge {number} wrote on {1 + part} May 2019 that {hostile(chance, size)} "
        "stood at nine centimetres."
        for part, size in enumerate(chance.choices((40, 200, 900), k=5))
    ]
    head = f'---\ntitle: "{line(150)}"\nsource: "{line(60)}"\nurl: "https://x.example/{line(30)}"\n'
    text = f"{head}date: 2019-05-{1 + number % 28:02}\n---\n\n" + "\n\n".join(paragraphs)
    return text.encode("utf-8", "ignore").replace(b"\x00", b"")
