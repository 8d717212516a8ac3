"""The documentation says what the code does: all of it, and nothing that is not there."""

import ast
import re
import runpy
import tomllib
from dataclasses import fields
from itertools import chain
from pathlib import Path

import click
import pytest
from prometheus_client import Metric
from prometheus_client.metrics import MetricWrapperBase

from app import create_app
from service.cli import cli
from service.embeddings import asking
from service.http import observing
from service.http.problems import HTTP_CODES
from service.matching import candidates
from service.matching.model import shipped
from service.permissions import WHO_MAY, Permission
from service.settings import Settings
from service.vocabulary import NEXT_STATES, ChangeKind, EditState

ROOT = Path(__file__).parent.parent
API, OPERATING = ROOT / "docs/api.md", ROOT / "docs/operating.md"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def name_of(page):
    return str(page.relative_to(ROOT))


def code_spans(*pages):
    """What stands in `code` in the running text of pages, and each line of their blocks of code."""
    for page in pages:
        text = page.read_text()
        for block in re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
            yield from block.splitlines()
        yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def table_rows(page, *header):
    """The rows of the tables with this header, each a list of cells without the marks of code."""
    rows, inside = [], False
    for line in page.read_text().splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
        if inside and not set(line) <= set("|-"):
            rows.append(cells)
        inside = inside or tuple(cells) == header
    assert rows, f"{name_of(page)} has no table {header}"
    return rows


def as_written(part):
    """`<id:claim_id>` as `{claim_id}`."""
    return "{" + part[1] + "}"


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    """Every method and path of the application, as documentation writes them."""
    path = tmp_path_factory.mktemp("docs") / "desk.db"
    app = create_app(Settings(database_url=f"sqlite:///{path}"))
    app.extensions["database"].engine.dispose()
    return {
        f"{method} {re.sub('<(?:[a-z]+:)?([a-z_]+)>', as_written, rule.rule)}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not app.view_functions[rule.endpoint].is_page
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_its_line(routes):
    assert routes - set(code_spans(*PAGES)) == set()


def test_no_page_names_a_route_that_is_not_there(routes):
    named = {
        span.partition("?")[0]
        for span in code_spans(*PAGES)
        if re.match(r"(GET|POST|PUT|PATCH|DELETE) /", span)
    }
    assert named - routes - {re.sub(r"\{\w+\}", "7", route) for route in routes} == set()


def test_every_path_that_a_page_names_leads_to_a_route(routes):
    paths = {route.partition(" ")[2] for route in routes}
    named = chain.from_iterable(
        re.findall(r"(?<![\w.])/api/(?:docs|v1/[a-z{][\w/{}.-]*)", page.read_text())
        for page in PAGES
    )
    known = paths | {re.sub(r"\{\w+\}", "7", path) for path in paths}
    assert {path for path in named if path.rstrip("./") not in known} == set()


def test_every_setting_has_its_line_with_its_default():
    rows = table_rows(OPERATING, "setting", "default", "meaning")
    assert {name: default for name, default, _meaning in rows} == {
        field.name.upper(): str(field.default) for field in fields(Settings)
    }
    assert all(meaning for *_, meaning in rows)


def test_no_page_names_a_variable_that_nothing_reads():
    ours = {field.name.upper() for field in fields(Settings)}
    others = "".join(
        (ROOT / name).read_text() for name in ("Makefile", "compose.yaml", "bin/setup")
    )
    others += (ROOT / "tests/postgres.py").read_text()
    named = set(
        chain.from_iterable(re.findall(r"\b[A-Z]+_[A-Z_]+\b", span) for span in code_spans(*PAGES))
    )
    assert {name for name in named - ours if name not in others and name != "WHO_MAY"} == set()


def commands(group=cli, *before):
    """Every command by its words."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)
        else:
            yield " ".join((*before, name)), command


@pytest.mark.parametrize("words", [words for words, _ in commands()])
def test_every_command_has_its_line_with_every_option(words):
    command = dict(commands())[words]
    rows = [cells[0] for cells in table_rows(OPERATING, "command", "what")]
    (line,) = [
        row
        for row in rows
        if re.match(rf"claimdesk {words}(?! \w)(?= |$)|claimdesk {words} [A-Z]", row)
    ]
    wanted = {
        name
        for parameter in command.params
        for name in parameter.opts
        if name.startswith("--") and name != "--help"
    }
    assert wanted == set(re.findall(r"--[a-z-]+", line))
    arguments = [p for p in command.params if isinstance(p, click.Argument)]
    plain = re.sub(r"\[?--[^\]]*?(?:\]|(?= \[)|$)", "", line)
    assert len(re.findall(r"\b[A-Z]+\b", plain)) == len(arguments)


def test_no_page_names_a_command_or_an_option_that_is_not_there():
    known = dict(commands())
    called = (
        r"(?:^|\.venv/bin/|/srv/claimdesk/|exec desk |\$\()claimdesk ((?:[a-z]+(?: |$))+)([^|)]*)"
    )
    wrong = []
    for span in code_spans(*PAGES):
        for given, rest in re.findall(called, span):
            words = given.split()
            name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
            if name is None:
                wrong.append(span)
                continue
            options = {option for parameter in known[name].params for option in parameter.opts}
            used = set(re.findall(r"(?<![\w-])--[a-z-]+", rest))
            wrong += [f"{name} {option}" for option in used - options]
    assert wrong == []


def refusal_codes():
    """Every code that the source gives a refusal, found by reading it."""
    found = set(HTTP_CODES.values())
    for path in (ROOT / "service").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            value = None
            if isinstance(node, ast.keyword) and node.arg == "code":
                value = node.value
            elif isinstance(node, ast.Assign) and path.name == "errors.py":
                value = node.value if getattr(node.targets[0], "id", "") == "code" else None
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "answer",
                "problem",
            ):
                value = node.args[1]
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.add(value.value)
    return found


def test_every_refusal_has_its_line_and_no_line_has_none():
    rows = table_rows(API, "status", "code", "when", "what to do")
    documented = [code for _status, code, *_ in rows]
    assert set(documented) == refusal_codes()
    assert len(documented) == len(set(documented))
    assert all(all(cells) for cells in rows)


def test_the_statuses_of_refusals_are_those_of_the_description(routes):
    from service.http.openapi import REFUSALS

    rows = table_rows(API, "status", "code", "when", "what to do")
    documented = {(int(status), code) for status, code, *_ in rows}
    described = {(status, code) for status, (code, *_) in REFUSALS.items()}
    assert described <= documented


def test_the_table_of_permissions_is_the_one_in_the_code():
    rows = table_rows(API, "what", "who may")
    assert dict(rows) == {str(p): str(WHO_MAY[p] or "everyone") for p in Permission}


def test_the_table_of_the_state_machine_has_the_steps_of_the_code():
    documented = set()
    for _action, _request, before, after, *_ in table_rows(
        API, "action", "request", "from", "to", "who", "needs"
    ):
        if before and after != "stays":
            documented |= {(EditState(state), EditState(after)) for state in before.split(", ")}
    assert documented == {
        (before, after) for before, afters in NEXT_STATES.items() for after in afters
    }


def test_every_kind_of_change_has_its_line():
    rows = table_rows(API, "kind", "what happened")
    assert {kind for kind, _what in rows} == set(ChangeKind)


def test_so_many_fact_checks_are_looked_at_as_the_page_says():
    page = " ".join((ROOT / "docs/matching.md").read_text().split())
    weighed = candidates.WEIGHED * candidates.MOST
    assert f"until they bring in {candidates.BUDGET:,} rows" in page
    assert f"The {weighed} whose words tell most are weighed by BM25" in page
    assert f"and {candidates.MOST} of them are looked at closely" in page
    assert f"{len(shipped().weights)} numbers for each" in page


def test_every_metric_has_its_line():
    named = [*vars(observing).values(), asking.requests()]
    collectors = [each for each in named if isinstance(each, MetricWrapperBase)]
    described: list[Metric] = [metric for each in collectors for metric in each.describe()]
    names = {m.name + ("_total" if m.type == "counter" else "") for m in described}
    assert names == {name for name, _what in table_rows(OPERATING, "metric", "what")}


def test_the_ratings_are_those_of_the_default_scale():
    migration = runpy.run_path(str(ROOT / "migrations/versions/0005_create_scales.py"))
    rows = table_rows(ROOT / "docs/annotators.md", "code", "label", "value", "use it when")
    assert [tuple(cells[:3]) for cells in rows] == [
        (code, label, str(value or "none"))
        for code, value, _averitec, label, *_ in migration["RATINGS"]
    ]


def test_the_map_has_a_line_for_every_folder_of_the_program():
    text = (ROOT / "docs/code.md").read_text()
    folders = {path.parent.name for path in (ROOT / "service").glob("*/*.py")}
    assert {folder for folder in folders if f"`service/{folder}/`" not in text} == set()


def test_the_map_names_no_file_that_is_not_there():
    named = {
        span.rstrip("/")
        for span in code_spans(ROOT / "docs/code.md")
        if re.fullmatch(r"(service|tests|migrations|bin|docs|bench)/[\w/.]*", span)
    }
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_the_decisions_are_numbered_and_listed():
    pages = sorted((ROOT / "docs/decisions").glob("0*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    listed = re.findall(
        r"^\d+\. \[(.+)\]\((.+)\)$", (pages[0].parent / "README.md").read_text(), re.M
    )
    assert [target for _title, target in listed] == [page.name for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
        if re.match("https?:", target):
            continue
        path, _, heading = target.partition("#")
        where = (page.parent / path) if path else page
        if not where.exists() or (heading and heading not in headings(where)):
            broken.append(target)
    assert broken == []


def headings(page):
    """The anchors that forges make of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("target", ["run", "test", "bench"])
def test_the_targets_that_pages_name_are_in_the_makefile(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_no_page_names_a_target_that_make_does_not_have():
    named = {
        target for span in code_spans(*PAGES) for target in re.findall(r"^make ([a-z-]+)", span)
    }
    makefile = (ROOT / "Makefile").read_text()
    assert {t for t in named if not re.search(rf"^{t}:", makefile, re.MULTILINE)} == set()


def test_the_changelog_has_an_entry_for_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## [{version}] - " in (ROOT / "CHANGELOG.md").read_text()
