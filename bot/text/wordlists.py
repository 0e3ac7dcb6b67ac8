"""Closed classes of English words that other rooms look things up in.

STOP_WORDS is the list published with the Snowball English stemmer, with and without apostrophes.
"""

from __future__ import annotations

_SNOWBALL_STOP_WORDS = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her
hers herself it its itself they them their theirs themselves what which who whom this that these
those am is are was were be been being have has had having do does did doing would should could
ought i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd
they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't
doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't let's that's
who's what's here's there's when's where's why's how's a an the and but if or because as until while
of at by for with about against between into through during before after above below to from up down
in out on off over under again further then once here there when where why how all any both each few
more most other some such no nor not only own same so than too very
""".split()

STOP_WORDS = frozenset(_SNOWBALL_STOP_WORDS) | frozenset(
    word.replace("'", "") for word in _SNOWBALL_STOP_WORDS
)

IRREGULAR_FORMS = dict(
    pair.split(":")
    for pair in """
    met:meet held:hold said:say told:tell led:lead won:win lost:lose bought:buy sold:sell paid:pay
    began:begin begun:begin took:take taken:take gave:give given:give went:go gone:go came:come
    made:make sent:send spent:spend built:build wrote:write written:write spoke:speak spoken:speak
    broke:break broken:break rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow
    kept:keep thought:think brought:bring fought:fight sought:seek taught:teach caught:catch
    stood:stand understood:understand drew:draw drawn:draw withdrew:withdraw withdrawn:withdraw
    drove:drive driven:drive knew:know known:know threw:throw thrown:throw flew:fly flown:fly
    chose:choose chosen:choose froze:freeze frozen:freeze stole:steal stolen:steal ran:run
    sank:sink sunk:sink became:become overcame:overcome hid:hide hidden:hide wore:wear worn:wear
    swore:swear sworn:swear shook:shake shaken:shake ate:eat eaten:eat forgot:forget
    forgotten:forget struck:strike shot:shoot sat:sit felt:feel dealt:deal meant:mean heard:hear
    fed:feed fled:flee lent:lend shown:show saw:see seen:see undertook:undertake
    undertaken:undertake arose:arise arisen:arise swept:sweep hung:hang
    growth:grow sale:sell sales:sell loss:lose losses:lose
    """.split()
)

MONTHS = tuple(
    """
    January February March April May June July August September October November December
    """.split()
)

MONTHS_AND_DAYS = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)

NUMBER_WORDS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion trillion dozen dozens hundreds thousands millions billions half third
    quarter first second twice double triple percent
    """.split()
)

PLACE_PREPOSITIONS = frozenset("in at from to near into outside across throughout around".split())

SPEECH_VERBS = frozenset(
    """
    said says say told tells saying according announced tweeted wrote argued added warned declared
    stated asked replied insisted acknowledged described called noted claimed suggested promised
    """.split()
)

CAUSES = frozenset(
    """
    because due since reason reasons cause caused causes owing thus therefore prompted driven result
    """.split()
)
