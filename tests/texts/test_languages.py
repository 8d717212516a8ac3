"""In which language a text is, and what that is good for."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents.rules import LANGUAGE
from service.texts.cutting import cut
from service.texts.languages import choose_language

TEXTS = {
    "en": "The bridge over the river cost nine million pounds. Nobody had paid for it, he said.",
    "de": "Die Brücke über den Fluss kostete am 3. Oktober 9 Mio. Euro. Niemand zahlte, sagte er.",
    "fr": "Le pont sur la rivière a coûté neuf millions. Personne n'a payé, a dit M. Dupont.",
    "es": "El puente sobre el río costó nueve millones. Nadie lo pagó, dijo el Sr. García.",
    "ru": "Мост через реку стоил девять миллионов рублей. За него никто не платил, сказал он.",
    "ar": "كلف الجسر فوق النهر تسعة ملايين جنيه. ولم يدفع أحد ثمنه كما قال رئيس البلدية أمس.",
    "he": "הגשר מעל הנהר עלה תשעה מיליון. איש לא שילם עליו, אמר ראש העיר.",
    "zh": "这座桥花了九百万。没有人付钱。",
    "ja": "橋は九百万円かかった。誰も払わなかった。",
    "hi": "नदी पर बने पुल की लागत नौ करोड़ रुपये थी। महापौर ने कहा कि किसी ने भुगतान नहीं किया।",
    "th": "สะพานข้ามแม่น้ำมีราคาเก้าล้าน ไม่มีใครจ่าย",
    "ko": "그 다리는 구백만 원이 들었다. 아무도 내지 않았다.",
    "el": "Η γέφυρα πάνω από το ποτάμι κόστισε εννέα εκατομμύρια. Κανείς δεν πλήρωσε.",
}
OTHER = {"en": "de"}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_language_is_detected_and_a_right_one_kept(language, text):
    assert choose_language(text, None) == language
    assert choose_language(text, f"{language}-ZZ") == f"{language}-ZZ"


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_wrong_one_is_belied(language, text):
    assert choose_language(text, OTHER.get(language, "en")) == language


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_sentences_are_the_same_whatever_is_declared(language, text):
    claims = cut(text, language).claims

    assert len(claims) == (1 if language == "th" else 2)
    for declared in (None, "en", "de", "ja"):
        assert cut(text, declared).claims == claims


@pytest.mark.parametrize(
    ("text", "declared", "chosen"),
    [
        pytest.param("It cost 9 million pounds.", None, None, id="few words tell nothing"),
        pytest.param("It cost 9 million pounds.", "de", "de", id="nor against a language"),
        pytest.param("123 456", None, None, id="numbers tell nothing"),
        pytest.param("123 456", "fr", "fr", id="nor against a language"),
        pytest.param("", None, None, id="nothing tells nothing"),
        pytest.param("桥。", None, "zh", id="a script tells at once"),
        pytest.param("これは家です。", "zh", "ja", id="kana tell Japanese from Chinese"),
        pytest.param("東京都", "ja", "ja", id="Japanese may do without them"),
        pytest.param("كلف الجسر.", "en", None, id="not English, but which of many"),
        pytest.param("كلف الجسر.", "fa", "fa", id="one of those that write so"),
        pytest.param("Most je koštao devet miliona dinara.", "sr", "sr", id="two scripts"),
        pytest.param("NHK World", "ja", "ja", id="a name in another script"),
        pytest.param(TEXTS["en"], "ja", "en", id="a whole text in another script"),
        pytest.param(TEXTS["en"], "gsw", "gsw", id="a language that nobody can tell"),
        pytest.param(TEXTS["ru"], "uk", "uk", id="one that is written alike"),
        pytest.param(f"{TEXTS['zh']} Claimdesk", "en", "zh", id="most letters count"),
    ],
)
def test_what_is_declared_is_kept_unless_the_text_clearly_belies_it(text, declared, chosen):
    assert choose_language(text, declared) == chosen


@settings(deadline=None)
@given(
    st.text(max_size=300), st.none() | st.text(max_size=8) | st.sampled_from([*TEXTS, "sr-Latn"])
)
def test_any_text_has_the_declared_language_or_one_that_a_document_may_have(text, declared):
    chosen = choose_language(text, declared)

    assert chosen == declared or chosen is None or LANGUAGE.fullmatch(chosen)


def test_many_may_ask_at_once():
    text = TEXTS["de"] * 20_000
    chosen: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: chosen.append(choose_language(text, None)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert chosen == ["de"] * 8
