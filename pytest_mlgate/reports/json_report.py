"""The JSON report: everything, for machines, with a versioned schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.reports.record import SCHEMA, About, GateReport, as_dict, from_dict


def write(report: GateReport) -> str:
    """Return the report as JSON text.

    The keys are ``schema``, ``version``, ``created_at``, ``phase``, ``config``, ``project``,
    ``outcome``, ``blocked``, ``reason``, ``counts`` (family -> outcome -> items), ``checks``
    and ``records``; within ``mlgate-report/1`` keys are only ever added.  The schema is
    ``mlgate-report-1.schema.json`` beside this module.
    """
    document = {
        "schema": SCHEMA,
        "version": report.version,
        "created_at": report.created_at,
        "phase": report.phase,
        "config": report.config,
        "project": report.project,
        "outcome": str(report.outcome),
        "blocked": report.blocked,
        "reason": report.reason,
        "counts": {
            family: {str(outcome): n for outcome, n in sorted(counted.items())}
            for family, counted in report.counts().items()
        },
        "checks": {id: asdict(about) for id, about in sorted(report.checks.items())},
        "records": [as_dict(record) for record in report.records],
    }
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def read(text: str) -> GateReport:
    """Return the report that :func:`write` wrote.

    Raises
    ------
    InputError
        If the text is no report of this schema.
    """
    expected = f"a report of schema {SCHEMA}"
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("report", found=f"broken JSON ({error})", expected=expected) from None
    if not isinstance(document, Mapping) or document.get("schema") != SCHEMA:
        raise InputError("report", key="schema", found="another schema", expected=expected)
    try:
        return GateReport(
            created_at=document["created_at"],
            phase=document["phase"],
            config=document["config"],
            records=tuple(from_dict(record) for record in document["records"]),
            reason=document.get("reason", ""),
            version=document.get("version", ""),
            project=document.get("project", ""),
            checks={id: About(**found) for id, found in document.get("checks", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "report", found=f"an unusable record ({error})", expected=expected
        ) from None
