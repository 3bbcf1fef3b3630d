"""The preset ``repository``: what every repository should have, in six categories."""

from __future__ import annotations

from dataclasses import replace

from pytest_mlgate.checks.health._readings import Category, Readings, Scored, category

_STRUCTURE = "health.project-structure"


def repository(read: Readings) -> tuple[Category, ...]:
    """Return the categories, each the weighted mean of its items."""
    code = (
        read.absence(
            "formatting", "health.code-style", "unformatted files", weight=0.8, required=True
        ),
        _lint(read),
        read.share("types", "health.type-annotations", "annotated functions", weight=0.6),
    )
    testing = (
        read.share("coverage", "health.test-coverage", "line coverage", required=True),
        read.presence("integration tests", "health.test-quality", "integration tests", weight=0.8),
    )
    documentation = (
        read.share("readme", "health.readme", "readme sections", required=True),
        read.item("API documentation", _STRUCTURE, "api-docs", weight=0.7),
    )
    versioning = (
        read.item("git", _STRUCTURE, "git", required=True),
        read.item("dependency manifest", _STRUCTURE, "dependency-manifest", required=True),
    )
    deployment = (
        read.item("container", _STRUCTURE, "container", weight=0.8),
        read.item("CI", _STRUCTURE, "ci"),
    )
    monitoring = (
        read.item("logging", _STRUCTURE, "logging", weight=0.8),
        read.item("metrics", _STRUCTURE, "metrics", weight=0.7),
    )
    return (
        category("code", 0.25, code),
        category("testing", 0.25, testing),
        category("documentation", 0.15, documentation),
        category("versioning", 0.10, versioning),
        category("deployment", 0.15, deployment),
        category("monitoring", 0.10, monitoring),
    )


def _lint(read: Readings) -> Scored:
    """Score the share of clean files; what is required is the absence of errors."""
    found = read.share("lint", "health.code-style", "clean files", required=True)
    return replace(found, holds=read.value("health.code-style", "lint errors") == 0)
