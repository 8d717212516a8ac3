"""The shape of the program: what every module, view and refusal keeps to."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from service.http.problems import HTTP_CODES
from service.permissions import WHO_MAY, Permission
from service.settings import Settings

ROOT = Path(__file__).parent.parent
MODULES = sorted([ROOT / "app.py", *(ROOT / "service").rglob("*.py")])
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LONGEST_MODULE = 300
"""Lines."""


def name_of(path: Path) -> str:
    """A path as people say it."""
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    """A path as Python imports it."""
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


each_module = pytest.mark.parametrize("path", MODULES, ids=name_of)


def test_every_view_states_who_may_call_it():
    app = create_app(Settings(database_url="sqlite://"))
    stated = {
        endpoint: getattr(view, "permission", None)
        for endpoint, view in app.view_functions.items()
        if endpoint != "static"
    }
    assert len(stated) > 30
    assert {endpoint for endpoint, permission in stated.items() if permission is None} == set()
    assert set(stated.values()) == set(Permission), "a permission that no view asks for"


def test_the_table_of_permissions_has_a_line_for_each():
    assert set(WHO_MAY) == set(Permission)


@each_module
def test_a_module_is_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@each_module
def test_what_is_public_is_described(path: Path):
    assert list(undescribed(TREES[path], module_of(path))) == []


def undescribed(tree: ast.AST, name: str) -> Iterator[str]:
    """The public functions and classes without a docstring."""
    if isinstance(tree, ast.Module) and not ast.get_docstring(tree) and not is_model(name):
        yield name
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        here = f"{name}.{node.name}"
        if node.name.startswith("_") or overrides(node):
            continue
        if not ast.get_docstring(node):
            yield here
        if isinstance(node, ast.ClassDef):
            yield from undescribed(node, here)


def is_model(name: str) -> bool:
    """A model's module holds one class, whose docstring says it all."""
    return name.startswith("service.models.")


def overrides(node: ast.AST) -> bool:
    """Whether somebody else's base class says what a method or an inner class is for."""
    others = {
        "Meta",
        "process_bind_param",
        "process_result_value",
        "load_dialect_impl",
        "to_url",
        "Base",
    }
    return getattr(node, "name", "") in others


@each_module
def test_a_module_leaves_the_commit_to_the_edge_of_the_database(path: Path):
    """Edges write `with transaction()`, actions never commit: half a use case is never kept."""
    commits = [
        ast.unparse(node)
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert commits == []


@each_module
def test_a_module_knows_nothing_of_the_tests(path: Path):
    imported = set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported.isdisjoint({"tests", "pytest", "hypothesis"})


def parts() -> list[str]:
    """The folders and modules right under service/."""
    here = ROOT / "service"
    folders = [path.parent for path in here.glob("*/__init__.py")]
    modules = [path for path in here.glob("*.py") if path.name != "__init__.py"]
    return sorted(module_of(path) for path in [*folders, *modules])


def contract(name: str) -> dict[str, list[str]]:
    """The import contract whose name begins like this."""
    return next(each for each in CONTRACTS if each["name"].startswith(name))


def test_every_part_has_its_place_among_the_layers():
    layers = contract("parts:")["layers"]
    placed = [part.strip() for layer in layers for part in layer.split("|")]
    assert sorted(placed) == parts()


def test_every_part_with_layers_inside_is_held_to_them():
    contained = contract("inside a part:")["containers"]
    with_layers = {
        f"service.{path.parent.name}"
        for name in ("api", "schemas", "actions", "queries", "rules")
        for path in (ROOT / "service").glob(f"*/{name}.py")
    }
    assert set(contained) == with_layers


def test_every_module_of_a_layered_part_has_its_layer():
    """Or is pure, and said to be."""
    inside = {name for layer in contract("inside a part:")["layers"] for name in words(layer)}
    pure = set(contract("rules and words are pure")["source_modules"])
    placeless = {
        module_of(path)
        for part in contract("inside a part:")["containers"]
        for path in (ROOT / part.replace(".", "/")).glob("*.py")
        if path.stem not in inside | {"__init__"} and module_of(path) not in pure
    }
    assert placeless == set()


def words(layer: str) -> list[str]:
    """The modules of a layer, which is written like `(actions) | (purge)`."""
    return re.findall(r"\w+", layer)


def refusal_codes() -> set[str]:
    """Every code that a refusal of the program can carry."""
    found = set(HTTP_CODES.values())
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                found |= codes_of_call(node)
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "code":
                found |= {node.value.value} if isinstance(node.value, ast.Constant) else set()
    return found


def codes_of_call(call: ast.Call) -> set[str]:
    """`Conflict(..., code="...")` and `problem(503, "...", ...)`."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    if ast.unparse(call.func) in ("answer", "problem"):
        given += call.args[1:2]
    return {each.value for each in given if isinstance(each, ast.Constant)}


def test_every_code_of_a_refusal_is_documented():
    codes = refusal_codes()
    assert {"malformed", "stale_base", "duplicate", "unavailable", "internal_error"} <= codes
    documented = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert {code for code in codes if f"`{code}`" not in documented} == set()
