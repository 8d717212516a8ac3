"""The JSON-LD contexts that annotations name, for a processor without a network.

Reduced ones of our own: they map the terms that we write, and no others, to the IRIs that the
published contexts at http://www.w3.org/ns/anno.jsonld and http://www.w3.org/ns/ldp.jsonld map them
to. A term that is missing here, or an IRI that is wrong, makes a test fail.
"""

from typing import Any

LINK, WORD = {"@type": "@id"}, {"@type": "@vocab"}
INSTANT = {"@type": "xsd:dateTime"}
COUNT = {"@type": "xsd:nonNegativeInteger"}

ANNO: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Organization": "foaf:Organization",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextualBody": "oa:TextualBody",
    "TimeState": "oa:TimeState",
    "assessing": "oa:assessing",
    "classifying": "oa:classifying",
    "describing": "oa:describing",
    "linking": "oa:linking",
    "tagging": "oa:tagging",
    "body": {"@id": "oa:hasBody"} | LINK,
    "cached": {"@id": "oa:cachedSource"} | LINK,
    "created": {"@id": "dcterms:created"} | INSTANT,
    "creator": {"@id": "dcterms:creator"} | LINK,
    "end": {"@id": "oa:end"} | COUNT,
    "exact": "oa:exact",
    "first": {"@id": "as:first"} | LINK,
    "format": "dc:format",
    "items": {"@id": "as:items", "@container": "@list"} | LINK,
    "label": "rdfs:label",
    "language": "dc:language",
    "last": {"@id": "as:last"} | LINK,
    "modified": {"@id": "dcterms:modified"} | INSTANT,
    "motivation": {"@id": "oa:motivatedBy"} | WORD,
    "name": "foaf:name",
    "next": {"@id": "as:next"} | LINK,
    "partOf": {"@id": "as:partOf"} | LINK,
    "prefix": "oa:prefix",
    "prev": {"@id": "as:prev"} | LINK,
    "purpose": {"@id": "oa:hasPurpose"} | WORD,
    "rights": {"@id": "dcterms:rights"} | LINK,
    "selector": {"@id": "oa:hasSelector"} | LINK,
    "source": {"@id": "oa:hasSource"} | LINK,
    "sourceDate": {"@id": "oa:sourceDate"} | INSTANT,
    "start": {"@id": "oa:start"} | COUNT,
    "startIndex": {"@id": "as:startIndex"} | COUNT,
    "state": {"@id": "oa:hasState"} | LINK,
    "suffix": "oa:suffix",
    "target": {"@id": "oa:hasTarget"} | LINK,
    "total": {"@id": "as:totalItems"} | COUNT,
    "value": "rdf:value",
}
LDP: dict[str, Any] = {
    "ldp": "http://www.w3.org/ns/ldp#",
    "BasicContainer": "ldp:BasicContainer",
}
CONTEXTS = {"http://www.w3.org/ns/anno.jsonld": ANNO, "http://www.w3.org/ns/ldp.jsonld": LDP}


def load(url: str, _options: Any) -> dict[str, Any]:
    """A loader of documents for pyld, which knows these two and asks nobody."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": {"@context": CONTEXTS[url]},
    }
