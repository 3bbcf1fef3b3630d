"""The JSON report: everything, for machines, with a versioned schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.reports.record import SCHEMA, GateReport, as_dict, from_dict


def write(report: GateReport) -> str:
    """Return the report as JSON text.

    The keys are ``schema``, ``created_at``, ``phase``, ``config``, ``outcome``,
    ``blocked``, ``counts`` (family -> outcome -> items) and ``records``; within
    ``mlgate-report/1`` keys are only ever added.
    """
    document = {
        "schema": SCHEMA,
        "created_at": report.created_at,
        "phase": report.phase,
        "config": report.config,
        "outcome": str(report.outcome),
        "blocked": report.blocked,
        "counts": {
            family: {str(outcome): n for outcome, n in sorted(counted.items())}
            for family, counted in report.counts().items()
        },
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
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            "report", found=f"an unusable record ({error})", expected=expected
        ) from None
