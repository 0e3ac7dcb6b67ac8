"""Refdesk: answers a team's questions with sentences quoted from the team's own articles."""

__version__ = "0.1.0"
