"""``corpus …``: what moderators do, in a terminal. None of it needs a bot; a running one sees what
has changed in the folder by itself."""
