"""From the parsed command line to the command of this room that it names."""

from __future__ import annotations

import argparse
import asyncio

from bot.settings import Settings


def obey(parsed: argparse.Namespace, settings: Settings) -> int | None:
    """The exit code; None for an action that is another's. Raises RefdeskError."""
    from bot.console.corpus import keeping, looking

    folder, log_path = settings.corpus_dir, settings.log_path
    match parsed.action:
        case "add":
            return keeping.add_files(
                folder, parsed.file, parsed.collection, _asked(parsed), over=parsed.replace
            )
        case "edit":
            work = keeping.edit_article(
                folder, log_path, parsed.article, _asked(parsed), clear=parsed.clear
            )
            return asyncio.run(work)
        case "remove":
            return keeping.remove_file(folder, parsed.path, yes=parsed.yes)
        case "undo":
            return keeping.undo_removal(folder, parsed.token)
        case "list":
            wanted = parsed.filter or ""
            work = looking.list_articles(folder, log_path, wanted, parsed.collection, parsed.json)
            return asyncio.run(work)
        case "show":
            return asyncio.run(looking.show_article(folder, log_path, parsed.article))
        case "reload":
            return asyncio.run(looking.reload(folder, log_path))
        case "status":
            return asyncio.run(looking.show_status(folder, log_path, parsed.json))
    return None


def _asked(parsed: argparse.Namespace) -> tuple[str | None, str | None, str | None]:
    return parsed.title, parsed.date, parsed.source
