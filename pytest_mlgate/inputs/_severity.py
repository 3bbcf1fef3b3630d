"""How bad a known hole is: words, scores and CVSS vectors on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from pytest_mlgate.extras import require


class Severity(StrEnum):
    """How bad a hole is; the worst comes first."""

    CRITICAL = "critical"
    HIGH = "high"
    UNKNOWN = "unknown"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def is_grave(self) -> bool:
        """Whether it is critical or high; what nobody rated counts as high."""
        return self in {Severity.CRITICAL, Severity.HIGH, Severity.UNKNOWN}

    def __str__(self) -> str:
        return "unknown severity, counts as high" if self is Severity.UNKNOWN else self.value


_WORDS: Mapping[str, Severity] = {
    "critical": Severity.CRITICAL,
    "high": Severity.HIGH,
    "important": Severity.HIGH,
    "error": Severity.HIGH,
    "medium": Severity.MEDIUM,
    "moderate": Severity.MEDIUM,
    "warning": Severity.MEDIUM,
    "low": Severity.LOW,
    "minor": Severity.LOW,
    "negligible": Severity.LOW,
    "note": Severity.LOW,
    "info": Severity.LOW,
    "none": Severity.LOW,
}
_LONGEST_VECTOR = 400


def worst(found: Iterable[Severity]) -> Severity:
    """Return the worst of several ratings of one hole; one that is unknown says nothing."""
    known = set(found) - {Severity.UNKNOWN}
    return next((severity for severity in Severity if severity in known), Severity.UNKNOWN)


def of_word(word: object) -> Severity:
    """Return the severity that a word stands for; any other value is unknown."""
    known = _WORDS.get(word.strip().lower()) if isinstance(word, str) else None
    return known or Severity.UNKNOWN


def of_score(score: object) -> Severity:
    """Return the severity of a CVSS score by the bands of CVSS 3 and 4."""
    try:
        number = float(score)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return Severity.UNKNOWN
    if not 0 <= number <= 10:
        return Severity.UNKNOWN
    bands = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM))
    return next((severity for lowest, severity in bands if number >= lowest), Severity.LOW)


def of_vector(vector: object) -> Severity:
    """Return the severity of a CVSS vector of version 2, 3 or 4, by its base score.

    A vector that is none is unknown; so is anything else that a record holds in its place.
    """
    if not isinstance(vector, str) or len(vector) > _LONGEST_VECTOR:
        return Severity.UNKNOWN
    if not vector.startswith(("CVSS:", "AV:", "(AV:")):
        return of_score(vector)
    cvss = require("cvss", extra="dependencies", purpose="rate known vulnerabilities")
    kinds = {"CVSS:3": cvss.CVSS3, "CVSS:4": cvss.CVSS4}
    try:
        rated = kinds.get(vector[:6], cvss.CVSS2)(vector.strip("()"))
        return of_score(rated.base_score)
    except (cvss.CVSSError, ArithmeticError, LookupError, TypeError, ValueError):
        return Severity.UNKNOWN
