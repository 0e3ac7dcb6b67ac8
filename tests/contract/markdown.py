"""See bench.loopback.markdown, which benches use as well."""

from __future__ import annotations

from bench.loopback.markdown import Node, invites, kinds, pings, plain, render

__all__ = ["Node", "invites", "kinds", "pings", "plain", "render"]
