"""How an edit is merged with what was published meanwhile: each row is a case."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from service.edits.rebasing import MergedField, merge
from service.models import Assessment, AssessmentTag, Citation
from service.vocabulary import Stance

DAY, NEXT_DAY = (datetime(2026, 11, day, tzinfo=UTC) for day in (22, 23))


def citation(word: str, retrieved_at: datetime = DAY) -> Citation:
    url = f"https://example.org/{word}"
    return Citation(
        url=url, publisher="example.org", stance=Stance.SUPPORTS, retrieved_at=retrieved_at
    )


def assessment(tags: str = "", citations: str = "", **fields: Any) -> Assessment:
    """One with a tag and a citation for each letter."""
    made = Assessment(**fields)
    made.tags = [AssessmentTag(position=place, name=name) for place, name in enumerate(tags)]
    made.citations = [citation(word) for word in citations]
    return made


def merged(name: str, *sides: Assessment | None) -> MergedField:
    (field,) = [field for field in merge(*sides) if field.name == name]
    return field


# It began from, is published as, and its author has: becomes, with a conflict or not. "-" is none.
VALUES = [
    ("nobody changed it", "a a a", "a", False),
    ("only the publication did", "a b a", "b", False),
    ("only the author did", "a a b", "b", False),
    ("both did, alike", "a b b", "b", False),
    ("both did, otherwise", "a b c", "c", True),
    ("the author cleared what changed", "a b -", "-", True),
    ("the author changed what was cleared", "a - b", "b", True),
    ("the publication cleared it", "a - a", "-", False),
    ("both cleared it", "a - -", "-", False),
    ("the publication filled it in", "- b -", "b", False),
    ("both filled it in, alike", "- b b", "b", False),
    ("both filled it in, otherwise", "- b c", "c", True),
]
COLUMNS = {
    "rating": ("rating_code", str),
    "rationale": ("rationale", str),
    "claimant": ("claimant_name", str),
    "claim_date": ("claim_date", lambda letter: date(2026, 11, ord(letter) - ord("a") + 1)),
}
SHOWN = {
    "rating": lambda code: {"code": code, "label": None, "value": None},
    "claimant": lambda name: {"name": name, "same_as": None},
}


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize(
    ("sides", "becomes", "conflict"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES]
)
def test_a_value(sides: str, becomes: str, conflict: bool, name: str):
    column, value = COLUMNS[name]
    base, published, yours = (
        assessment(**{column: None if letter == "-" else value(letter)}) for letter in sides.split()
    )
    field = merged(name, base, published, yours)
    shown = SHOWN.get(name, lambda plain: plain)
    assert field.merged == (None if becomes == "-" else shown(value(becomes)))
    assert field.conflict is conflict


ITEMS = [
    ("nobody changed them", "ab ab ab", "ab"),
    ("one was published", "ab abc ab", "abc"),
    ("the author added one", "ab ab abd", "abd"),
    ("each added one", "ab abc abd", "abcd"),
    ("each added the same", "ab abc abc", "abc"),
    ("one was taken out, another added", "ab b abd", "bd"),
    ("one was added, the author removed another", "ab abc b", "bc"),
    ("each removed one and added one", "ab bc ad", "cd"),
    ("each removed the same", "ab bc b", "bc"),
    ("the author began with none", "- ab cd", "abcd"),
    ("the author removed all", "ab abc -", "c"),
    ("all were taken out", "ab - abd", "d"),
    ("only their order was published", "ab ba abd", "abd"),
    ("both have the same in another order", "- ab ba", "ba"),
]


@pytest.mark.parametrize("name", ["tags", "citations"])
@pytest.mark.parametrize(
    ("sides", "become"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS]
)
def test_tags_and_citations(sides: str, become: str, name: str):
    letters = [side.strip("-") for side in sides.split()]
    field = merged(name, *(assessment(**{name: side}) for side in letters))
    found = [item if name == "tags" else item["url"][-1] for item in field.merged]
    assert ("".join(found), field.conflict) == (become, False)


def test_where_nothing_is_published_any_more_all_is_kept():
    base = assessment("ab", "ab", rating_code="true", rationale="So.")
    yours = assessment("b", "bc", rating_code="true", rationale="So it is.")
    for field in merge(base, None, yours):
        assert (field.merged, field.conflict) == (field.yours, False)


def test_a_tag_is_the_same_however_it_is_spelled():
    base, published, yours = assessment("a"), assessment("Ab"), assessment("aB")
    assert merged("tags", base, published, yours).merged == ["a", "B"]


def test_a_citation_is_taken_with_the_time_its_source_was_looked_at():
    base, published, yours = assessment(), assessment(), assessment()
    published.citations = [citation("a", DAY), citation("b", DAY)]
    yours.citations = [citation("b", NEXT_DAY), citation("c", NEXT_DAY)]
    found = merged("citations", base, published, yours).merged
    assert [each["retrieved_at"] for each in found] == [DAY, NEXT_DAY, NEXT_DAY]


def test_a_field_says_what_each_side_has():
    sides = (assessment(rating_code=code) for code in ("true", "false", "mixed"))
    field = merged("rating", *sides)
    found = [side["code"] for side in (field.base, field.published, field.yours, field.merged)]
    assert found == ["true", "false", "mixed", "mixed"]
    assert (field.content, field.conflict) == ("mixed", True)
