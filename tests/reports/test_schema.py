"""The published schema of the JSON report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from pytest_mlgate.config.settings import Severity
from pytest_mlgate.reports import json_report
from pytest_mlgate.reports.record import SCHEMA, GateReport
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Series
from report_samples import record, report, reports

TEXT = files("pytest_mlgate.reports").joinpath("mlgate-report-1.schema.json").read_text("utf-8")
PUBLISHED: Any = json.loads(TEXT)
VALIDATOR = Draft202012Validator(PUBLISHED)


def closed(schema: Any) -> Any:
    """The schema with every object that lists its keys closed to others."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(part) for key, part in schema.items()}
    return parts | ({"additionalProperties": False} if "required" in parts else {})


def test_it_is_a_schema_of_this_version() -> None:
    Draft202012Validator.check_schema(PUBLISHED)
    assert PUBLISHED["title"] == PUBLISHED["properties"]["schema"]["const"] == SCHEMA
    definitions = PUBLISHED["$defs"]
    assert definitions["outcome"]["enum"] == [str(outcome) for outcome in Outcome]
    assert set(definitions["record"]["properties"]["severity"]["enum"]) == set(map(str, Severity))


@pytest.mark.parametrize("kind", [Finding, Estimate, Series])
def test_every_part_is_described(kind: type) -> None:
    described = PUBLISHED["$defs"][kind.__name__.lower()]["properties"]
    assert list(described) == [field.name for field in fields(kind)]


@settings(max_examples=60, deadline=None)
@given(reports)
def test_any_report(one: GateReport) -> None:
    document = json.loads(json_report.write(one))
    VALIDATOR.validate(document)
    Draft202012Validator(closed(PUBLISHED)).validate(document)


def test_keys_may_be_added() -> None:
    document = json.loads(json_report.write(report(record())))
    document["new"] = document["records"][0]["new"] = 1
    VALIDATOR.validate(document)


def broken() -> Iterator[Any]:
    for key, value in (("schema", "mlgate-report/2"), ("outcome", "FINE"), ("records", {})):
        yield json.loads(json_report.write(report(record()))) | {key: value}
    document = json.loads(json_report.write(report(record())))
    del document["records"][0]["verdict"]
    yield document


@pytest.mark.parametrize("document", list(broken()))
def test_it_refuses_what_is_no_report(document: Any) -> None:
    assert not VALIDATOR.is_valid(document)
