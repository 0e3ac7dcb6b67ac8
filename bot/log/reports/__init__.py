"""What moderators are told of the log: plain values, read beside the one who writes.

`unanswered` groups what was refused (`alike` says which questions are one), `usage` counts,
`export` writes the log out. All read the file, so call them in a thread. Of a server's id they look
at that server's rows alone; None, which only the operator's terminal uses, means all rows.
"""
