from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.accepted_secrets import hash_of
from support import provide, write


def test_a_baseline_of_detect_secrets(tmp_path: Path) -> None:
    entry = {"type": "Secret Keyword", "hashed_secret": "ab12", "line_number": 3}
    results = {"a.py": [entry, {"hashed_secret": "cd"}], "conf\\b.ini": [entry], "c.py": []}
    write(tmp_path, {".secrets.baseline": json.dumps({"version": "1.5.0", "results": results})})

    accepted = provide("accepted_secrets", tmp_path)

    assert accepted.path == ".secrets.baseline"
    assert accepted.hashes == {"a.py:ab12", "a.py:cd", "conf/b.ini:ab12"}


def test_without_a_baseline(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"no \.secrets\.baseline"):
        provide("accepted_secrets", tmp_path)


def test_a_named_one_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        provide("accepted_secrets", tmp_path, path="known.json")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "no table of files"),
        ({"results": []}, "no table of files"),
        ({"results": {"a": 1}}, "results.a"),
        ({"results": {"a": [1]}}, "no list of entries with a hashed_secret"),
        ({"results": {"a": [{"hashed_secret": 1}]}}, "as detect-secrets writes them"),
    ],
)
def test_a_broken_one(document: Any, message: str, tmp_path: Path) -> None:
    write(tmp_path, {".secrets.baseline": json.dumps(document)})

    with pytest.raises(InputError) as error:
        provide("accepted_secrets", tmp_path)
    assert message in str(error.value)


def test_hashes_are_salted_with_the_file() -> None:
    assert hash_of("a", "value") == hash_of("a", "value")
    assert hash_of("a", "value") != hash_of("b", "value")
    assert hash_of("a", "value").startswith("pbkdf2:")
