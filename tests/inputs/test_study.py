"""Search spaces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from support import provide, write


def load(root: Path, document: Any) -> Any:
    return provide("study", write(root, {"study.json": json.dumps(document)}))


def test_absent(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no study record"):
        provide("study", tmp_path)


@pytest.mark.parametrize(
    "space", [{"lr": {"low": 0}, "depth": {}}, [{"name": "lr", "low": 0}, {"name": "depth"}]]
)
def test_a_table_and_a_list_of_parameters(tmp_path: Path, space: Any) -> None:
    study = load(tmp_path, {"schema": "study/1", "space": space, "sampler": "tpe"})
    assert list(study.space) == ["lr", "depth"]
    assert study.space["lr"]["low"] == 0


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"schema": "study/1"}, "space: found nothing"),
        ({"schema": "study/1", "space": {}}, "space: found nothing in it"),
        ({"schema": "study/1", "space": []}, "space: found nothing in it"),
        ({"schema": "study/1", "space": [{}]}, r"space\[0\].name"),
        ({"schema": "study/1", "space": {"lr": 1}}, "space.lr"),
        ({"schema": "run/1", "space": {"lr": {}}}, "schema"),
    ],
)
def test_what_breaks_the_schema_is_named(tmp_path: Path, document: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(tmp_path, document)
