"""The preset ``pillars``: six equal pillars, none of which may carry another."""

from __future__ import annotations

from pytest_mlgate.checks.health._readings import Category, Readings, Scored, category

_PILLARS = {
    "reproducibility": (
        "reproducibility.git-state",
        "reproducibility.lock-file",
        "reproducibility.data-manifest",
        "reproducibility.nondeterministic-code",
        "reproducibility.container-environment",
        "reproducibility.config-tracking",
    ),
    "reliability": (
        "health.test-coverage",
        "health.test-quality",
        "health.silent-defaults",
        "health.dead-gates",
        "leakage.fit-before-split",
    ),
    "maintainability": (
        "health.code-style",
        "health.type-annotations",
        "health.complexity",
        "health.maintainability-index",
        "health.duplication",
        "health.docstring-coverage",
        "health.technical-debt",
    ),
    "ethics": (
        "fairness.policy",
        "fairness.disparate-impact",
        "fairness.equalized-odds",
        "fairness.forbidden-input",
        "fairness.proxy-association",
    ),
}


def pillars(read: Readings) -> tuple[Category, ...]:
    """Return the pillars, each the mean of the checks that are about it."""
    judged = {
        name: tuple(read.outcome(check, check) for check in checks)
        for name, checks in _PILLARS.items()
    }
    structure = "health.project-structure"
    observed = (
        read.item("logging", structure, "logging"),
        read.item("metrics", structure, "metrics"),
        *_declared(read, "monitoring", "alerting"),
    )
    judged |= {"observability": observed, "scalability": _declared(read, "scalability")}
    return tuple(category(name, 1 / 6, parts) for name, parts in judged.items())


def _declared(read: Readings, *names: str) -> tuple[Scored, ...]:
    return tuple(
        Scored(name, value, holds=value == 1, why=f"declared as {value:g}")
        for name in names
        if (value := read.declared.get(name)) is not None
    )
