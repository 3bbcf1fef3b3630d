"""The preset ``handbook``: seven categories with formulas of their own."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_mlgate.checks.health._readings import Category, Readings, Scored, weighted

_REPRODUCIBILITY = {
    "dependencies pinned": "dependencies.pinned-versions",
    "environment reproducible": "reproducibility.lock-file",
    "data versioned": "reproducibility.data-manifest",
    "seeds fixed": "reproducibility.nondeterministic-code",
    "runs tracked": "reproducibility.config-tracking",
}
_VULNERABILITIES = "dependencies.vulnerabilities"


def handbook(read: Readings) -> tuple[Category, ...]:
    """Return the categories; a term that nobody measured drops out of its category."""
    return categories(measures(read))


def measures(read: Readings) -> dict[str, float | None]:
    """Return every measure that the formulas know, shares as 0 to 1, ``None`` if not measured."""
    declared = read.declared.get
    audit = read.verdict(_VULNERABILITIES)
    audited = audit is not None and read.outcome("audit", _VULNERABILITIES).score is not None
    found: dict[str, float | None] = {
        "coverage": read.value("health.test-coverage", "line coverage"),
        "types": read.value("health.type-annotations", "annotated functions"),
        "lint": read.value("health.code-style", "clean files"),
        "complexity": read.value("health.complexity", "mean complexity"),
        "duplication": read.value("health.duplication", "duplicated tokens"),
        "docstrings": read.value("health.docstring-coverage", "documented definitions"),
        "readme": read.value("health.readme", "readme sections"),
        "api documentation": declared("api_documentation")
        if "api_documentation" in read.declared
        else read.item("api", "health.project-structure", "api-docs").score,
        "accuracy": declared("accuracy"),
        "p95": declared("latency_p95_ms"),
        "calibration error": declared("calibration_error"),
        "uptime": declared("uptime"),
        "incident response": declared("incident_response_hours"),
        "vulnerabilities": read.value(_VULNERABILITIES, "vulnerabilities"),
        "secrets": read.value("health.secrets", "secrets"),
        "audit": float(audit.ok) if audit is not None and audited else None,
    }
    for name, check in _REPRODUCIBILITY.items():
        reading = read.outcome(name, check)
        found[name] = None if reading.score is None else float(reading.holds)
    for name in (*_OPERATIONS, *_COMPLIANCE):
        found[name] = declared(name.replace(" ", "_"))
    return found


_OPERATIONS = ("monitoring", "alerting", "backup", "rollback")
_COMPLIANCE = ("privacy review", "bias audit", "model card", "audit trail")


def categories(measured: Mapping[str, float | None]) -> tuple[Category, ...]:
    """Apply the formulas to measures by name."""

    def share(name: str, weight: float = 1.0) -> Scored:
        return _part(name, measured.get(name), weight)

    def score(name: str, weight: float, slope: float, start: float = 0.0) -> Scored:
        """Full marks up to `start`, then `slope` fewer of 100 for every unit more."""
        value = measured.get(name)
        lost = None if value is None else slope * (value - start) / 100
        return _part(name, None if lost is None else min(1.0, max(0.0, 1 - lost)), weight)

    code = (
        share("coverage", 0.30),
        share("types", 0.20),
        share("lint", 0.20),
        score("complexity", 0.15, 10),
        score("duplication", 0.15, 100),
    )
    documentation = (
        share("docstrings", 0.40),
        share("readme", 0.35),
        share("api documentation", 0.25),
    )
    model = (
        share("accuracy", 0.50),
        score("p95", 0.25, 0.2, 50),
        score("calibration error", 0.25, 1000),
    )
    operations = tuple(share(name) for name in _OPERATIONS)
    return (
        _category("code", 0.18, code),
        _category("documentation", 0.12, documentation),
        _category("reproducibility", 0.20, tuple(share(name) for name in _REPRODUCIBILITY)),
        _category("model", 0.15, model),
        _category("operations", 0.20, operations, factor=_operations_factor(measured)),
        _category("security", 0.08, _security(measured)),
        _category("compliance", 0.07, tuple(share(name) for name in _COMPLIANCE)),
    )


def _operations_factor(measured: Mapping[str, float | None]) -> float:
    uptime, response = measured.get("uptime"), measured.get("incident response")
    factor = 1.1 if uptime is not None and uptime >= 0.999 else 1.0
    return factor * (0.9 if response is not None and response > 4 else 1.0)


def _security(measured: Mapping[str, float | None]) -> tuple[Scored, ...]:
    count, secrets = measured.get("vulnerabilities"), measured.get("secrets")
    clean = None if count is None else 1.0 if count == 0 else 0.5 if count < 5 else 0.0
    return (
        _part("vulnerabilities", clean, 0.40),
        _part("secrets", None if secrets is None else float(secrets == 0), 0.30),
        _part("audit", measured.get("audit"), 0.30),
    )


def _part(name: str, score: float | None, weight: float) -> Scored:
    why = "not measured" if score is None else f"{100 * score:.4g} of 100"
    return Scored(name, score, weight, holds=score == 1, why=why)


def _category(
    name: str, weight: float, parts: tuple[Scored, ...], *, factor: float = 1.0
) -> Category:
    score = weighted(parts)
    return Category(name, weight, None if score is None else min(100.0, factor * score), parts)
