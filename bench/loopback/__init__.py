"""A Discord of our own on this machine, as far as benches and tests share it: what it says, what
its client makes of text, how the bot is aimed at it."""
