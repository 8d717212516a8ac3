"""What English words and what signs show of a sentence, and how a reason says so. Pure."""

from typing import NamedTuple


class Kind(NamedTuple):
    """Something that a sentence does or does not do, in words for a person."""

    present: str | None
    absent: str | None = None


KINDS = {
    "figure": Kind("gives a figure", "gives no figure"),
    "share": Kind("gives a share"),
    "money": Kind("about an amount of money"),
    "name": Kind("names somebody or something"),
    "comparison": Kind("compares"),
    "change": Kind("tells of a change"),
    "past": Kind("about the past"),
    "report": Kind("tells what somebody said or did"),
    "always": Kind("says all, always or never"),
    "cause": Kind("names a cause"),
    "others": Kind("about somebody else"),
    "opinion": Kind("an opinion"),
    "future": Kind("about the future"),
    "duty": Kind("says what should be"),
    "condition": Kind("says what might be"),
    "self": Kind("about the speaker"),
    "us": Kind("about “us”"),
    "you": Kind("speaks to somebody"),
    "denial": Kind("denies something"),
    "courtesy": Kind("a courtesy"),
    "question": Kind("a question"),
    "exclamation": Kind("an exclamation"),
    "quotation": Kind("quotes somebody"),
    "length": Kind("long", "short"),
    "ending": Kind(None),  # of a past tense, or of an adjective such as “shared”
}
"""By the part of a feature's name before the colon."""

_WORDS = {
    "figure": "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty"
    " sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion"
    " billions trillion trillions dozen dozens half",
    "share": "percent percentage",
    "money": "dollar dollars cents euro euros pounds",
    "comparison": "than fewer higher lower larger smaller bigger greater older younger faster"
    " stronger weaker cheaper highest lowest largest smallest biggest greatest oldest youngest"
    " strongest worst double doubled triple tripled twice",
    "change": "increase increased increases increasing decrease decreased rise rose risen rising"
    " raised fall fell fallen falling drop dropped grew grown growing cut cuts reduced reduce lost"
    " gained doubled tripled declined",
    "past": "was were had did went came got took made gave saw knew ran lost won spent paid built"
    " brought left began became kept held wrote stood fell grew rose sent led met said told ago"
    " wasn't weren't didn't hadn't",
    "report": "said says told voted vetoed signed passed opposed supported proposed promised"
    " claimed reported according called denied admitted sponsored",
    "always": "all every never always nobody none everybody everyone only entire any ever",
    "cause": "because caused causes cause due led therefore result",
    "others": "he she they his her their him them he's she's they're they've",
    "opinion": "think believe hope feel guess suppose agree disagree opinion frankly wish",
    "future": "will shall won't i'll we'll you'll he'll she'll they'll it'll gonna tomorrow",
    "duty": "should must ought need needs let let's",
    "condition": "if would could might may wouldn't couldn't i'd we'd",
    "self": "i i'm i've i'd i'll me my mine myself",
    "us": "we we're we've we'd we'll us our ours",
    "you": "you your yours you're you've you'd you'll",
    "denial": "not no nor don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't"
    " can't cannot won't wouldn't couldn't shouldn't",
    "courtesy": "thank thanks please welcome applause goodnight sorry congratulations",
}

KINDS_OF = {
    word: tuple(f"{kind}:word" for kind, words in _WORDS.items() if word in words.split())
    for word in sorted({word for words in _WORDS.values() for word in words.split()})
}
"""The features that an English word shows: its kinds."""

SIGNS = (
    {"%": "share"}
    | dict.fromkeys("$€£¥", "money")
    | dict.fromkeys("?؟？", "question")
    | dict.fromkeys("!！", "exclamation")
    | dict.fromkeys('"“”«»„', "quotation")
)
"""The kind that a sign shows, in any language."""

FIGURE, YEAR = "#", "#year"
"""What stands for every figure and every year."""

KIND_OF_TOKEN = (
    SIGNS
    | {FIGURE: "figure", YEAR: "figure"}
    | {word: names[0].removesuffix(":word") for word, names in KINDS_OF.items()}
)
"""The first kind that a word or sign shows."""

LIKE_PAST = frozenset(
    ["need", "indeed", "united", "hundred", "speed", "feed", "seed", "exceed", "proceed", "succeed"]
)
"""Words that end like a past tense and are none."""

NEVER_NAMES = frozenset(["i", "i'm", "i've", "i'd", "i'll"])
"""Words that English writes with a capital wherever they stand."""

_PLAIN = (
    "about above actually after again against already although among another around because before"
    " being below between could doing during either enough every first going having however indeed"
    " instead itself later maybe might other others perhaps quite rather really right shall should"
    " since something still such that's their themselves there there's these they're they've thing"
    " things those though three through under until what's where where's whether which while whose"
    " within without would yourself anything nothing"
)
PLAIN = frozenset(_PLAIN.split())
"""Longer words that are about nothing."""
