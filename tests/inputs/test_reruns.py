"""Recorded re-runs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs.reruns import Reruns, decimals
from support import provide, write

RUN = {
    "run_id": "a",
    "commit": "c1",
    "config_hash": "f1",
    "data_hash": "d1",
    "seed": 1,
    "hash_seed": None,
    "platform_hash": None,
    "metrics": {"auc": 0.9},
    "prediction_sha256": None,
}
HEADLINE = {"metric": "auc", "value": 96.8, "direction": "higher", "kind": "single"}


def load(root: Path, **changed: Any) -> Reruns:
    document = {"schema": "reruns/1", "runs": [RUN], **changed}
    document = {key: value for key, value in document.items() if value is not ...}
    return provide("reruns", write(root, {"reruns.json": json.dumps(document)}))


def test_nothing_there_is_absent_and_something_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no recorded re-runs"):
        provide("reruns", tmp_path)
    with pytest.raises(InputError, match="no such file"):
        provide("reruns", tmp_path, path="nightly.json")


def test_everything_is_read(tmp_path: Path) -> None:
    reruns = load(tmp_path, headline=HEADLINE, baseline_runs=[RUN])
    assert reruns.runs[0].metrics == {"auc": 0.9}
    assert reruns.runs[0].setting == ("c1", "f1", "d1")
    assert reruns.headline is not None
    assert reruns.headline.digits == 1
    assert len(reruns.baseline_runs) == 1
    assert len(reruns.fingerprint) == 64


def test_a_null_metric_is_nan(tmp_path: Path) -> None:
    assert math.isnan(
        load(tmp_path, runs=[{**RUN, "metrics": {"auc": None}}]).runs[0].metrics["auc"]
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"schema": "reruns/2"}, "schema: found 'reruns/2'; expected 'reruns/1'"),
        ({"schema": ...}, "schema: found nothing"),
        ({"run": []}, "run: found an unknown key.*did you mean 'runs'"),
        ({"runs": []}, "runs: found an empty list"),
        ({"runs": {}}, "runs: found a table; expected a list"),
        ({"runs": [1]}, r"runs\[0\]"),
        ({"runs": [RUN, RUN]}, r"runs\[1\].run_id: found 'a' twice"),
        (
            {"runs": [{k: v for k, v in RUN.items() if k != "commit"}]},
            r"runs\[0\].commit: found nothing",
        ),
        ({"runs": [{**RUN, "seed": True}]}, r"runs\[0\].seed"),
        ({"runs": [{**RUN, "seed": "1"}]}, r"runs\[0\].seed: found text"),
        ({"runs": [{**RUN, "commit": ""}]}, "empty text"),
        ({"runs": [{**RUN, "metrics": {}}]}, "an empty table"),
        (
            {"runs": [{**RUN, "metrics": {"auc": "0.9"}}]},
            r"runs\[0\].metrics.auc: found str; expected a number",
        ),
        ({"runs": [{**RUN, "metrics": {"auc": True}}]}, "found bool"),
        ({"runs": [{**RUN, "metrics": {"auc": float("nan")}}]}, "NaN"),
        (
            {"headline": {**HEADLINE, "direction": "up"}},
            "headline.direction: found 'up'; expected higher or lower",
        ),
        ({"headline": {**HEADLINE, "kind": "best"}}, "headline.kind"),
        ({"headline": {**HEADLINE, "value": None}}, "headline.value: found nothing"),
        ({"headline": {**HEADLINE, "digits": -1}}, "headline.digits"),
    ],
)
def test_what_breaks_the_schema_is_named(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=rf"reruns.json.*{message}"):
        load(tmp_path, **changed)


@given(st.decimals(-1000, 1000, places=4))
def test_decimals_restore_the_number(number: Any) -> None:
    assert round(float(number), decimals(float(number))) == float(number)
