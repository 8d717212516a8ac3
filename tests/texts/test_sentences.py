"""Where one claim ends and the next begins."""

import re
from importlib.metadata import version

import pytest
import sentencex
from hypothesis import given, settings
from hypothesis import strategies as st

from service.texts.abbreviations import LONGEST_WORD
from service.texts.sentences import LONGEST_PIECE, SPLITTER, split_sentences

languages = st.sampled_from(
    [None, "en", "en-GB", "de", "fr", "pl", "ru", "ar", "ja", "hi", "th", "zh_Hant", "x-none", ""]
) | st.text("abCZ-_.9é", max_size=12)
fragments = [
    *"aB?…\"“”‘’'«»()>。．؟\n\t\0\\\x85\u2028\u00a0\u2009\u3000\u200b\ufeff\u200d😀ǅ",
    *["A. ", "Mr. ", "U.S. ", "No. ", "1. ", "2) ", "b. ", "3.5", ". ", "! ", "  ", "\r\n", "\n> "],
    *[
        "、",
        "」",
        "《",
        "！",
        "ก",
        "ไม่",
        "। ",
        "د. ",
        "\n",
        ":-) ",
        "etc. ",
        "1991 ",
        "31. ",
        "I ",
        "!! ",
    ],
    *["[1]", "[…] He", "— He", "e\u0301", "👨\u200d👩", "a@b.c", "https://example.org/a.B?c. "],
]
nasty_texts = st.lists(st.sampled_from(fragments), max_size=40).map("".join)
any_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200) | nasty_texts


def sentences_of(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


def test_the_splitter_names_the_installed_library():
    assert SPLITTER.startswith(f"sentencex {version('sentencex')} + claimdesk ")


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param([], id="nothing"),
        pytest.param(["It cost 9 million"], id="no full stop"),
        pytest.param(["It rained.", "It was cold!", "Who cared?"], id="each mark"),
        pytest.param(["Mr. Smith met Dr. Jones vs. Prof. Lee.", "He won."], id="titles"),
        pytest.param(["He lives in the U.S.", "He works."], id="an abbreviation that ends"),
        pytest.param(["The U.S. Senate met at 5 p.m. on Jan. 5.", "It voted."], id="one that not"),
        pytest.param(["It opened in May.", "Nobody was hurt."], id="a month that ends"),
        pytest.param(["It closed on Dec. 5 and in Jan. 2019.", "So."], id="a month that not"),
        pytest.param(["Acme Inc. said so, e.g. on May 1.", "St. Louis won."], id="companies"),
        pytest.param(["No. 5 won.", "No.", "Keys?"], id="a number and a refusal"),
        pytest.param(["J. R. R. Tolkien wrote it.", "C. S. Lewis read it."], id="initials"),
        pytest.param(["It rose by 3.5 percent to $1,000.50.", "It fell."], id="decimals"),
        pytest.param(["See https://example.org/a.b?c=D for it.", "Go."], id="web addresses"),
        pytest.param(["Write to a.b@example.org.", "She answers."], id="e-mail addresses"),
        pytest.param(["He waited...", "Then he left … slowly."], id="ellipses"),
        pytest.param(["1. Bread", "2. Milk", "3. Eggs"], id="a list in one line"),
        pytest.param(["a) Bread is dear.", "b) Milk is cheap."], id="a list of sentences"),
        pytest.param(["It is known.[12]", "It is old. [3] [4]", "Yes."], id="reference marks"),
        pytest.param(["Yes!", "It is over. :-)"], id="a smiley"),
        pytest.param(["The plan [...] failed.", "It cost us [...]", "But we won."], id="cuts"),
        pytest.param(["I thought —", "He never asked."], id="a sentence that breaks off"),
        pytest.param(["Paris — He left at noon."], id="the place where an article begins"),
        pytest.param(["Cafe\u0301s shut.", "E\u0301mile left."], id="combining marks"),
        pytest.param(["👨\u200d👩\u200d👧 came.", "😀 Yes!", "Good. 👍"], id="emoji"),
    ],
)
def test_sentences(expected):
    assert sentences_of(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“It cost 9 million. Nobody paid,” she said. He left.",
            ["“It cost 9 million.", "Nobody paid,” she said.", "He left."],
            id="each sentence of a quotation is a claim",
        ),
        pytest.param(
            'He said: "We won. We paid." It was false.',
            ['He said: "We won.', 'We paid."', "It was false."],
            id="the closing mark stays with its sentence",
        ),
        pytest.param(
            '"Where is it?" he asked. "Here!" Bob Smith said. "Stop!" He ran.',
            ['"Where is it?" he asked.', '"Here!" Bob Smith said.', '"Stop!"', "He ran."],
            id="who said it belongs to what was said",
        ),
        pytest.param(
            "‘It’s Bob’s. It isn’t mine,’ he said.",
            ["‘It’s Bob’s.", "It isn’t mine,’ he said."],
            id="an apostrophe is no quotation mark",
        ),
        pytest.param(
            "“Never closed. It goes on. And on.",
            ["“Never closed.", "It goes on.", "And on."],
            id="a quotation that nobody closes",
        ),
        pytest.param(
            "He taught (as he had been told to.) at the school. (It shut. It fell.) Yes.",
            [
                "He taught (as he had been told to.) at the school.",
                "(It shut.",
                "It fell.)",
                "Yes.",
            ],
            id="brackets",
        ),
    ],
)
def test_quotations(text, expected):
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    "space", ["\n", "\r\n", "\u00a0", "\u2009", "\u3000", "\u2028", "\t", "  "]
)
def test_white_space_of_any_kind_parts_words_and_ends_nothing(space):
    words = "It cost 9 million. The Mayor paid."

    assert sentences_of(words.replace(" ", space)) == [
        "It cost 9 million.".replace(" ", space),
        "The Mayor paid.".replace(" ", space),
    ]


def test_the_marker_of_a_quoted_line_is_kept_inside_a_sentence_and_left_out_between_two():
    assert sentences_of("It was\n> cold. It rained.\n> It\n> snowed.") == [
        "It was\n> cold.",
        "It rained.",
        "It\n> snowed.",
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", ["Er kam am 3. Oktober.", "Er ging z. B. nicht."]),
        ("de", ["Das kostete ca. 9 Mio. Euro.", "1932 wurde es eröffnet.", "Wer zahlte?"]),
        ("de", ["Er kam auf Platz 5.", "Die Liga tagt, vgl. S. 12.", "Niemand, Hr. Abs, zahlte."]),
        ("fr", ["M. Dupont a payé.", "Qui\u00a0?", "Lui, elle, etc.", "Nous verrons…", "Bien."]),
        ("es", ["El Sr. García pagó.", "¿Quién?", "¡Nadie!", "Vive en la av. Mayor."]),
        ("it", ["Lo dice il sig. Rossi, pag. 5.", "Chi pagò?", "Nessuno."]),
        ("pt", ["O Sr. Silva pagou, pág. 5.", "Quem?", "Ninguém."]),
        ("nl", ["Dhr. Jansen betaalde, blz. 5.", "Wie?", "Niemand."]),
        ("pl", ["W 2017 r. wrócił.", "Został."]),
        ("pl", ["O godz. 18 przyszedł ks. Jan.", "Był na ul. Długiej.", "Ma 42.", "Nikt."]),
        ("cs", ["Otevřen byl 31. května na nám. Míru.", "Rekord byl 11.", "Mj. Novák ví."]),
        ("ru", ["На ул. Ленина никто.", "«Никто», — сказал И. И. Иванов.", "Да!"]),
        ("tr", ["Prof. Dr. Eda Koç geldi.", "66. Berlin Festivali başladı.", "Kim?"]),
        ("el", ["Ποιος πλήρωσε;", "Κανείς."]),
        ("ar", ["ماذا حدث؟", "لا شيء.", "قال د. سمير إنه يعرف."]),
        ("he", ["מה קרה?", "ד״ר כהן אמר שלא.", "נכון!"]),
        ("hi", ["सच्चाई यह है।", "डॉ. शर्मा ने कहा।", "नहीं!"]),
        ("ja", ["これは家です。", "「行こう。」", "はい！"]),
        ("ko", ["다리가 열렸다.", "누가 냈나?", "아무도!"]),
        ("en-GB", ["Mr. Smith came.", "He left."]),
        (None, ["Mr. Smith came.", "He left."]),
        ("x-unheard-of", ["He came.", "He left."]),
    ],
)
def test_languages(language, expected):
    assert sentences_of(" ".join(expected), language) == expected


@pytest.mark.parametrize("language", ["zh", "ja", "en", "de", None])
@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["桥花了九百万。", "谁付的钱？", "没有人！"], id="no spaces"),
        pytest.param(
            ["谁付的钱？", "“没有人。”他说。", "好。"], id="a quotation opens, who said it"
        ),
        pytest.param(["我们去看《你好！妈妈》。", "好。"], id="a mark in a title"),
        pytest.param(
            ["「知らない。」と彼は言った。", "はい。"], id="a particle behind a quotation"
        ),
        pytest.param(["『ハイキュー！！』が好き。", "誰？"], id="a name that ends in a mark"),
    ],
)
def test_chinese_and_japanese_whatever_is_declared(expected, language):
    assert sentences_of("".join(expected), language) == expected


@pytest.mark.parametrize("language", ["th", "en", None])
def test_thai_sentences_end_with_a_line_or_a_mark_for_spaces_stand_inside_them_too(language):
    lines = ["สะพานนี้ราคาเก้าล้าน ไม่มีใครจ่าย", "เขาพูดอย่างนั้นเมื่อวานนี้ที่ศาลากลางจังหวัดในตอนเช้า จริงหรือ?"]

    assert sentences_of("\n".join([*lines, "ไม่จริง"]), language) == [*lines, "ไม่จริง"]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["yuck !!", "I left it.", "What a place !", "it was ok"], id="spaced marks"),
        pytest.param(["he went home.", "nobody called him."], id="no capitals"),
        pytest.param(["We won :-)", "See you."], id="a smiley ends"),
        pytest.param(["Great! :)", "They came."], id="a smiley belongs to what it smiles at"),
        pytest.param(["Nice one..", "I was there... really"], id="dots"),
        pytest.param(
            ["You told me.", "It is art.", "I know etc.", "He fell ill.", "Go."], id="words"
        ),
    ],
)
def test_informal_text(expected):
    assert sentences_of(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Jane Smith\nTown Hall\nNorthfield",
            ["Jane Smith", "Town Hall", "Northfield"],
            id="an address",
        ),
        pytest.param(
            "> Best regards,\n> Jane\n> Northfield",
            ["> Best regards,\n> Jane", "Northfield"],
            id="a quoted signature; a comma goes on",
        ),
        pytest.param("It was a\ncold night", ["It was a\ncold night"], id="one begins small"),
        pytest.param(
            f"It was opened by the {'very ' * 5}old\nMayor of it.",
            [f"It was opened by the {'very ' * 5}old\nMayor of it."],
            id="a line of some length was wrapped",
        ),
    ],
)
def test_short_lines_stand_alone_where_none_begins_small(text, expected):
    assert sentences_of(text) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Hello World.", "My name is Jonas."],
        ["There it is!", "I found it."],
        ["My name is Jonas E. Smith."],
        ["Please turn to p. 55."],
        ["Were Jane and co. at the party?"],
        ["At 5 a.m. Mr. Smith went to the bank.", "He left the bank at 6 P.M.", "He came back."],
        ["She has $100.00.", "It is in her bag."],
        ['She turned to him, "This is great." she said.'],
        ["⁃9. The first item", "⁃10. The second item"],
        ["You can find it at N°. 1026.253.553.", "That is where the treasure is."],
        ["By simplifying one’s life, “the laws will appear less complex. . . .”"],
    ],
)
def test_golden_rules(expected):
    """From the golden rules of github:diasks2/pragmatic_segmenter (MIT, (c) Kevin S. Dias)."""
    assert sentences_of(" ".join(expected)) == expected


@settings(deadline=None)
@given(any_texts, languages)
def test_sentences_are_in_order_and_cover_every_character(text, language):
    position = 0
    for start, end in split_sentences(text, language):
        assert position <= start < end <= len(text)
        assert re.fullmatch(r"\s*(?:(?<=[\n\r\v\f\x85\u2028\u2029])>[>\s]*)?", text[position:start])
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize("filler", ["word ", "w", "“Word. ", "‘", "(", "1. ", "— He ", "\n"])
def test_sentencex_never_reads_more_than_one_piece(monkeypatch, filler):
    read: list[int] = []

    def segment(language: str, text: str) -> list[str]:
        read.append(len(text))
        return original(language, text)

    original = sentencex.segment
    monkeypatch.setattr(sentencex, "segment", segment)
    text = "A" + (filler * 200_000)[:200_000] + "z"

    split_sentences(text, "en")

    assert max(read) <= LONGEST_PIECE
    assert sum(size for size in read if size > 2 * LONGEST_WORD) <= len(text)


@pytest.mark.parametrize("filler", ["word ", "w", "😀"], ids=["words", "one word", "emoji"])
def test_where_a_piece_ends_no_sentence_does(filler):
    text = filler * 60_000 + "ends here. The next."

    assert len(split_sentences(text, "en")) == 2
