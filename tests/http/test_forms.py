"""What a form sends becomes what a program would send, whatever its fields are called."""

from typing import Any

import pytest
from flask import Flask
from marshmallow import fields
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import Invalid
from service.http.bodies import Shape
from service.http.fields import RawText, Text, YesOrNo
from service.http.forms import MAX_FORM, load, nested, raw_of, read_form


class Row(Shape):
    """A row of a table."""

    url = Text(100, required=True)
    stance = fields.String()


class Claimant(Shape):
    """A part of its own."""

    name = Text(80, required=True)
    same_as = Text(80, allow_none=True)


class Whole(Shape):
    """A bit of everything."""

    text = RawText()
    title = Text(80, allow_none=True)
    number = fields.Integer(strict=True, allow_none=True)
    blind = YesOrNo()
    tags = fields.List(Text(80))
    claimant = fields.Nested(Claimant, allow_none=True)
    citations = fields.List(fields.Nested(Row))


@pytest.mark.parametrize(
    ("sent", "tree"),
    [
        ([], {}),
        ([("a", "x")], {"a": ["x"]}),
        ([("a", "x"), ("a", "y")], {"a": ["x", "y"]}),
        ([("a.b", "x"), ("a.c", "y")], {"a": {"b": ["x"], "c": ["y"]}}),
        ([("a.0.b", "x"), ("a.1.b", "y")], {"a": {"0": {"b": ["x"]}, "1": {"b": ["y"]}}}),
        ([("a", "x"), ("a.b", "y")], {"a": ["x"]}),
        ([("a.b", "y"), ("a", "x")], {"a": {"b": ["y"]}}),
        ([("", "x")], {"": ["x"]}),
        ([(".", "x")], {"": {"": ["x"]}}),
        ([("..", "x")], {"": {"": {"": ["x"]}}}),
        ([("a.", "x")], {"a": {"": ["x"]}}),
        ([("__class__.__init__", "x")], {"__class__": {"__init__": ["x"]}}),
    ],
)
def test_names_are_paths(sent, tree):
    assert nested(MultiDict(sent)) == tree


def test_a_very_long_path_is_read_all_the_same():
    assert "a" in nested(MultiDict([(".".join(["a"] * 100_000), "x")]))


def raw(*sent: tuple[str, str]) -> dict[str, Any]:
    """What the shape is to load of this form."""
    return raw_of(Whole(), nested(MultiDict(sent)))


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ([("title", " ")], {"title": None}),
        ([("title", "a"), ("title", "b")], {"title": "b"}),
        ([("text", " \n")], {"text": " \n"}),
        ([("number", "7")], {"number": 7}),
        ([("number", "٧")], {"number": "٧"}),
        ([("number", "-7")], {"number": "-7"}),
        ([("number", "1e3")], {"number": "1e3"}),
        ([("number", "")], {"number": None}),
        ([("blind", "on")], {"blind": True}),
        ([("blind", "false")], {"blind": False}),
        ([("blind", "false"), ("blind", "true")], {"blind": True}),
        ([("tags", "a, b"), ("tags", ",c,")], {"tags": ["a", "b", "c"]}),
        ([("tags.0", "a")], {"tags": []}),
        ([("claimant.name", "Ada")], {"claimant": {"name": "Ada"}}),
        ([("claimant.name", ""), ("claimant.same_as", " ")], {"claimant": None}),
        ([("claimant", "Ada")], {"claimant": None}),
        ([("unknown", "x"), ("do", "save")], {}),
        ([("__class__.x", "x"), ("fields.title", "x")], {}),
    ],
)
def test_values_are_as_a_program_would_send_them(sent, found):
    assert raw(*sent) == found


@pytest.mark.parametrize(
    ("sent", "urls"),
    [
        ([("citations.0.url", "a"), ("citations.1.url", "b")], ["a", "b"]),
        ([("citations.10.url", "b"), ("citations.9.url", "a")], ["a", "b"]),
        ([("citations.0.url", ""), ("citations.1.url", "b")], ["b"]),
        ([("citations.0.stance", "supports")], []),
        ([("citations.0.url", "a"), ("citations.0.remove", "1"), ("citations.1.url", "b")], ["b"]),
        ([("citations.x.url", "a")], []),
        ([("citations.-1.url", "a")], []),
        ([("citations.0", "a")], []),
        ([("citations", "a")], []),
        ([("citations.0.url.deeper", "a")], []),
        ([("citations.٣.url", "a")], []),
        ([("citations." + "9" * 5000 + ".url", "b"), ("citations.0.url", "a")], ["a"]),
    ],
)
def test_rows_come_in_the_order_of_their_numbers_without_those_left_blank(sent, urls):
    assert [row["url"] for row in raw(*sent)["citations"]] == urls


@pytest.mark.parametrize("name", ["number", "citations.0.url"])
def test_a_number_of_many_digits_is_a_refusal_or_a_text(name: str):
    found = raw((name, "9" * 5000))
    if name == "number":
        with pytest.raises(Invalid) as refusal:
            load(Whole(), found)
        assert list(refusal.value.errors or {}) == ["number"]


def ask(app_data: Any, **options: Any) -> dict[str, Any]:
    """Read a form as a page does."""
    with Flask(__name__).test_request_context("/", method="POST", data=app_data, **options):
        return read_form(Whole)


def test_a_message_names_its_field_as_the_form_does():
    sent = {"citations.0.url": "x" * 101, "claimant.name": "\x00", "blind": "true"}
    with pytest.raises(Invalid) as refusal:
        ask(sent)
    assert set(refusal.value.errors or {}) == {"citations.0.url", "claimant.name"}


def test_a_form_larger_than_any_is_refused():
    with pytest.raises(RequestEntityTooLarge):
        ask({"text": "x" * (MAX_FORM + 1)})


def test_a_form_of_too_many_parts_is_refused():
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'
    with pytest.raises(RequestEntityTooLarge):
        ask(part * 2001 + b"--x--", content_type="multipart/form-data; boundary=x")


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", ""])
def test_what_is_no_form_is_an_empty_one(content_type: str):
    assert ask(b'{"title": "a"}', content_type=content_type) == {}
