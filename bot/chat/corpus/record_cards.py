"""What moderators see of the log: what was left unanswered, how much is asked. Pure."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.answer.chart import alt_usage
from bot.answer.wording import plural
from bot.chat import ids
from bot.chat.escape import escape
from bot.chat.lines import OUTLET_CHARS, listed, shorten
from bot.chat.parts import button, card, pager
from bot.log.reports.stats import Stats
from bot.log.reports.unanswered import Unanswered, Wanted, asked_by, people

GROUPS_PER_PAGE = 5
SHOWN_GROUPS = 100
QUESTION_CHARS = 200
SOURCES_SHOWN = 5
PICTURE = "use.png"
ADD = "Add an article"


def unanswered_card(report: Unanswered, days: int, page: int) -> ui.LayoutView:
    """A page, counted from 0 and clamped to what there is, of what is still unanswered."""
    count = max(1, -(-len(report.wanted) // GROUPS_PER_PAGE))
    page = min(max(page, 0), count - 1)
    shown = report.wanted[page * GROUPS_PER_PAGE : (page + 1) * GROUPS_PER_PAGE]
    body: list[ui.Item[Any]] = [ui.TextDisplay(_head(report, days))]
    for each in shown:
        adding = button(ids.fill(each.key), label=ADD)
        body.append(ui.Section(ui.TextDisplay(_wanted(each)), accessory=adding))
    if foot := _foot(report):
        body.append(ui.TextDisplay(foot))
    if count > 1:
        back = ids.unanswered(days, max(page - 1, 0), forward=False)
        onward = ids.unanswered(days, min(page + 1, count - 1), forward=True)
        body.append(pager("unanswered", back, onward, page, count))
    return card(body, answered=False)


def stats_card(stats: Stats, *, pictured: bool) -> ui.LayoutView:
    """How much was asked; `pictured` says that PICTURE is attached."""
    usage = stats.usage
    lines = [
        f"### Questions, {usage.extent}",
        usage.said[0].upper() + usage.said[1:],
    ]
    if usage.asked:
        questions = plural(usage.asked - stats.timelines, "question")
        by = f" by {people(stats.people)}" if stats.people else ""
        lines.append(f"{questions} and {plural(stats.timelines, 'timeline')}{by}")
    lines.append(_votes(stats))
    if stats.busiest:
        hours = [f"{hour:02}–{(hour + 1) % 24:02} h" for hour in stats.busiest]
        lines.append(f"Busiest: {listed(hours, len(hours))} UTC")
    if stats.median_ms is not None:
        lines.append(f"An answer takes {stats.median_ms:.0f} ms (median)")
    if stats.failures:
        lines.append(f"{plural(stats.failures, 'error')}; the people who run this bot see which")
    if usage.sources:
        names = [
            f"{escape(shorten(source.name, OUTLET_CHARS))} ({source.quotes:,})"
            for source in usage.sources[:SOURCES_SHOWN]
        ]
        lines.append(f"Quoted most: {listed(names, len(names))}")
    body: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(lines))]
    if pictured:
        picture = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=alt_usage(usage))
        body.append(ui.MediaGallery(picture))
    return card(body, answered=True)


def _head(report: Unanswered, days: int) -> str:
    since = "today" if days == 1 else f"in the last {days:,} days"
    if not report.refusals:
        return f"### Nothing was left unanswered {since}"
    if not report.open:
        return f"### Nothing is left unanswered {since}"
    asked = plural(sum(each.asks for each in report.wanted), "ask")
    shown = "" if report.open == len(report.wanted) else f", the first {len(report.wanted):,} shown"
    questions = plural(report.open, "question")
    return f"### Left unanswered {since}\n{questions}{shown}, {asked}; the most asked first"


def _foot(report: Unanswered) -> str:
    lines = []
    if report.since_answered:
        names = [f"“{escape(shorten(each.question, 60))}”" for each in report.since_answered]
        lines.append(f"-# Answered since: {listed(names, 3)}")
    if report.left_out:
        lines.append(f"-# {plural(report.left_out, 'older refusal')} not looked at")
    return "\n".join(lines)


def _wanted(each: Wanted) -> str:
    return (
        f"**{escape(shorten(each.question, QUESTION_CHARS))}**\n"
        f"-# {asked_by(each)} · last <t:{int(each.last_asked)}:R>"
        f" · best match {each.nearest * 100:.0f} %"
    )


def _votes(stats: Stats) -> str:
    votes = stats.helpful + stats.unhelpful
    if not votes:
        return "No 👍 or 👎 yet"
    return f"👍 {stats.helpful:,} · 👎 {stats.unhelpful:,}"
