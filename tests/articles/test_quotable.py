"""What is never quoted, and the paragraphs that look a little like it and are."""

from __future__ import annotations

import pytest

from bot.articles.quotable import is_heading, never_quoted

FURNITURE = {
    "copyright line": [
        "© 2018 Harbor Post",
        "Copyright 2018 The Harbor Post. All rights reserved.",
        "Copyright ©2023 Harbor Press, Inc. All Rights Reserved. 87990cbe856818d5eddac44c7b1cdeb8",
        "(c) 2019 Harbor Post",
        "This reprint is for your personal use. To order copies call 1-800.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "For non-personal use or to order multiple copies, please contact the Harbor Post.",
        "Harbor Post content is protected. No part of it may not be published. All rights reserved",
        "Our Standards: The Harbor Trust Principles.",
    ],
    "caption or credit": [
        "FILE PHOTO: The mayor meets the harbor master on the quay, May 4, 2021. REUTERS/Jo Deem",
        "FILE PHOTO: Ships wait. REUTERS/Jo Deem/File Photo",
        "FILE - In this March 3, 2017, file photo, the pier stands empty. (AP Photo/Jo Deem, File)",
        "The mayor last met the engineer in Lima. PHOTO: JO DEEM/HARBOR PRESS",
        "The pier at dawn. Photograph: Jo Deem/PA",
        "The pier at dawn. Jo Deem/Getty Images",
        "Ships wait off the coast. Photo: AFP",
        "The quay, seen from the east. (Xinhua/Jo Deem)",
        "The mayor arrives on Monday. Jo Deem / AFP via Getty Images",
        "Image source, Getty Images",
        "Image caption, The river burst its banks twice",
        "Photo by Jo Deem for Harbor Post",
        "Credit...Jo Deem for The Harbor Times",
        "Video: How the pier was built",
        "Getty Images",
    ],
    "handle": ["Twitter: @ann_lee", "@ann_lee", "On Twitter: @ann_lee and @bo", "Twitter: ann_lee"],
    "follow line": [
        "Follow Ann Lee on Twitter: https://twitter.example/ann",
        "Follow us on Facebook.",
        "Follow @ann_lee",
        "Follow",
        "Like us on Facebook",
    ],
    "e-mail line": [
        "Write to Ann Lee at ann.lee@example.com",
        "Write to Ann Lee at ann@example.com and Bo Marsh at bo@example.com",
        "To contact the reporter on this story: Ann Lee in Lima at ann@example.net",
        "Email: ann@example.com",
        "ann@example.com",
        "Reach Ann Lee at ann@example.com or 555-0100.",
        "Media Contact:",
    ],
    "contributor line": [
        "-Ann Lee contributed to this article.",
        "Ann Lee in Lima and Bo Marsh in Oslo contributed to this report.",
        "Associated Press writer Jill Bow in Augusta contributed to this report.",
        "Cy Po contributed reporting from Rome.",
        "Harbor Wire (sample) contributed the report from Oslo.",
        "Ann Lee and researcher Bo Marsh contributed research.",
    ],
    "reporting credit": [
        "Reporting by Ann Lee in Lima; Editing by Bo Marsh and Cy Po",
        "(Reporting by Ann Lee; Additional reporting by Cy Po; Editing by Bo Marsh)",
        "Further reporting by Ann Lee in Lima and Cy Po in Rome; Editing by Bo Marsh",
        "— With assistance by Jun Park, and Olivia Fenn",
        "Edited by Bo Marsh",
        "With reporting by Ann Lee in Lima.",
        "Reporting contributed by Ann Lee and Bo Marsh.",
        "Additional reporting provided by Ann Lee",
        "Reporting by Ann Lee in Lima on May 3, 2019; Editing by Bo Marsh at the fish market",
        "Reporting by Ann Lee, who has since left the paper; Additional reporting by Cy Po",
    ],
    "note on the print edition": [
        "Appeared in the May 4, 2021, print edition as 'Pier Vote Put Off'.",
        "A version of this article appears in print on Sept. 8, 2019, Section A, Page 12.",
        "This article was originally published in the Harbor Post.",
    ],
    "correction note": [
        "Correction, August 19, 2018: An earlier version gave the wrong depth.",
        "Correction: The pier is 90 meters long.",
        "Clarification (May 4): The vote was taken by hand.",
        "Editor’s note: This interview was cut for length.",
        "An earlier version of this story named the wrong dock.",
        "This article was amended on 4 May 2021 to correct the length of the pier.",
        "A previous version of this story named the wrong dock.",
        "This fish market story has been corrected. It said that the pier was closed.",
        "This article about the pier was amended on 6 May 2021",
    ],
    "link to more": [
        "Read more: How the pier was built.",
        "READ MORE",
        "Related:",
        "Related Articles",
        "See also: The pier in pictures",
        "More on this",
        "Watch: The mayor speaks",
        "Most Read",
        "Click here",
    ],
    "sign-up line": [
        "Sign up for our newsletter",
        "Sign up here to get the Harbor Briefing in your inbox every morning.",
        "Subscribe to our daily email.",
        "Already a subscriber? Log in",
        "Get our free newsletter, delivered each day.",
        "Download our free app for alerts.",
        "Support independent journalism today.",
    ],
    "promotion": [
        "Listen to our podcast on Sunday, May 3",
        "Listen to our new weekly podcast about the sea.",
        "Join us on May 4 for an evening in the harbor.",
        "Please join us for a live event about the pier.",
        "Join us again next Sunday morning.",
        "Tune in to our show every week.",
        "Don’t miss our summer festival.",
    ],
    "share or advertisement line": [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Share",
        "Share this article",
        "Tweet",
        "4 min read",
        "12 Comments",
        "Copy link",
    ],
    "link": ["https://example.org/a?b=c", "www.example.org/pier", "<https://example.org>"],
    "page number": ["12", "Page 3 of 10", "- 4 -", "3/10"],
    "section rule": ["* * *", "---", "___", "•", "♦ ♦ ♦", "\u200b"],
    "tags": ["Filed under: trade, harbors", "Topic | Trade", "Tags: pier"],
    "end mark": ["###", "-30-", "ENDS", "FOR IMMEDIATE RELEASE"],
}

TEXT = [
    "It is nearly there,",
    "“We are nearly there.”",
    '"Time is short," they wrote.',
    "The vote was 31 to 12.",
    "No.",
    "He did not.",
    "Copyright law in the country has changed twice since 2012, lawyers said.",
    "Copyrights were the sticking point, not patents.",
    "Photographs of the pier were shown to the court on Friday.",
    "The photo: it was everywhere, and nobody knew what it meant any more.",
    "Video of the collapse was seen by millions of people.",
    "Filed in Lima, the suit asks for $4 million.",
    "Twitter said it had closed 200 accounts.",
    "Follow the money, the engineer said, and you will find the pier.",
    "Following the vote, the mayor left by a side door.",
    "Writing to the council, the engineer said the pier was safe.",
    "Write to your councillor, the posters said.",
    "Reporting by the Harbor Post last year showed that the pier was unsafe.",
    "Research by Oxford shows that tariffs hurt the buyers first.",
    "Editing by hand takes too long, she said.",
    "The company contributed to this outcome by keeping quiet for years.",
    "Higher freight rates contributed to the report's gloomy tone, analysts said.",
    "The firms contributed reporting software to the port, which nobody used.",
    "Read more than one paper a day, he told them.",
    "Related talks on fish have stalled as well.",
    "Watch what they do, not what they say.",
    "More from the same mine will reach the port by May.",
    "Sign language was used at the hearing.",
    "Signing up for the plan takes an hour.",
    "Subscribers to the old service will get a letter.",
    "Already a leader in pumps, the company now wants valves.",
    "Register rolls were lost in the flood.",
    "Share prices fell by 3 percent on Friday.",
    "Shares fell.",
    "Save for the mayor, nobody spoke.",
    "Print is dead, the publisher said.",
    "Comments were due on Friday.",
    "Advertising revenue fell by a third.",
    "Appeared in court on Friday: the harbor master and his deputy.",
    "This article of the treaty is the one that both sides dislike.",
    "This material is stronger than steel, the engineer said.",
    "The settlement is confidential and may not be disclosed, both sides said.",
    "The ministry said on Twitter that talks would resume; see @ministry for more.",
    "She sent it to clerk@example.org, court papers show.",
    "The photo agency was sold to Getty Images.",
    "A poll by Reuters/Ipsos found that most people like the pier.",
    "The story was first reported by Reuters.",
    "He works for them, and so does she, said Jo Deem, who left AFP.",
    "12 people were hurt.",
    "2018 was a bad year for the port.",
    "Page 3 of the deal says otherwise.",
    "Ends do not justify means, he said.",
    "Topics for the meeting include the pier.",
    "Tags on the cargo were missing.",
    "“Read more,” her teacher told her.",
    "Get out, the harbor master told them.",
    "Join us or leave, he told the crews.",
    "Join us on Friday, the posters said.",
    "Join us, or the talks will fail, she wrote.",
    "Listen to our children, he said, and to our shows of grief.",
    "Watch our backs.",
    "This old man’s story was never corrected.",
    "This report on the pier drew a crowd of lawyers.",
    "The firm contributed the report, the mayor said.",
    "Reporting by phone is slow; editing by phone is worse.",
    "Support for the pier fell to 31 percent.",
    "Terms of the loan were not disclosed.",
    "Image rights are worth more than the shirts.",
    "Credit is tight, bankers said.",
    "Caption writers went on strike.",
    "By May 1, 2018, the pier will be gone.",
    "Correction of the figures took two years.",
    "Editors note that the pier is short.",
]

HEADINGS = [
    "What happens next",
    "A long way home",
    "Who pays",
    "The road to Lima",
    "TIMELINE",
]
NO_HEADINGS = [
    "It is nearly there,",
    "“A long way home”",
    "and so it went",
    "Why?",
    "Here is the list:",
    "The ministry said that more than one hundred people had been asked",
    "The pier stays shut.",
]


@pytest.mark.parametrize(
    ("text", "reason"), [(text, reason) for reason, texts in FURNITURE.items() for text in texts]
)
def test_furniture_is_never_quoted(text: str, reason: str) -> None:
    assert never_quoted(text) is not None
    if text != "Getty Images" and not text.startswith(("###", "*", "-", "_")):
        assert never_quoted(text) == reason


@pytest.mark.parametrize("text", TEXT)
def test_paragraphs_are_quoted(text: str) -> None:
    assert never_quoted(text) is None


def test_a_long_block_is_text_whatever_it_begins_with() -> None:
    assert never_quoted("Related: " + "and so it went on for many years " * 30) is None


@pytest.mark.parametrize("text", HEADINGS)
def test_headings(text: str) -> None:
    assert is_heading(text)


@pytest.mark.parametrize("text", NO_HEADINGS)
def test_no_headings(text: str) -> None:
    assert not is_heading(text)


@pytest.mark.parametrize("piece", ["Photo: ", "A B, ", "x@y ", "(", "by ", "Follow ", "REUTERS/A "])
def test_hostile_blocks_are_judged_at_once(piece: str) -> None:
    never_quoted(piece * 100_000)
    for length in range(1, 700, 7):
        never_quoted((piece * 700)[:length])
