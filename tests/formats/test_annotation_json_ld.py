"""What a processor of JSON-LD without a network understands of annotations and the container."""

from collections.abc import Iterator
from typing import Any

import pytest
from pyld import jsonld

from tests.factories import Desk
from tests.formats.annotating import CONTAINER, Json, annotation_of, read
from tests.formats.annotation_contexts import load

ACTIVITY = "http://www.w3.org/ns/activitystreams#"
LDP = "http://www.w3.org/ns/ldp#"
OA = "http://www.w3.org/ns/oa#"
OPTIONS = {"documentLoader": load, "base": "https://elsewhere.example/"}
"""A word that no context knows would become an address below this base."""


@pytest.fixture
def claim(desk: Desk) -> Json:
    """A claim with a verdict."""
    claim = desk.claim(visibility="public", language="en", url="https://news.example/bridge")
    desk.published(claim)
    return claim


def test_every_word_of_an_annotation_is_understood(desk: Desk, claim: Json):
    annotation = annotation_of(desk, claim)
    (node,) = jsonld.expand(annotation, OPTIONS)
    assert not [word for word in leaves(node) if "elsewhere.example" in word]
    assert node["@type"] == [f"{OA}Annotation"]
    assert node[f"{OA}motivatedBy"] == [{"@id": f"{OA}assessing"}]
    rating, *_, citation = node[f"{OA}hasBody"]
    assert rating["http://schema.org/ratingValue"] == [{"@value": 4}]
    assert citation["urn:claimdesk:stance"] == [{"@value": "supports"}]
    kept = jsonld.compact(node, {"@context": annotation["@context"]}, OPTIONS)
    assert kept == annotation, "a key was dropped"


def test_every_word_of_the_container_and_its_pages_is_understood(desk: Desk, claim: Json):
    container = read(desk, CONTAINER)
    (node,) = jsonld.expand(container, OPTIONS)
    assert not [word for word in leaves(node) if "elsewhere.example" in word]
    assert node["@type"] == [f"{LDP}BasicContainer", f"{ACTIVITY}OrderedCollection"]
    (first,) = node[f"{ACTIVITY}first"]
    assert first["@id"] == container["first"]["id"]
    kept = jsonld.compact(node, {"@context": container["@context"]}, OPTIONS)
    assert set(kept) == set(container), "a key was dropped"
    (page,) = jsonld.expand(read(desk, f"{CONTAINER}?iris=1&page=0"), OPTIONS)
    iri = annotation_of(desk, claim)["id"]
    assert page[f"{ACTIVITY}items"] == [{"@list": [{"@id": iri}]}]


def leaves(node: Any) -> Iterator[str]:
    """Every word of an expanded document."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield name
            yield from leaves(value)
    elif isinstance(node, list):
        for each in node:
            yield from leaves(each)
    elif isinstance(node, str):
        yield node
