import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import service

VENDOR = Path(service.__file__).parent / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
SHA256 = {file["path"]: file["sha256"] for package in PACKAGES for file in package["files"]}


@pytest.mark.parametrize("path", SHA256)
def test_a_vendored_file_is_the_published_one(path: str) -> None:
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == SHA256[path]


def test_every_vendored_file_is_listed() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"vendor.json"} == set(SHA256)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["package"])
def test_a_vendored_package_brings_its_licence(package: dict[str, Any]) -> None:
    assert package["licence"]
    assert "LICENSE" in {file["packed"] for file in package["files"]}
