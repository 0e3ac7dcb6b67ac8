"""Names of news outlets, so that a line of a header that holds one can be told from a headline.

The table only helps to recognise what an article states; an outlet is always cited as stated.
"""

from __future__ import annotations

import re

_NAMES = """
ABC|ABC News|AFP|Agence France-Presse|Al Jazeera|Al-Jazeera|ANI|AP|AP News|Associated Press|Axios
Barron's|BBC|BBC News|BBC World Service|Bloomberg|Bloomberg Businessweek|Bloomberg News
Boston Globe|Business Insider|Business Wire|BusinessWire|BuzzFeed News|Caixin|Caixin Global|CBC
CBC News|CBS|CBS News|Channel NewsAsia|Chicago Tribune|China Daily|China News Service
Christian Science Monitor|CNA|CNBC|CNN|CNN Business|CNN Politics|Daily Express|Daily Mail
Daily Telegraph|Der Spiegel|Der Standard|Deutsche Welle|Dow Jones|Dow Jones Newswires|DPA|DW
Economist|EFE|El Pais|El País|Euronews|Evening Standard|Financial Times|Forbes|Foreign Affairs
Foreign Policy|Fortune|Fox Business|Fox News|France 24|FT|Global Times|Globe and Mail|GlobeNewswire
Guardian|Guardian US|Haaretz|Huffington Post|HuffPost|Independent|Insider|Interfax|Irish Times
ITV News|Japan Times|Kommersant|Kyodo|Kyodo News|LA Times|Le Monde|Los Angeles Times|MarketWatch
Marketwire|Mirror|MSNBC|National Post|NBC|NBC News|New York Post|New York Times|New Yorker|Newsday
Newsweek|Nikkei|Nikkei Asia|Nikkei Asian Review|NPR|NYT|Observer|PA|PA Media|PBS|PBS NewsHour
People's Daily|Politico|POLITICO|Politico Europe|PR Newswire|Press Association|PRNewswire|Quartz
Radio Free Asia|Reuters|RFE/RL|RT|SCMP|Semafor|Sixth Tone|Sky News|Slate|South China Morning Post
Sputnik|Straits Times|Sydney Morning Herald|TASS|TechCrunch|Telegraph|The Atlantic|The Diplomat
The Hill|The Information|The Sun|The Times|The Verge|Thomson Reuters|Time|TIME|Time Magazine
Times of India|Toronto Star|U.S. News & World Report|United Press International|UPI|USA Today
USA TODAY|Variety|Vice|VOA|VOA News|Voice of America|Vox|Wall Street Journal|Washington Examiner
Washington Post|Washington Times|Wired|WSJ|Xinhua|Xinhua News Agency|Yahoo Finance|Yahoo News
Yonhap
"""
_KNOWN = frozenset(
    " ".join(name.split()).casefold()
    for line in _NAMES.split("\n")
    for name in line.split("|")
    if name
)
_LONG = sorted((name for name in _KNOWN if len(name) > 8 and " " in name), key=len, reverse=True)
_NAMED = re.compile(rf"\b(?:the\s+)?(?:{'|'.join(map(re.escape, _LONG))})\b", re.IGNORECASE)


def is_outlet(text: str) -> bool:
    """Whether `text` is the name of a known outlet, with or without "The" and a domain's end."""
    name = " ".join(text.replace("’", "'").split()).casefold().removesuffix(".com")
    return name in _KNOWN or name.removeprefix("the ") in _KNOWN


def named_outlet(text: str) -> str | None:
    """The outlet of two or more words that a line such as a copyright notice names, as stated."""
    found = _NAMED.search(text)
    return " ".join(found[0].split()).removeprefix("the ") if found else None
