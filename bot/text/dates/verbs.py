"""Words that tell whether a clause speaks of the past or of what is to come."""

from __future__ import annotations

from typing import Final

MODALS: Final = frozenset(
    "will would shall 'll wo ca can could may might must should wouldn couldn shouldn mustn".split()
)
WILL: Final = frozenset("will shall 'll wo would should".split())
"""Those after which "have" and a participle still tell of what is to come."""

DUE: Final = frozenset(
    """planned scheduled slated expected due upcoming forthcoming proposed poised likely supposed
    intended prepares prepare preparing heading headed looming awaits await anticipated
    tentatively""".split()
)
"""Of these the event is to come; after "had" nobody can tell."""

AIMS: Final = frozenset(
    """plan plans planning plans schedule expects expect expecting intends intend hopes hope hoping
    hoped aim aims vows vow vowed promises promise promised threatens threaten threatened agreed
    agrees agree set pledged pledges invited invites urged urges wants want prepared decided decides
    ready going scheduled planned expected due slated supposed poised ordered told asked""".split()
)
"""Of these what follows is to come, if it is an infinitive: "agreed to meet"."""

SCHEDULED: Final = frozenset(
    """begins begin starts start opens open expires expire ends takes convenes meets arrives runs
    payable effective starting beginning resumes returns holds hosts elects""".split()
)
BE: Final = frozenset("is are am be been being 's 're was were get gets".split())
PAST_FORMS: Final = frozenset("was were had did got 'd wasn weren hadn didn".split())
PERFECT: Final = frozenset("has have having 've hasn haven".split())
PRESENT: Final = frozenset("is are am 're 'm isn aren".split())
DETERMINERS: Final = frozenset("a an the this that its their his her our my your any no".split())
"""After these a word in -ed is part of a noun group, no verb: "a still unspecified date"."""

NEGATED: Final = "'t"
"""After "won" this makes a modal of it; other negations are listed by their first half."""

MOVED: Final = frozenset(
    """postpone postpones postponed postponing postponement reschedule reschedules rescheduled
    rescheduling move moves moved moving shift shifts shifted shifting switch switches switched
    switching delay delays delayed delaying defer defers deferred deferring adjourn adjourns
    adjourned adjourning rearrange rearranges rearranged rearranging extend extends extended
    extending extension change changes changed changing""".split()
)
MOVED_WITH: Final = frozenset(
    """push pushes pushed pushing put puts putting bring brings brought bringing hold holds held set
    pull pulls pulled pulling""".split()
)
PARTICLES: Final = frozenset("back off forward over".split())
"""With one of these after it, a verb of MOVED_WITH moves an event as those of MOVED do."""

SCHEDULABLE: Final = frozenset(
    """play face vote travel visit host return meet go decide elect appear open start begin resume
    launch convene compete entertain tour reconvene sit""".split()
)
"""Verbs whose present tense, with a weekday, tells of something arranged."""

IRREGULAR: Final = frozenset(
    """said told came went began made took met fell rose did won lost held sent gave saw left kept
    became found hit put cut led ran broke shot killed wrote drove flew knew brought bought sold
    paid thought caught taught built spent stood heard felt grew threw drew chose spoke struck
    fought sought swore withdrew overthrew undertook understood ago born dealt meant bore laid
    shook slid sank swept stuck split spread quit shut beat bet burst cast hurt given taken
    seen known shown written driven fallen risen begun gone done grown thrown drawn chosen spoken
    stolen broken beaten worn torn sworn hidden ridden frozen woken arisen forgotten forbidden
    forgiven been set""".split()
)
NO_VERB: Final = frozenset(
    """need needed seed feed speed indeed breed exceed proceed succeed hundred bed red united fed
    wed shed sacred naked bleed greed weed creed embed allied related""".split()
)
DEADLINES: Final = frozenset("deadline expiration".split())
LOOKING_BACK: Final = frozenset("ago earlier last yesterday previous past".split())
LOOKING_AHEAD: Final = frozenset("next tomorrow coming upcoming forthcoming".split())
"""Within an expression these two decide alone."""

TITLES: Final = frozenset(
    """mr mrs ms dr gen sen rep gov lt col st no jan feb mar apr jun jul aug sep sept oct nov dec
    corp inc co ltd vs""".split()
)
"""Abbreviations whose dot ends no sentence."""
