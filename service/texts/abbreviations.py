"""Abbreviations that never end a sentence, for a name, a number or the rest always follows.

The library `sentencex` knows many more, which may end one; these are those it splits behind.
"""

from functools import lru_cache

import sentencex

LONGEST_WORD = 40
"""Characters looked at on either side of an end: one endless word costs no more than many."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NEVER_LAST = {
    "en": _words("""
        mr mrs ms messrs mme mlle dr prof rev hon gen col maj capt cmdr lt sgt cpl adm gov sen rep
        pres supt st mt ft vs v cf viz e.g i.e eg ie approx assoc asst dept fig figs vol pp ed eds
        voc op nos sept
    """),
    "de": _words("""
        abs art bd bzw bspw ca d.h dipl dr evtl fa fr ggf hl hr hrn hrsg ing inkl insb jh kap lt
        max mind mag nr prof s.o s.u sog st tel vgl z.b z.t zzgl hptm obst
    """),
    "fr": _words("""
        mm mme mmes mlle mlles mgr me dr pr prof st ste art al cf chap ed éd env ex fig max min no
        p.ex par réf tél vol av bd
    """),
    "es": _words("""
        sr sra sres srta dr dra dña ud uds vd gral cnel cap tte lic ing arq prof art arts av avda
        cf ed fig núm no nro pág págs p.ej sto sta tel vol ma
    """),
    "pt": _words("""
        sr sra sres srta dr dra dras drs eng prof profa exmo exma gen cel cap art arts av cf ed
        fig núm nº pág págs p.ex tel vol sto sta pe
    """),
    "it": _words("""
        sig sigg dott prof avv ing arch geom rag gen col cap on mons cfr art artt fig pag pagg tav
        vol ed es p.es tel sen st
    """),
    "nl": _words("""
        dhr mevr mw dr drs mr ir ing prof ds st afb art bijv blz ca d.w.z fig jl m.n max min nr
        o.a resp t.a.v tel vgl zgn
    """),
    "pl": _words("""
        al art arch dr dyr fot gen godz hab im inż kard kat kmdr kpt ks lek lic m.in mec mgr nad
        np nr ok os płk pkt por pow poz prof przyp red reż rozdz rys ryc sen św śp str tab tel tj
        tzn tzw ul ur ust wg woj właśc ww wyd zm zob bp abp o.o
    """),
    "cs": _words("""
        čl č čís doc dr gen ing inž judr mudr mvdr phdr rndr thdr paeddr bc mga mgr mj např nám
        obr odst plk por kpt pplk prof prap resp sv st str tab tel tj tř tzn tzv ul viz vyd srov
    """),
    "ru": _words("""
        акад бул гл ген гр д-р доц им инж кн напр пер пл полк просп проф рис св см сокр ср стр т.е
        тел тов ул кап лейт майор наб
    """),
    "tr": _words("""
        alb av bkz cad çev doç dr ecz gen haz hz mah mr muh no op org örn ör prof sn sok uzm üst
        vet yay yrd yzb
    """),
}
NEVER_LAST["hi"] = NEVER_LAST["mr"] = NEVER_LAST["ne"] = _words("डॉ प्रो पं स्व श्री कु मो")
NEVER_LAST["sk"] = NEVER_LAST["cs"]
NEVER_LAST["uk"] = NEVER_LAST["be"] = NEVER_LAST["ru"]

ORDINAL_POINT = _words("bs cs da de et fi fo hr hu is lb lv nb nn no pl sk sl sr tr")
"""Languages that write "the 3rd" as "3."."""

BIG_NAMES = _words("de lb tr")
"""Those of them in which a capital often follows such a number: a noun, or the name of a league."""

OPENERS = {
    "de": _words("""
        Aber Alle Allerdings Als Am An Auch Auf Aus Bei Beim Bis Da Dabei Damit Danach Dann Das
        Dazu Den Denn Der Derzeit Des Die Dies Diese Dieser Dieses Doch Dort Ein Eine Einen
        Einer Er Es Für Gegen Hier Ich Ihr Ihre Im In Insgesamt Ja Jeder Jetzt Kein Keine Keiner
        Man Mit Nach Nein Niemand Noch Nun Nur Ob Schon Sein Seine Seit Sie So Trotz Um Und
        Unter Viele Vom Von Vor Was Weil Weitere Wenn Wer Wie Wir Wo Während Zu Zudem Zum Zur
        Zwar
    """),
}
"""Words that, with a capital, open a sentence wherever they stand, but for nouns and names."""


@lru_cache(4096)
def is_abbreviation(word: str, code: str) -> bool:
    """Whether a word with a full stop behind it is an abbreviation, as far as anything tells."""
    return (
        word.lower() in NEVER_LAST.get(code, ())
        or not word[:1].isalpha()
        or len(sentencex.segment(code, f"{word}. Aa aa.")) == 1
    )
