"""The buttons and the form of an upload: keep, replace, edit, drop, keep all, turn the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord

from bot.articles.edits import Edit
from bot.articles.keeping import TakenError
from bot.articles.members import Hidden
from bot.chat.corpus import ids
from bot.chat.corpus.correcting import edit_of, fields, shown, typed_of
from bot.chat.corpus.group import check_moderator
from bot.chat.corpus.ids import Does
from bot.chat.corpus.kept import kept_text, left_out
from bot.chat.corpus.moderating import ModeratorPress, audit
from bot.chat.corpus.upload_cards import corrected, upload_card
from bot.chat.escape import escape
from bot.chat.forms import Form, form
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.keeper import Kept, NotReloadedError, reachable
from bot.desk.pending import Item, State, Upload
from bot.errors import QuestionError, RefdeskError, StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

DONE = "That file has been kept or dropped already."


class UploadButton(ModeratorPress, template=ids.UPLOAD):
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        does, index = Does(self.match["what"]), int(self.match["number"])
        upload = _found(interaction, self.key, index)
        reply = Reply(interaction, private=True)
        if does is Does.EDIT:
            item = _editable(upload.items[index])
            await interaction.response.send_modal(_form(upload, index, item))
            return
        notice = ""
        if does not in (Does.BACK, Does.ONWARD):
            notice = await reply.wait(_do(interaction, upload, index, does, hidden))
        await reply.edit(upload_card(upload, index, notice))


class UploadForm(Form):
    template = ids.UPLOAD_FORM

    async def submit(
        self,
        interaction: discord.Interaction[Client],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        check_moderator(interaction)
        index = int(match["number"])
        upload = _found(interaction, match["key"], index)
        item = _editable(upload.items[index])
        reply = Reply(interaction, private=True)
        item.typed = typed_of(values)
        document = item.previews[0].document
        assert document is not None
        try:
            edit = edit_of(item.typed, document.article, corrected(item))
        except QuestionError as error:
            await reply.edit(upload_card(upload, index, f"⚠ {escape(str(error))}"))
            return
        hidden = hidden_from(interaction, private=True)
        await reply.wait(_preview_again(interaction, upload, item, edit, hidden))
        item.typed = None
        await reply.edit(upload_card(upload, index))


async def _do(
    interaction: discord.Interaction[Client],
    upload: Upload,
    index: int,
    does: Does,
    hidden: Hidden,
) -> str:
    """What is to be said of it on the card, if anything."""
    async with upload.lock:
        if does is Does.KEEP_ALL:
            waiting = [each for each in upload.items if each.waiting and not each.taken]
            return await _keep_all(interaction, upload, waiting, hidden)
        item = _waiting(upload.items[index])
        if does is Does.DROP:
            item.end(State.DROPPED)
            return ""
        over = does is Does.REPLACE
        if not (notice := await _put(interaction, upload, item, hidden, over=over)):
            await _take_over(interaction, [item])
        return notice


async def _keep_all(
    interaction: discord.Interaction[Client], upload: Upload, items: list[Item], hidden: Hidden
) -> str:
    """One reload for all of them; a file that cannot be kept costs the others nothing."""
    failed: list[str] = []
    put: list[Item] = []
    for item in items:
        try:
            if notice := await _put(interaction, upload, item, hidden, over=False):
                failed.append(notice)
            else:
                put.append(item)
        except RefdeskError as error:
            failed.append(f"⚠ {escape(str(error))}")
    if put:
        await _take_over(interaction, put)
    return "\n".join([f"Kept {len(put):,} of {len(items):,} files.", *dict.fromkeys(failed)])


async def _put(
    interaction: discord.Interaction[Client],
    upload: Upload,
    item: Item,
    hidden: Hidden,
    *,
    over: bool,
) -> str:
    """Why the file is not kept yet, if it is not. Raises CorpusError when it could not be."""
    reachable(item.path, hidden)
    keeper = interaction.client.desk.keeper
    try:
        await keeper.put(upload.collection, item.name, item.data, item.edit, replace=over)
    except TakenError:
        item.taken = True
        return "⚠ A file of that name has come meanwhile. “Replace” puts this one in its stead."
    audit(interaction, "replaced" if over else "added", item.path)
    return ""


async def _take_over(interaction: discord.Interaction[Client], items: list[Item]) -> None:
    """Reload, and say on each file what has become of it."""
    desk = interaction.client.desk
    made = "The file is kept" if len(items) == 1 else "The files are kept"
    try:
        report = await desk.keeper.reloaded(made)
    except NotReloadedError as error:
        for item in items:
            item.end(State.KEPT, f"⚠ {escape(str(error))}")
        return
    seen = desk.seen(hidden_from(interaction, private=True))
    for item in items:
        kept = Kept(item.path, report)
        item.end(State.KEPT, kept_text(kept, seen, left_out(kept)))


async def _preview_again(
    interaction: discord.Interaction[Client],
    upload: Upload,
    item: Item,
    edit: Edit,
    hidden: Hidden,
) -> None:
    keeper = interaction.client.desk.keeper
    async with upload.lock:
        _waiting(item)
        item.previews = await keeper.preview(
            item.name, item.data, upload.collection, edit=edit, hidden=hidden
        )
        item.edit = edit


def _found(interaction: discord.Interaction[Client], key: str, index: int) -> Upload:
    pending = interaction.client.desk.keeper.pending
    upload = pending.find(key, interaction.user.id, interaction.guild_id)
    if index >= len(upload.items):
        raise StaleError(DONE)
    return upload


def _waiting(item: Item) -> Item:
    if not item.waiting:
        raise StaleError(DONE)
    return item


def _editable(item: Item) -> Item:
    if not _waiting(item).single:
        raise StaleError(DONE)
    return item


def _form(upload: Upload, index: int, item: Item) -> discord.ui.Modal:
    document = item.previews[0].document
    assert document is not None
    typed = item.typed or shown(document.article)
    return form(ids.upload_form(upload.key, index), f"Edit {item.name}", fields(typed))
