"""A story as a web page of a newspaper, with all that stands around an article there."""

from __future__ import annotations

import random
import re
from html import escape
from textwrap import fill

from bench.formats.made import Part, Run, Story

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>{title} | {outlet}</title>
<link rel="canonical" href="https://news.example.org/{name}">
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{outlet}">
<meta name="author" content="{author}">
<meta property="article:published_time" content="{day}T23:40:00-05:00">
<style>p {{ margin: 1em }}</style><script>var ads = ["<p>Not text.</p>"];</script></head>
<body class="page">
<div id="cookie-consent"><p>We and our 143 partners use cookies to keep this site running and to
measure who reads it. You can change your mind at any time.</p><button>Accept all</button></div>
<header class="site"><a href="/">{outlet}</a><nav><ul><li><a href="/news">News</a></li>
<li><a href="/harbour">Harbour and shipping</a></li><li><a href="/weather">Weather</a></li></ul>
</nav></header>
<main><article>
<header><h1>{title}</h1><p class="byline">By <a href="/staff">{author}</a></p>
<time datetime="{day}">{written}</time></header>
<figure><img src="bridge.jpg" alt="A bridge"><figcaption>The bridge at dusk. Photo: A. Nyman
</figcaption></figure>
<div class="story-body">
{body}
</div>
<div class="share-tools"><span>Share this story</span><a href="#">Post</a><a href="#">Mail</a></div>
</article>
<aside class="related"><h2>Related stories</h2><ul>{related}</ul>
<p>Our harbour letter comes every Thursday, with what the week in shipping has brought.</p></aside>
<section id="comments"><h2>3 comments</h2><div class="comment"><p>I was there, and it was nothing
like what your paper has printed this morning, believe me.</p></div></section></main>
<footer><p>© 2026 {outlet}. All rights reserved. Printed in East Harrow since 1887.</p></footer>
</body></html>
"""
_BOXED = re.sub("<(/?)(?:main|article)>", r"<\1div>", _PAGE)
_PROMOTION = """<div class="promo-block_x81"><p>Nobody knows the harbour as we do: read the paper
for a month, and pay nothing for it.</p></div>"""
_TAGS = {"bold": "strong", "italic": "em"}
_NAMED = {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "é": "&eacute;", "…": "&hellip;"}
_RELATED = (
    "Ferry to São Brás runs again after eleven weeks in dry dock",
    "What the new tolls mean for the smallest boats",
    "Ice on the inner harbour: a guide for those who have to cross it",
)


def html(story: Story, *, boxed: bool = False) -> tuple[bytes, tuple[str, ...]]:
    """The page in UTF-8, and its paragraphs as a browser shows them: the source's lines are
    wrapped, some characters are entities, and here and there a line break ends a line.

    With `boxed` each paragraph has an element to itself, between some of them stands what sells
    the paper, and no element says that it is the article.
    """
    rng = random.Random(story.name)
    kept: list[str] = []
    fields = {"title": story.title, "outlet": story.outlet, "author": story.author}
    lines = _body(story, rng, kept)
    page = (_BOXED if boxed else _PAGE).format(
        body="\n".join(_boxed(lines) if boxed else lines),
        related="".join(f'<li><a href="/x">{escape(each)}</a></li>' for each in _RELATED),
        name=story.name,
        day=story.day.isoformat(),
        written=f"{story.day:%B} {story.day.day}, {story.day.year}",
        **{key: escape(text) for key, text in fields.items()},
    )
    return page.encode(), tuple(kept)


def _boxed(lines: list[str]) -> list[str]:
    boxes: list[str] = []
    for number, line in enumerate(lines):
        inner = line.startswith(("<p", "<h2"))
        boxes.append(f'<div class="block css-1f{number % 3}q">{line}</div>' if inner else line)
        if number % 7 == 4 and inner:
            boxes.append(_PROMOTION)
    return boxes


def _body(story: Story, rng: random.Random, kept: list[str]) -> list[str]:
    lines: list[str] = []
    items: list[str] = []
    for part in story.parts:
        inner, shown = _inner(part, rng)
        if part.kind != "heading":
            kept.append(shown)
        if part.kind == "item":
            items.append(f"  <li>{inner}</li>")
            continue
        lines += _list(items)
        items = []
        if part.kind == "heading":
            lines.append(f"<h2>{inner}</h2>")
        elif part.kind == "quote":
            lines.append(f"<blockquote>\n  <p>{inner}</p>\n</blockquote>")
        else:
            lines.append(f"<p>{inner}</p>")
        if rng.random() < 0.08:
            lines.append('<p class="more">Read more: <a href="/y">How tolls are set</a></p>')
    return lines + _list(items)


def _list(items: list[str]) -> list[str]:
    return ["<ul>", *items, "</ul>"] if items else []


def _inner(part: Part, rng: random.Random) -> tuple[str, str]:
    """The inside of a paragraph's element, and what it shows."""
    marked = "".join(_inline(run) for run in part.runs)
    if rng.random() < 0.5:
        marked = re.sub("[“”—é…]", lambda found: _NAMED[found[0]], marked)
    shown = part.text
    if shown.count(". ") == marked.count(". ") > 0 and rng.random() < 0.1:
        marked, shown = marked.replace(". ", ".<br>", 1), shown.replace(". ", ".\n", 1)
    return fill(marked, 96, break_long_words=False, break_on_hyphens=False), shown


def _inline(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.mark == "link":
        return f'<a class="in-text" href="/z?a=1&amp;b=2">{text}</a>'
    tag = _TAGS.get(run.mark)
    return f"<{tag}>{text}</{tag}>" if tag else text
