"""Forms (Discord's modals) that are found by their id alone, so that they survive a restart."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.chat.admission import admit
from bot.chat.faults import report
from bot.chat.lines import label
from bot.text.unseen import plain

if TYPE_CHECKING:
    from bot.chat.client import Client

TITLE_UNITS = 45
"""Of a form's title; Discord's limit."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line to fill in: `value` stands there already, `most` characters fit, `hint` shows while
    the line is empty."""

    name: str
    label: str
    value: str
    most: int
    hint: str


def form(custom_id: str, title: str, fields: Sequence[Field]) -> ui.Modal:
    """No field is required. discord.py will not keep it: what is filled in is found by the id."""
    modal = ui.Modal(title=label(title, TITLE_UNITS), timeout=None, custom_id=custom_id)
    for each in fields:
        line: ui.TextInput[ui.Modal] = ui.TextInput(
            custom_id=each.name,
            default=plain(each.value)[: each.most] or None,
            placeholder=each.hint,
            max_length=each.most,
            required=False,
        )
        modal.add_item(ui.Label(text=each.label, component=line))
    modal.stop()
    return modal


class Form(ABC):
    """What happens when a form whose id fits `template` has been filled in."""

    template: str

    @abstractmethod
    async def submit(
        self,
        interaction: discord.Interaction[Client],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        """`values` by the fields' names; whatever this raises is told and logged by the caller."""


async def submitted(interaction: discord.Interaction[Client], forms: Sequence[Form]) -> None:
    """Hand a filled-in form to the one of `forms` that it is of. Raises nothing."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    data = cast(Mapping[str, Any], interaction.data or {})
    for each in forms:
        if match := re.fullmatch(each.template, str(data.get("custom_id", ""))):
            try:
                await admit(interaction)
                await each.submit(interaction, match, dict(_values(data.get("components", ()))))
            except Exception as error:
                await report(interaction, error)
            return


def _values(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in components:
        inner = each.get("component") or each
        if "value" in inner:
            yield str(inner["custom_id"]), plain(str(inner["value"] or ""))
        yield from _values(each.get("components", ()))
