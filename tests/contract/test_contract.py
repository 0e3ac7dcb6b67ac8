"""The contract takes what Discord takes, and says of the rest what is wrong."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.contract.contract import assert_request, problems_of
from tests.contract.extract import EXTRACT, OPERATIONS, extract, write

CALLBACK = "/interactions/11/a-token/callback"
COMMANDS = "/applications/7/commands"
QUIET: dict[str, list[str]] = {"parse": []}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(custom_id: str = "page:1", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Next", "custom_id": custom_id} | more


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def card(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    container = {"type": 17, "components": list(parts)}
    return {"components": [container], "flags": 1 << 15, "allowed_mentions": QUIET} | more


def gallery(url: str = "attachment://a.png", **more: Any) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": url}, "spoiler": False} | more]}


def attached(*names: str) -> dict[str, Any]:
    files = [{"id": number, "filename": name} for number, name in enumerate(names)]
    return {"attachments": files}


def answer(data: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": 4, "data": data}


SLASH: dict[str, Any] = {
    "type": 1,
    "name": "ask",
    "description": "Ask the articles",
    "nsfw": False,
    "contexts": [0, 1],
    "default_member_permissions": 32,
    "options": [
        {
            "type": 3,
            "name": "question",
            "description": "What?",
            "required": True,
            "max_length": 300,
        },
        {"type": 3, "name": "source", "description": "Which outlet", "autocomplete": True},
    ],
}
MENU: dict[str, Any] = {"type": 3, "name": "Find sources"}

TAKEN: list[tuple[str, str, Any]] = [
    ("POST", CALLBACK, answer(card(text("### Who?"), {"type": 14}, row(button(), button("x"))))),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("POST", CALLBACK, {"type": 6}),
    ("POST", CALLBACK, {"type": 7, "data": card(text("next"))}),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "Ledger", "value": "ledger"}]}}),
    ("POST", f"https://discord.com/api/v10{CALLBACK}?with_response=1", answer(card(text("a")))),
    ("POST", "/webhooks/7/a-token", card(text("-# [a](<https://example.org/>)"), flags=1 << 15)),
    ("PATCH", "/webhooks/7/a-token/messages/@original", card(text("more"))),
    ("PATCH", "/webhooks/7/a-token/messages/99", {"content": "x", "allowed_mentions": QUIET}),
    ("DELETE", "/webhooks/7/a-token/messages/@original", None),
    ("POST", "/channels/5/messages", card(text("shared"), flags=(1 << 15) | 64)),
    ("POST", CALLBACK, answer({"flags": 64, "allowed_mentions": QUIET} | attached("a.csv"))),
    ("POST", "/webhooks/7/a-token", card(text("a"), gallery(), **attached("a.png"))),
    (
        "PATCH",
        "/webhooks/7/a-token/messages/@original",
        card(text("a"), gallery(description="d" * 1024), **attached("a.png")),
    ),
    (
        "POST",
        CALLBACK,
        {"type": 7, "data": card(gallery(), attachments=[{"id": "12", "filename": "a.png"}])},
    ),
    ("POST", CALLBACK, {"type": 7, "data": card(text("a"), attachments=[])}),
    ("PUT", COMMANDS, [SLASH, MENU]),
    ("PUT", "/applications/7/guilds/8/commands", []),
    ("GET", "/users/@me", None),
]

REFUSED: list[tuple[str, Any, str]] = [
    (CALLBACK, None, "the body is missing"),
    (CALLBACK, {"data": {}}, "nothing of this kind|'type' is a required property"),
    (CALLBACK, {"type": 3}, "nothing of this kind"),
    (CALLBACK, {"type": "4"}, "nothing of this kind"),
    (CALLBACK, answer(card(text("a"), colour=1)), "'colour' was unexpected"),
    (CALLBACK, answer(card(text("a" * 4001))), "$.data.components[0].components[0].content"),
    (CALLBACK, answer(card(text("a" * 2001), text("a" * 2000))), "4001 characters"),
    (CALLBACK, answer(card(text("  "))), "blank"),
    (CALLBACK, answer(card(text(""))), "should be non-empty"),
    (CALLBACK, answer(card(*[text("a")] * 40)), "41 components"),
    (CALLBACK, answer(card(text("a"), content="hello")), "content beside"),
    (CALLBACK, answer(card(text("a"), embeds=[{"title": "a"}])), "embeds beside"),
    (CALLBACK, answer(card(text("a"), flags=0)), "without the flag"),
    (CALLBACK, answer({"flags": 1 << 15, "components": []}), "without a component"),
    (CALLBACK, answer({}), "an empty message"),
    (CALLBACK, answer({"content": "a" * 2001, "allowed_mentions": QUIET}), "is too long"),
    (CALLBACK, answer(card(row(button(), button()))), "custom_id used twice: page:1"),
    (CALLBACK, answer(card(row(button("a" * 101)))), "is too long"),
    (CALLBACK, answer(card(row(button(label="a" * 81)))), "is too long"),
    (CALLBACK, answer(card(row(*[button(str(n)) for n in range(6)]))), "is too long"),
    (CALLBACK, answer(card(row(button(url="https://example.org/")))), "takes no url"),
    (CALLBACK, answer(card(row({"type": 2, "style": 5, "label": "a"}))), "needs a url"),
    (CALLBACK, answer(card(row(button(label=None)))), "neither label nor emoji"),
    (CALLBACK, answer(card(row(button(style=9)))), ".style"),
    (CALLBACK, answer(card(button())), "nothing of this kind belongs here"),
    (CALLBACK, answer(card(text("hi <@1>"))), "a live mention"),
    (CALLBACK, answer(card(text("see https://example.org"))), "a live url"),
    (CALLBACK, answer(card(text("a"), allowed_mentions={"parse": ["users"]})), "rule out"),
    (CALLBACK, answer(card(text("a"), allowed_mentions=None)), "rule out"),
    (CALLBACK, answer(card(gallery())), "a picture that is not attached: attachment://a.png"),
    (CALLBACK, answer(card(gallery(), **attached("b.png"))), "not attached"),
    (CALLBACK, {"type": 7, "data": card(gallery(), attachments=[])}, "not attached"),
    (CALLBACK, {"type": 7, "data": card(gallery())}, "not attached"),
    (CALLBACK, answer(card(gallery(description="d" * 1025), **attached("a.png"))), "description"),
    (CALLBACK, answer(card(gallery(description=""), **attached("a.png"))), "description"),
    (CALLBACK, answer(card({"type": 12, "items": []})), "items"),
    (CALLBACK, answer(attached(*map(str, range(11)))), "attachments"),
    (CALLBACK, {"type": 8, "data": {"choices": [{"name": "", "value": "a"}]}}, "choices[0].name"),
    (CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": ""}]}}, "value too long"),
    (CALLBACK, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}] * 26}}, "too long"),
    ("/users/@me/channels", {"recipient_id": 1}, "not an operation of the extract"),
    ("/webhooks/7/t", card(text("a")) | {"thread": "a"}, "'thread' was unexpected"),
]


@pytest.mark.parametrize(("method", "path", "body"), TAKEN)
def test_what_discord_takes_passes(method: str, path: str, body: Any) -> None:
    assert_request(method, path, body)


@pytest.mark.parametrize(("path", "body", "told"), REFUSED)
def test_what_discord_refuses_is_told(path: str, body: Any, told: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_request("POST", path, body)
    assert any(each in str(failure.value) for each in told.split("|"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": "Ask"}, "not a name for a slash command"),
        ({"name": "a b"}, "not a name for a slash command"),
        ({"name": ""}, "[0].name"),
        ({"description": None}, "no description"),
        ({"description": "a" * 101}, "[0].description"),
        ({"options": SLASH["options"][::-1]}, "a required option after an optional one"),
        ({"options": [SLASH["options"][0]] * 2}, "two options of one name"),
        ({"options": [{"type": 12, "name": "a", "description": "b"}]}, "[0].options[0]"),
        ({"options": [{"type": 3, "name": "a"}]}, "'description' is a required property"),
        ({"type": 3}, "neither description nor options"),
        ({"kind": 3}, "'kind' was unexpected"),
    ],
)
def test_a_command_that_discord_refuses_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(AssertionError) as failure:
        assert_request("PUT", COMMANDS, [SLASH | change])
    assert told in str(failure.value)


def test_more_commands_than_a_scope_holds_are_told() -> None:
    menus = [MENU | {"name": f"Menu {number}"} for number in range(16)]
    assert problems_of("PUT", COMMANDS, menus) == ["more than 15 commands of type 3"]
    assert problems_of("PUT", COMMANDS, [MENU, MENU]) == [
        "two commands of one name and type: (3, 'Find sources')"
    ]


def test_one_mistake_deep_in_a_card_is_told_alone_and_with_its_place() -> None:
    body = answer(card(text("a"), row(button(disabled="no"))))
    assert problems_of("POST", CALLBACK, body) == [
        "$.data.components[0].components[1].components[0].disabled: "
        "'no' is not of type 'boolean', 'null'"
    ]


def test_an_id_may_be_a_number_or_its_digits() -> None:
    for mention in (12, "12"):
        body = card(text("a"), allowed_mentions={"parse": [], "users": [mention]})
        assert problems_of("POST", "/channels/5/messages", body) == [
            "allowed_mentions does not rule out every mention"
        ]
    refused = card(text("a"), allowed_mentions={"users": ["x12"]})
    assert "allowed_mentions.users[0]" in problems_of("POST", "/channels/5/messages", refused)[0]


# the extract


def test_the_extract_holds_every_operation_and_all_it_refers_to(tmp_path: Path) -> None:
    kept = json.loads(EXTRACT.read_text(encoding="utf-8"))
    assert {(m, p) for p, methods in kept["paths"].items() for m in methods} == set(OPERATIONS)
    again = extract(copy.deepcopy(kept))
    assert again == kept
    write(again, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == EXTRACT.read_bytes()


def test_the_extract_leaves_out_what_no_request_reaches() -> None:
    kept = json.loads(EXTRACT.read_text(encoding="utf-8"))
    kept["components"]["schemas"]["Unreached"] = {"type": "object"}
    kept["paths"]["/guilds"] = {"post": {"operationId": "create_guild"}}
    kept["paths"]["/users/@me"]["patch"] = {"operationId": "update_my_user"}
    assert "Unreached" not in (again := extract(kept))["components"]["schemas"]
    assert "/guilds" not in again["paths"]
    assert list(again["paths"]["/users/@me"]) == ["get"]
