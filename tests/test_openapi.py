"""The description of the API is valid, complete and true."""

import re
from collections import Counter
from http import HTTPStatus
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.http.examples import EXAMPLES
from service.http.headers import CSP
from service.permissions import WHO_MAY, Permission
from service.vocabulary import Role
from tests.factories import API, PROPOSAL, Desk, Person

PATH = f"{API}/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES_EACH = 4
EXAMPLES_OF_REFUSALS = 2
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")


@pytest.fixture
def document(servers):
    """The description; it is the same on every database."""
    _server, app = servers("sqlite")
    return app.test_client().get(PATH).get_json()


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def resolve(document, node):
    while "$ref" in node:
        found = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def test_it_is_valid_openapi(servers):
    _server, app = servers("sqlite")
    schema = schemathesis.openapi.from_wsgi(PATH, app)
    schema.validate()
    assert schema.raw_schema["openapi"].startswith("3.1")


def test_every_shape_is_valid_json_schema(document):
    for shape in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(
            shape | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
        )
        assert shape["description"].endswith(".")


def views(app):
    """The views of the API by method and path, as the description spells them."""
    for rule in app.url_map.iter_rules():
        path = PARAMETER.sub(r"{\1}", rule.rule)
        if path.startswith(f"{API}/") and path != PATH:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield f"{method} {path}", app.view_functions[rule.endpoint]


def test_it_describes_every_route_below_its_path(document, servers):
    _server, app = servers("sqlite")
    assert set(dict(operations(document))) == set(dict(views(app)))


def test_every_operation_says_what_it_is(document):
    names = []
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    for name, operation in operations(document):
        assert operation["summary"].endswith("."), name
        assert "Who may: " in operation["description"], name
        assert all(tags[tag] for tag in operation["tags"]), name
        names.append(operation["operationId"])
    assert len(set(names)) == len(names)


def test_every_operation_says_which_key_it_needs(document, servers):
    _server, app = servers("sqlite")
    described = dict(operations(document))
    for name, view in views(app):
        security = described[name]["security"]
        assert {"key": []} in security, name
        assert ({} in security) is (WHO_MAY[view.permission] is None), name


def test_every_operation_documents_its_refusals(document):
    for name, operation in operations(document):
        statuses = set(operation["responses"])
        assert {"401", "404", "503"} <= statuses, name
        if {} not in operation["security"]:
            assert "403" in statuses, name
        if "requestBody" in operation:
            assert {"400", "413", "415", "422"} <= statuses, name
        for status in statuses:
            if status >= "400":
                answer = resolve(document, operation["responses"][status])
                example = answer["content"]["application/problem+json"]["example"]
                assert example["status"] == int(status)
                assert example["title"] == HTTPStatus(int(status)).phrase


def test_every_body_and_answer_has_an_example_that_fits_its_shape(document):
    root = {"components": document["components"]}
    seen = 0
    for name, operation in operations(document):
        bodies = [operation["requestBody"]] if "requestBody" in operation else []
        answers = [resolve(document, each) for each in operation["responses"].values()]
        for holder in [*bodies, *answers]:
            for kind, content in holder.get("content", {}).items():
                assert "example" in content, f"{name} {kind}"
                validator = jsonschema_rs.validator_for(
                    root | content["schema"], validate_formats=True
                )
                validator.validate(content["example"])
                seen += 1
    assert seen > 100


def test_every_example_is_of_a_shape(document):
    shapes = document["components"]["schemas"]
    assert set(EXAMPLES) <= set(shapes)


def test_the_example_document_says_where_its_sentence_stands():
    text, claim = EXAMPLES["NewDocument"]["text"], EXAMPLES["ClaimShape"]
    anchor = claim["anchor"]
    assert (
        text[anchor["start"] : anchor["end"]] == claim["text"] == EXAMPLES["VerdictShape"]["text"]
    )
    assert text[: anchor["start"]][-32:] == anchor["prefix"]
    assert text[anchor["end"] :][:32] == anchor["suffix"]


def test_the_example_story_can_be_told(desk: Desk):
    added = desk.annotator.post("/documents", EXAMPLES["NewDocument"])
    assert added.status_code == 201, added.text
    told = EXAMPLES["DocumentShape"]
    mine = {"created_at", "updated_at", "id"}
    assert {name: value for name, value in added.json.items() if name not in mine} == {
        name: value for name, value in told.items() if name not in mine
    }
    version = desk.annotator.get(f"/documents/{added.json['id']}/versions/1").json
    assert version["blocks"] == EXAMPLES["VersionShape"]["blocks"]
    assert version["splitter"].partition(" ")[0] == "sentencex"
    claim = desk.claims(added.json)[1]
    assert claim["anchor"] == EXAMPLES["ClaimShape"]["anchor"]
    edit = desk.annotator.post(f"/claims/{claim['id']}/edits", EXAMPLES["NewEdit"])
    assert edit.status_code == 201, edit.text
    approval = desk.reviewer.post(
        f"/edits/{edit.json['id']}/approval", EXAMPLES["Approval"], if_match=edit.headers["ETag"]
    )
    assert approval.status_code == 201, approval.text
    verdict = desk.stranger.get(f"/claims/{claim['id']}/verdict").json
    for field in ("text", "rating", "rationale", "claimant", "claim_date", "tags", "anchor"):
        assert verdict[field] == EXAMPLES["VerdictShape"][field]
    tag = desk.reviewer.post("/tags", EXAMPLES["NewTag"])
    assert tag.json == EXAMPLES["TagShape"] | {"id": tag.json["id"]}


def test_an_answer_lists_its_properties_as_required_and_a_request_does_not(document):
    shapes = document["components"]["schemas"]
    assert set(shapes["VerdictShape"]["required"]) == set(shapes["VerdictShape"]["properties"])
    assert set(shapes["DocumentPage"]["required"]) == {"items", "next_cursor"}
    assert set(shapes["NewClaim"]["required"]) == {"version", "start", "end"}
    assert "required" not in shapes["NewDocument"]
    assert "required" not in shapes["DifferencesShape"]


def test_what_may_be_null_is_described_as_such(document):
    properties = document["components"]["schemas"]["DocumentShape"]["properties"]
    assert properties["title"]["type"] == ["string", "null"]
    assert properties["archived_at"]["type"] == ["string", "null"]
    assert properties["id"]["type"] == "integer"


@pytest.mark.parametrize(
    ("operation", "status", "headers"),
    [
        ("get /documents/{document_id}", "200", {"ETag"}),
        ("get /documents/{document_id}", "304", {"ETag"}),
        ("post /documents", "200", {"ETag", "Idempotency-Replayed"}),
        ("post /documents", "201", {"ETag", "Location", "Idempotency-Replayed"}),
        ("patch /edits/{edit_id}", "200", {"ETag"}),
        ("post /edits/{edit_id}/approval", "201", {"ETag", "Location", "Idempotency-Replayed"}),
        ("post /tags", "201", {"Location", "Idempotency-Replayed"}),
        ("post /api-keys", "201", {"Location"}),
    ],
)
def test_an_answer_documents_its_headers(document, operation, status, headers):
    method, path = operation.split()
    answer = document["paths"][f"{API}{path}"][method]["responses"][status]
    assert set(answer["headers"]) == headers | {"X-Request-Id"}


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_every_answer_is_as_documented(desk: Desk, role: Role | None):
    fill(desk)
    schema = schemathesis.openapi.from_wsgi(PATH, desk.app)
    may = role is not None and role.includes(Role.ANNOTATOR)
    answered = Counter[int]()
    for found in schema.get_all_operations():
        # A person each: some operations revoke keys and disable people.
        person = desk.stranger if role is None else desk.add(role)
        answered += try_out(found.ok(), person, EXAMPLES_EACH if may else EXAMPLES_OF_REFUSALS)
    assert answered[422 if may else 401 if role is None else 403] > 10
    assert answered[200] > 3


def try_out(operation, person: Person, examples: int) -> Counter[int]:
    """Send requests that fit the description, and ones that do not; each answer has to fit."""
    headers = {"Authorization": f"Bearer {person.key}"} if person.key else {}
    answered = Counter[int]()

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases(operation), id_=st.integers(1, 9), fresh=st.booleans())
    def every_answer_fits(case, id_, fresh):
        for name, value in (case.path_parameters or {}).items():
            if isinstance(value, int) and value > 0:
                case.path_parameters[name] = id_
        if fresh and "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = '"1.a", "2.a", "3.a"'
        response = case.call(headers=headers)
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS, headers=headers)

    every_answer_fits()
    return answered


def cases(operation):
    """Requests that fit the description, and ones that do not."""
    return st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )


def fill(desk: Desk) -> None:
    """Something of everything, so that ids 1 to 9 lead somewhere."""
    document = desk.document("One is so. Two is so. Three is so. Four is so.", visibility="public")
    first, second, third, fourth = desk.claims(document)
    desk.published(first)
    desk.draft(first, rationale="More.")
    desk.submitted(second)
    desk.draft(third, **PROPOSAL)
    edit = desk.submitted(fourth)
    desk.reviewer.post(
        f"/edits/{edit.json['id']}/change-request",
        {"comment": "Look again."},
        if_match=edit.headers["ETag"],
    )
    retracted = desk.claim("It was so.", visibility="public")
    desk.published(retracted)
    on_screen = desk.reviewer.get(f"/claims/{retracted['id']}").headers["ETag"]
    desk.reviewer.post(
        f"/claims/{retracted['id']}/retraction", {"reason": "No."}, if_match=on_screen
    )


def test_the_page_of_the_api_works_without_anything_from_elsewhere(servers):
    _server, app = servers("sqlite")
    client = app.test_client()
    page = client.get("/api/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert page.headers["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP
    assert "<style" not in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"\son\w+=", page.text)
    links = re.findall(r'(?:src|href|data-openapi)="([^"]+)"', page.text)
    assert len(links) >= 4
    for link in links:
        if link == "data:,":  # no icon, so that no browser asks for one
            continue
        assert not urlsplit(link).netloc
        answer = client.get(link)
        assert answer.status_code == 200, link
        answer.close()


def test_the_description_is_for_everyone():
    assert WHO_MAY[Permission.READ_API_DESCRIPTION] is None
