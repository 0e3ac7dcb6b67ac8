"""Escaped text renders as the plain text, whatever it holds and wherever it stands."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat.escape import MAX_URL_CHARS, escape, safe_link, safe_url
from bot.text.unseen import fold
from tests.contract.markdown import Node, invites, kinds, pings, plain, render

LIVE = """** * __ _ ~~ || ` ``` > >>> # ## ### -# - + 1. 12) [a](https://b.cd) [ ] ( ) ]( <https://a.bc>
https://a.bc/d_e_f http://x steam://run/1 discord://-/users HTTPS://A.BC <@1> <@!22> <@&3> <#4>
<t:5> <t:-6:R> <:ok:7> <a:ok:8> </ask:9> <id:home> <a@b.cd> <+15550100> @everyone @here :smile:
:+1: ::skin-tone-2: discord.gg/abc discord.com/invite/abc \\ \\\\ \\* ¯\\_(ツ)_/¯ 10:30:15
“ ” ’ — C# a b . , é 中 ⭐ 👩\u200d💻 می\u200cخواهم \u202e \u2066 \u200b \u200f \ufeff \xad
\x00 \x1b \x9f \u2028 \x85"""
ALIVE = [
    *("**a**", "*a*", "_a_", "__a__", "***a***", "~~a~~", "||a||", "`a`", "``a``", "```a```"),
    *("# a", "## a", "### a", "-# a", "> a", ">>> a", "- a", "* a", "+ a", "1. a", "12) a"),
    *(" > a", " - a", "(**a**)", "[**a**", "[a](https://b.cd)", "[a](<https://b.cd>)"),
    *("https://a.bc/d", "x https://a.bc", "HTTP://A.BC", "steam://run/1", "discord://-/users"),
    *("<https://a.bc>", "<a@b.cd>", "<+15550100>", "<@1>", "<@!22>", "<@&3>", "<#4>", "@everyone"),
    *("@here", "<t:5>", "<t:-6:R>", "<:ok:7>", "<a:ok:8>", ":smile:", ":+1::skin-tone-2:"),
    *("</ask:9>", "<id:home>", "<sound:0:1>", "\\*", "\\<"),
]
TEXTS = st.text() | st.lists(
    st.sampled_from([*ALIVE, *re.split(r"[ \n]", LIVE), " ", "\n", "\t", "\u3000"]), max_size=12
).map("".join)
JOINERS = "\u200c\u200d"
DRAWN_FORMAT = (
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def seen(text: str) -> str:
    """What a reader sees of a text on one line, worked out one character at a time. Joiners are
    left out: whether one is seen depends on its neighbours."""
    line = ""
    for char in text:
        category = unicodedata.category(char)
        if char.isspace() or char in "\u2800\u3164\uffa0":
            line += "" if line.endswith(" ") else " "
        elif category == "Cs":
            line += "\ufffd"
        elif category == "Cc" or (category == "Cf" and char not in DRAWN_FORMAT):
            continue
        elif char not in "\u034f\u17b4\u17b5\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8":
            line += char if not is_reserved(char) else ""
    return line


def is_reserved(char: str) -> bool:
    """Unassigned code points that Unicode sets aside for characters that show nothing."""
    return char == "\u2065" or 0xE0000 <= ord(char) <= 0xE007F


def without_joiners(text: str) -> str:
    return text.translate({ord(joiner): None for joiner in JOINERS})


@pytest.mark.parametrize("text", ALIVE)
def test_what_lives_unescaped_is_plain_escaped(text: str) -> None:
    assert render(text) != [Node("text", text)]
    nodes = render(escape(text))
    assert [node.kind for node in nodes] == ["text"]
    assert plain(nodes) == text


@settings(deadline=None)
@given(TEXTS)
def test_an_escaped_text_renders_as_itself(text: str) -> None:
    nodes = render(escape(text))
    assert set(kinds(nodes)) <= {"text"}
    assert without_joiners(plain(nodes)) == seen(text)


@settings(deadline=None)
@given(TEXTS, st.sampled_from(["### {}", "-# {}", "> {}", "> - {}", "-# a · {} · b", "> {}\n-# b"]))
def test_nothing_comes_alive_in_any_line_of_a_card(text: str, line: str) -> None:
    """The blocks around are those of the line itself with a harmless word in its place."""
    rendered = render(line.format(escape(f"x{text}x")))
    assert list(kinds(rendered)) == list(kinds(render(line.format("word"))))
    bare = render(line.format(escape(text) or "word"))
    harmless = set(kinds(render(line.format("word"))))
    assert set(kinds(bare)) <= harmless
    assert seen(text).strip() in without_joiners(plain(bare))


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_a_highlight_is_bold_and_nothing_else_is(before: str, highlight: str, after: str) -> None:
    core = fold(highlight).strip()
    if not without_joiners(core):
        return
    line = f"> x{escape(before)}**{escape(core)}**{escape(after)}"
    (quote,) = render(line)
    bold = [node for node in quote.children if node.kind == "bold"]
    assert [without_joiners(plain([node])) for node in bold] == [without_joiners(core)]
    assert set(kinds(quote.children)) == {"text", "bold"}
    whole = seen(f"x{before}") + without_joiners(core) + seen(after)
    assert without_joiners(plain([quote])) == whole


@settings(deadline=None)
@given(TEXTS)
def test_no_server_side_scan_finds_a_ping_or_an_invite(text: str) -> None:
    assert pings(escape(text)) == []
    assert invites(escape(text)) == []


@settings(deadline=None)
@given(TEXTS)
def test_the_length_is_bounded_and_the_text_stays_on_one_line(text: str) -> None:
    escaped = escape(text)
    assert len(escaped) <= 2 * len(text) + 1
    assert len(escaped.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("In 2018. It rose", "In 2018. It rose"),
        ("2018. It rose", "2018\\. It rose"),
        ("“Curly” quotes — kept, isn’t it?", "“Curly” quotes — kept, isn’t it?"),
        ("up 3.5%, or $2.1bn (net)", "up 3.5%, or $2.1bn (net)"),
        ("see https://a.bc/d", "see https\\://a.bc/d"),
        (" two\t\n spaces  ", " two spaces "),
        ("\ud83d alone", "\ufffd alone"),
        ("", ""),
    ],
)
def test_ordinary_text_stays_almost_untouched(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_heading_keeps_the_number_sign_at_its_end() -> None:
    (heading,) = render(f"### {escape('What is C#')}")
    assert plain([heading]) == "What is C#"


def test_joiners_stay_where_they_shape_a_word_or_an_emoji() -> None:
    assert escape("می\u200cخواهم 👩\u200d💻") == "می\u200cخواهم 👩\u200d💻"
    assert escape("ev\u200der\u200cyone\u200d") == "everyone"


def test_every_unseen_format_character_goes_and_every_drawn_one_stays() -> None:
    every = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == "Cf"]
    kept = {char for char in every if fold(char)}
    assert kept == set(DRAWN_FORMAT) & set(every)


@pytest.mark.parametrize(
    "unit",
    ["[a](", "**", "_a", "`", "<t:", ":a", "@", "\\", "https://", "1.", " ", "\u200d", "é\u200d"],
)
def test_long_hostile_texts_take_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    escape(text)
    safe_link(text, "https://example.org/")
    assert time.process_time() - start < 3.0


# links

URLS = st.sampled_from(
    [
        "https://example.org/a_(b)_c?d=*e*&f=%20#g",
        "http://example.org:8080",
        "https://bücher.example/ü",
        "https://example.org/@everyone/@ana",
        "HTTPS://EXAMPLE.ORG/",
        "javascript:alert(1)",
        "https://",
        "",
    ]
)


@settings(deadline=None)
@example("0DISCORD.GG/0", "https://example.org/")
@given(TEXTS, URLS | TEXTS | TEXTS.map("https://example.org/".__add__))
def test_a_link_shows_its_label_and_leads_to_its_address(label: str, url: str) -> None:
    nodes = render(f"-# · {safe_link(label, url)} · 17 Aug")
    assert set(kinds(nodes)) <= {"subtext", "text", "link"}
    links = [node for node in nodes[0].children if node.kind == "link"]
    assert [node.text for node in links] == ([safe_url(url)] if safe_url(url) else [])
    assert seen(label).strip() in without_joiners(plain(nodes))
    assert pings(safe_link(label, url)) == []


def test_a_plain_label_is_the_link_itself() -> None:
    assert safe_link("Talks: round 3 | Ledger", "https://example.org/a") == (
        "[Talks: round 3 | Ledger](<https://example.org/a>)"
    )


@pytest.mark.parametrize(
    "label",
    [
        "[Op-Ed] Talks",
        "snake_case",
        "5 ⭐",
        "a \u2600\ufe0f",
        "1\ufe0f\u20e3",
        "https://a.bc",
        "a ] b",
    ],
)
def test_a_label_that_discord_would_change_stands_before_the_link(label: str) -> None:
    nodes = render(safe_link(label, "https://example.org/"))
    assert plain(nodes) == f"{label} (link)"
    assert nodes[1] == Node("link", "https://example.org/", [Node("text", "link")])


def test_an_address_is_written_in_ascii() -> None:
    assert safe_url("https://bücher.example/ü_(\u202e)") == (
        "https://xn--bcher-kva.example/%C3%BC_%28%E2%80%AE%29"
    )
    assert safe_url("https://example.org/@ana?@here") == "https://example.org/@ana?%40here"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://good.example@evil.example/",
        "https://example.org/a b",
        "https://example.org/<a>",
        "https://[::1]/",
        "https://exa mple.org",
        "https://a..b/",
        "https://example.org:port/",
        "https:///path",
        "//example.org/",
        "https://example.org/\n",
        "https://example.org/" + "a" * MAX_URL_CHARS,
        "https://example.org/" + "é" * (MAX_URL_CHARS // 3),
    ],
)
def test_an_unsafe_address_is_no_link(url: str) -> None:
    assert safe_url(url) is None
    assert safe_link("Title *one*", url) == "Title \\*one\\*"
