"""The accepted state of a legacy project: findings that are known do not fail again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.verdict import Finding, Outcome

SCHEMA = "mlgate-baseline/1"
_ACCEPTED = "accepted in the baseline"


@dataclass(frozen=True)
class Baseline:
    """How often each finding of each check is accepted.

    Parameters
    ----------
    accepted:
        Item key (check id, with ``[subject]``) -> fingerprint of a finding -> how many.
    accepts_all:
        Whether everything is accepted, because a new baseline is being made.
    """

    accepted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    accepts_all: bool = False

    def apply(self, item: str, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings with the accepted ones turned into notes.

        Findings are matched by fingerprint and counted, so that moving a line is free and
        adding one more of a kind is not.
        """
        left = Counter(self.accepted.get(item, {}))
        judged = []
        for finding in findings:
            known = self.accepts_all or left[finding.fingerprint] > 0
            if known and finding.outcome in _ACCEPTABLE and not finding.waived:
                left[finding.fingerprint] -= 1
                judged.append(replace(finding, outcome=Outcome.PASS, waived=_ACCEPTED))
            else:
                judged.append(finding)
        return judged


_ACCEPTABLE = {Outcome.FAIL, Outcome.WARN, Outcome.INCONCLUSIVE}


def fingerprints(findings: Iterable[Finding]) -> dict[str, int]:
    """Count the findings that :meth:`Baseline.apply` accepted, by fingerprint.

    What a waiver covers is not among them: a waiver ends on its day, a baseline does not.
    """
    counted = Counter(finding.fingerprint for finding in findings if finding.waived == _ACCEPTED)
    return dict(sorted(counted.items()))


def load(project: Project, file: str | None) -> Baseline:
    """Read the baseline; without a file nothing is accepted.

    Raises
    ------
    InputError
        If the configuration names a file that is missing or broken.
    """
    if file is None:
        return Baseline()
    expected = f"a file written by pytest --mlgate-update (schema {SCHEMA})"
    try:
        document: Any = json.loads(project.read_text(file))
    except (ValueError, RecursionError):
        raise InputError(file, found="broken JSON", expected=expected) from None
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise InputError(file, key="schema", found="another schema", expected=expected)
    accepted: Any = document.get("accepted")
    if not _is_counts(accepted):
        raise InputError(file, key="accepted", found="something else", expected=expected)
    return Baseline(accepted)


def save(project: Project, file: str, accepted: Mapping[str, Mapping[str, int]]) -> None:
    """Write the baseline; items without findings are left out."""
    document = {
        "schema": SCHEMA,
        "accepted": {item: dict(found) for item, found in sorted(accepted.items()) if found},
    }
    files.write_atomic(project.path(file), json.dumps(document, indent=2) + "\n")


def _is_counts(accepted: Any) -> bool:
    return isinstance(accepted, dict) and all(
        isinstance(found, dict) and all(type(count) is int for count in found.values())
        for found in accepted.values()
    )
