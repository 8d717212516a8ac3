"""Where claims stand after their text has changed."""

import pytest

from service.texts.alignment.aligning import Standing, align
from service.texts.cutting import Cut, cut
from service.vocabulary import BlockKind

EXACT, MOVED, CHANGED, ORPHANED = "exact", "moved", "changed", "orphaned"
NEW = "new"

Fate = tuple[str, str]
"""What became of a claim, and the words on which it stands now."""


def claims_of(text: str, *selections: str, language: str = "en") -> list[Standing]:
    """A claim for each sentence, by number from 1, then one for each selection."""
    spans = [(span.start, span.end) for span in cut(text, language).claims]
    spans += [(text.index(words), text.index(words) + len(words)) for words in selections]
    return [
        Standing(number, text[start:end], start, end)
        for number, (start, end) in enumerate(spans, start=1)
    ]


def fates(old: str, claims: list[Standing], new: Cut) -> list[Fate]:
    """What became of each claim, in their order, then what is new."""
    placed = align(old, claims, new)
    kept = {item.id: (item.state.value, new.text[item.start : item.end]) for item in placed}
    return [
        *(kept[claim.id] for claim in claims),
        *((NEW, new.text[item.start : item.end]) for item in placed if item.id is None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "It rained. It was cold.",
            "It rained. It was cold.",
            [(EXACT, "It rained."), (EXACT, "It was cold.")],
            id="the same text keeps all",
        ),
        pytest.param(
            "It rained. It was cold.",
            "On Monday nothing else happened. It rained. It was cold.",
            [
                (EXACT, "It rained."),
                (EXACT, "It was cold."),
                (NEW, "On Monday nothing else happened."),
            ],
            id="what is inserted is new",
        ),
        pytest.param(
            "It rained. The bridge was closed. It was cold.",
            "It rained. It was cold.",
            [(EXACT, "It rained."), (ORPHANED, ""), (EXACT, "It was cold.")],
            id="what is deleted is orphaned",
        ),
        pytest.param(
            "The bridge was closed. It rained. It was cold. Nobody came.",
            "It rained. It was cold. Nobody came. The bridge was closed.",
            [
                (MOVED, "The bridge was closed."),
                (EXACT, "It rained."),
                (EXACT, "It was cold."),
                (EXACT, "Nobody came."),
            ],
            id="what stands elsewhere is moved",
        ),
        pytest.param(
            "The bridge cost 9 million pounds. It rained.",
            "The bridge cost 12 million pounds. It rained.",
            [(CHANGED, "The bridge cost 12 million pounds."), (EXACT, "It rained.")],
            id="another figure is a change",
        ),
        pytest.param(
            "The bridge cost 9 million pounds. It rained.",
            "In all the bridge did not cost 9 million pounds, the mayor says. It rained.",
            [
                (CHANGED, "In all the bridge did not cost 9 million pounds, the mayor says."),
                (EXACT, "It rained."),
            ],
            id="more words are a change",
        ),
        pytest.param(
            "It rained. The mayor of the town opened the bridge. It was cold.",
            "It rained. Nobody knows yet where these ducks come from. It was cold.",
            [
                (EXACT, "It rained."),
                (ORPHANED, ""),
                (EXACT, "It was cold."),
                (NEW, "Nobody knows yet where these ducks come from."),
            ],
            id="another sentence in its place is another claim",
        ),
        pytest.param(
            "The council bought ten trams. They said no. The town sold five buses. They said no.",
            "The council bought ten trams. They said no. It rained. "
            "The town sold five buses. They said no.",
            [
                (EXACT, "The council bought ten trams."),
                (EXACT, "They said no."),
                (EXACT, "The town sold five buses."),
                (EXACT, "They said no."),
                (NEW, "It rained."),
            ],
            id="two identical sentences keep their order",
        ),
        pytest.param(
            "The mayor, who came by tram, opened the bridge, and the crowd left at noon.",
            "The mayor, who came by tram, opened the bridge. The crowd left at noon.",
            [
                (CHANGED, "The mayor, who came by tram, opened the bridge."),
                (NEW, "The crowd left at noon."),
            ],
            id="of a sentence cut in two, the part that shares most",
        ),
        pytest.param(
            "The mayor of Ulm opened the new bridge. The crowd left at noon by tram.",
            "The mayor of Ulm opened the new bridge, and the crowd left at noon by tram.",
            [
                (
                    CHANGED,
                    "The mayor of Ulm opened the new bridge, and the crowd left at noon by tram.",
                ),
                (CHANGED, "the crowd left at noon by tram"),
            ],
            id="of two sentences made one, one has it all and the other its part",
        ),
        pytest.param(
            "It rained. It was cold.",
            "It rained.\n\nIt was cold.",
            [(EXACT, "It rained."), (EXACT, "It was cold.")],
            id="a paragraph cut in two changes no claim",
        ),
        pytest.param(
            "Die Brücke kostete 9 Millionen. Es regnete.",
            "Es regnete. DIE BRÜCKE KOSTETE 9 MILLIONEN.",
            [(CHANGED, "DIE BRÜCKE KOSTETE 9 MILLIONEN."), (EXACT, "Es regnete.")],
            id="capital letters are a change, no other sentence",
        ),
    ],
)
def test_a_claim_keeps_to_its_sentence(old: str, new: str, expected: list[Fate]):
    assert fates(old, claims_of(old), cut(new, "en")) == expected


ARTICLE = "The mayor said that 9 million pounds were spent. It rained. The crowd left at noon."


@pytest.mark.parametrize(
    ("selection", "new", "expected"),
    [
        pytest.param(
            "9 million pounds",
            f"Bridge news came late today. {ARTICLE}",
            (EXACT, "9 million pounds"),
            id="a selection stays in its sentence",
        ),
        pytest.param(
            "9 million pounds",
            "The crowd left at noon. It rained. It was cold. It hailed. "
            "The mayor said that 9 million pounds were spent.",
            (EXACT, "9 million pounds"),
            id="a selection goes with its sentence",
        ),
        pytest.param(
            "9 million pounds",
            "The mayor said in the end that 9 million pounds were spent. It rained.",
            (EXACT, "9 million pounds"),
            id="a selection is found again in a reworded sentence",
        ),
        pytest.param(
            "9 million pounds",
            "The mayor said that 12 million pounds were spent. It rained.",
            (CHANGED, "12 million pounds"),
            id="a selection changes with its sentence",
        ),
        pytest.param(
            "9 million pounds",
            "It rained. The crowd left at noon.",
            (ORPHANED, ""),
            id="a selection is orphaned with its sentence",
        ),
        pytest.param(
            "that 9 million pounds were spent",
            "It rained. The crowd left at noon. Nobody could tell us whether it is true or false "
            "that 9 million pounds were spent, as some of the papers wrote later in that year.",
            (MOVED, "that 9 million pounds were spent"),
            id="long words that stand but once are found in any new sentence",
        ),
        pytest.param(
            "It rained. The crowd left at noon.",
            "It rained. The crowd left at noon. The mayor said that 9 million pounds were spent.",
            (EXACT, "It rained. The crowd left at noon."),
            id="a selection of two sentences stays over both",
        ),
        pytest.param(
            "It rained. The crowd left at noon.",
            "The mayor spoke. It rained. The crowd left at one.",
            (CHANGED, "It rained. The crowd left at one."),
            id="a selection of two sentences changes with one",
        ),
    ],
)
def test_a_selection_goes_where_its_sentences_went(selection: str, new: str, expected: Fate):
    claims = claims_of(ARTICLE, selection)

    assert fates(ARTICLE, claims, cut(new, "en"))[len(claims) - 1] == expected


def only(text: str, *wordings: str) -> list[Standing]:
    """Claims on these words alone, as they are after somebody repaired the sentences."""
    return [
        Standing(number, words, text.index(words), text.index(words) + len(words))
        for number, words in enumerate(wordings, start=1)
    ]


@pytest.mark.parametrize(
    ("old", "repaired", "new", "expected"),
    [
        pytest.param(
            "It snows. It rained. The crowd left. It was cold.",
            ["It snows.", "It rained. The crowd left.", "It was cold."],
            "So it was. It snows. It rained. The crowd left. It was cold.",
            [
                (EXACT, "It snows."),
                (EXACT, "It rained. The crowd left."),
                (EXACT, "It was cold."),
                (NEW, "So it was."),
            ],
            id="merged sentences stay one claim",
        ),
        pytest.param(
            "It snows. It rained. The crowd left. It was cold.",
            ["It snows.", "It rained. The crowd left.", "It was cold."],
            "It rained. The crowd left. It snows. It was cold.",
            [
                (MOVED, "It snows."),
                (EXACT, "It rained. The crowd left."),
                (EXACT, "It was cold."),
            ],
            id="merged sentences move as one",
        ),
        pytest.param(
            "It snows. It rained all day. The crowd left at noon. It was cold.",
            ["It snows.", "It rained all day. The crowd left at noon.", "It was cold."],
            "It snows. It rained all day. The crowd left at one. It was cold.",
            [
                (EXACT, "It snows."),
                (CHANGED, "It rained all day. The crowd left at one."),
                (EXACT, "It was cold."),
            ],
            id="merged sentences change with one of them",
        ),
        pytest.param(
            "It snows. The bridge cost 9 million pounds, and the crowd left at noon.",
            ["It snows.", "The bridge cost 9 million pounds", "and the crowd left at noon."],
            "It was cold. It snows. The bridge cost 9 million pounds, and the crowd left at noon.",
            [
                (EXACT, "It snows."),
                (EXACT, "The bridge cost 9 million pounds"),
                (EXACT, "and the crowd left at noon."),
                (NEW, "It was cold."),
            ],
            id="a sentence that was split stays split",
        ),
        pytest.param(
            "It snows. The bridge cost 9 million pounds, and the crowd left at noon.",
            ["It snows.", "The bridge cost 9 million pounds", "and the crowd left at noon."],
            "It snows. The bridge cost 12 million pounds, and the crowd left at noon.",
            [
                (EXACT, "It snows."),
                (CHANGED, "The bridge cost 12 million pounds"),
                (EXACT, "and the crowd left at noon."),
            ],
            id="of a sentence that was split only the reworded part changes",
        ),
        pytest.param(
            "It snows. It rained. The bridge cost 9 million pounds, he said.",
            ["It snows.", "It rained.", "The bridge cost 9 million pounds"],
            "The bridge cost 9 million pounds, he said. It snows. It rained. It was cold.",
            [
                (EXACT, "It snows."),
                (EXACT, "It rained."),
                (MOVED, "The bridge cost 9 million pounds"),
                (NEW, "It was cold."),
            ],
            id="a claim with narrower boundaries moves with its sentence, which is not new",
        ),
    ],
)
def test_a_repaired_claim_stays_repaired(
    old: str, repaired: list[str], new: str, expected: list[Fate]
):
    assert fates(old, only(old, *repaired), cut(new, "en")) == expected


@pytest.mark.parametrize(
    ("wording", "now", "new", "expected"),
    [
        pytest.param(
            "It cost 9 pounds.",
            "It cost 12 pounds.",
            "It snows. It cost 12 pounds. It was cold.",
            (CHANGED, "It cost 12 pounds."),
            id="while the text stays, it stays changed",
        ),
        pytest.param(
            "It cost 9 pounds.",
            "It cost 12 pounds.",
            "It snows. It cost 9 pounds. It was cold.",
            (EXACT, "It cost 9 pounds."),
            id="when its wording comes back, it is exact again",
        ),
        pytest.param(
            "All the trams were sold last year.",
            "The old line was closed for good.",
            "It snows. All the trams were sold last year. It was cold.",
            (EXACT, "All the trams were sold last year."),
            id="also when nothing else is alike",
        ),
        pytest.param(
            "It cost 9 pounds.",
            "It cost 12 pounds.",
            "It snows. It cost 15 pounds. It was cold.",
            (CHANGED, "It cost 15 pounds."),
            id="when the text changes again, it follows",
        ),
        pytest.param(
            "It cost 9 pounds.",
            "It cost 12 pounds.",
            "It snows. It cost 12 pounds. It was cold. It cost 9 pounds.",
            (CHANGED, "It cost 12 pounds."),
            id="its wording elsewhere is another sentence while its own stays",
        ),
    ],
)
def test_a_changed_claim_is_followed_by_what_stood_there(
    wording: str, now: str, new: str, expected: Fate
):
    old = f"It snows. {now} It was cold."
    claims = claims_of(old)
    claims[1] = Standing(2, wording, claims[1].start, claims[1].end)

    assert fates(old, claims, cut(new, "en"))[1] == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(
            "It snows. The trams were sold. It was cold.",
            (EXACT, "The trams were sold."),
            id="is found when its sentence comes back",
        ),
        pytest.param(
            "It snows. The trams were sold off. It was cold.",
            (ORPHANED, ""),
            id="is not given a sentence that is only similar",
        ),
        pytest.param("It snows. It was cold.", (ORPHANED, ""), id="stays one without it"),
    ],
)
def test_an_orphan(new: str, expected: Fate):
    old = "It snows. It was cold."
    orphan = Standing(9, "The trams were sold.", len(old), len(old))

    assert fates(old, [*claims_of(old), orphan], cut(new, "en"))[2] == expected


def test_an_orphan_takes_no_sentence_from_a_claim_that_stands_there():
    old = "It snows. It was cold."
    orphan = Standing(0, "It snows.", len(old), len(old))

    assert fates(old, [orphan, *claims_of(old)], cut(old, "en")) == [
        (ORPHANED, ""),
        (EXACT, "It snows."),
        (EXACT, "It was cold."),
    ]


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("zh", "大桥耗资九百万英镑。市长昨天来了。", "这座大桥耗资一千二百万英镑。市长昨天来了。"),
        ("ja", "橋の建設費は九百万だった。雨が降る。", "橋の建設費は千二百万だった。雨が降る。"),
        ("ru", "Мост стоил 9 миллионов. Шёл дождь.", "Мост стоил 12 миллионов. Шёл дождь."),
        ("ar", "كلف الجسر 9 ملايين. وصل العمدة.", "كلف الجسر الجديد 12 ملايين. وصل العمدة."),
        ("hi", "पुल पर नौ लाख रुपये खर्च हुए। मेयर कल आए।", "नए पुल पर दस लाख रुपये खर्च हुए। मेयर कल आए।"),
        ("de", "Die Brücke kostete 9 Euro. Es regnete.", "Die Brücke kostete 12 Euro. Es regnete."),
    ],
)  # fmt: skip
def test_a_reworded_sentence_is_known_again_in(language: str, old: str, new: str):
    known = fates(old, claims_of(old, language=language), cut(new, language))

    assert [state for state, _ in known] == [CHANGED, EXACT]


def test_a_claim_learns_the_kind_of_its_block():
    old = "Bridge closed\n\nIt rained on the bridge. It was cold."
    new = "Bridge closed\n\nIt was cold.\n\n- It rained on the bridge."

    placed = {item.id: item.block for item in align(old, claims_of(old), cut(new, "en"))}

    assert placed == {1: BlockKind.HEADLINE, 2: BlockKind.LIST_ITEM, 3: BlockKind.PARAGRAPH}
