from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.inputs.environment import Accelerator, Blas, Environment, Package, Platform
from pytest_mlgate.inputs.snapshot import Snapshot
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver

CHECK = find_check("reproducibility.environment-diff")
MACHINE = Platform(
    "Linux", "6.1", "x86_64", "Xeon", 8, 16.0, Accelerator("A100", 1, "550", "12.4", "9"),
    Blas("openblas", 8),
)  # fmt: skip
HERE = Environment(
    "3.12.4",
    "CPython",
    (Package("numpy", "2.1.0"), Package("mine", "0.1", "editable")),
    {"TZ": "UTC"},
    probe=lambda: MACHINE,
)


def machine(**changes: Any) -> Environment:
    return replace(HERE, probe=lambda: replace(MACHINE, **changes))


def run(
    subject: str, recorded: Environment, current: Environment = HERE, **settings: Any
) -> Verdict:
    taken = Snapshot(
        "environment.json", datetime(2026, 3, 1, tzinfo=UTC), None, None, None, recorded, "", ""
    )
    return CHECK.run({"snapshot": taken, "environment": current}, settings, subject=subject)


@pytest.mark.parametrize("subject", ["python", "packages", "platform", "hardware"])
def test_equal(subject: str) -> None:
    verdict = run(subject, HERE)

    assert verdict.outcome is Outcome.PASS
    assert "environment equal" in verdict.summary
    assert "reproducible" not in str(verdict)


def test_subjects() -> None:
    assert CHECK.subjects_for({}) == ("python", "packages", "platform", "hardware")


@pytest.mark.parametrize(
    ("version", "strict", "outcome"),
    [
        ("3.12.9", False, Outcome.WARN),
        ("3.12.9", True, Outcome.FAIL),
        ("3.11.4", False, Outcome.FAIL),
        ("3.1.4", False, Outcome.FAIL),
        ("3.12", False, Outcome.INCONCLUSIVE),
        ("3.9", False, Outcome.FAIL),
        ("3", False, Outcome.FAIL),
    ],
)
def test_python(version: str, strict: bool, outcome: Outcome) -> None:
    assert run("python", replace(HERE, python=version), strict=strict).outcome is outcome


def test_another_implementation() -> None:
    assert run("python", replace(HERE, implementation="PyPy")).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("recorded", "outcome", "words"),
    [
        ((Package("numpy", "2.0.0"), HERE.packages[1]), Outcome.FAIL, "2.0.0 is recorded"),
        ((*HERE.packages, Package("scipy", "1")), Outcome.FAIL, "scipy 1 is recorded and not"),
        ((HERE.packages[1],), Outcome.WARN, "numpy 2.1.0 is installed and not recorded"),
        ((HERE.packages[0], Package("mine", "0.0", "editable")), Outcome.PASS, "mine"),
        ((HERE.packages[0], Package("mine", "0.0")), Outcome.FAIL, "mine"),
    ],
)
def test_packages(recorded: tuple[Package, ...], outcome: Outcome, words: str) -> None:
    verdict = run("packages", replace(HERE, packages=recorded))

    assert verdict.outcome is outcome
    assert words in str(verdict)


def test_every_difference_is_reported() -> None:
    recorded = tuple(Package(f"p{i}", "1") for i in range(40))

    assert len(run("packages", replace(HERE, packages=recorded)).findings) == 42


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"os": "Darwin"}, Outcome.FAIL),
        ({"arch": "arm64"}, Outcome.FAIL),
        ({"arch": "AMD64"}, Outcome.PASS),
        ({"release": "5.10"}, Outcome.PASS),
    ],
)
def test_platform(changes: dict[str, Any], outcome: Outcome) -> None:
    assert run("platform", machine(**changes)).outcome is outcome


@pytest.mark.parametrize("env", [{}, {"TZ": "CET"}, {"TZ": "UTC", "LC_ALL": "C"}])
def test_variables(env: dict[str, str]) -> None:
    verdict = run("platform", replace(HERE, env=env))

    assert verdict.outcome is Outcome.WARN
    assert "CET" not in str(verdict)


@pytest.mark.parametrize(
    ("recorded", "current", "outcome", "words"),
    [
        ({}, {"accelerator": Accelerator()}, Outcome.FAIL, "no accelerator"),
        ({}, {"accelerator": Accelerator("T4", 1)}, Outcome.FAIL, "T4"),
        ({"accelerator": Accelerator()}, {}, Outcome.PASS, "none is recorded"),
        ({"accelerator": None}, {}, Outcome.INCONCLUSIVE, "recorded accelerator"),
        ({}, {"accelerator": None}, Outcome.INCONCLUSIVE, "current accelerator"),
        ({"accelerator": replace(MACHINE.accelerator, driver="1")}, {}, Outcome.WARN, "driver"),
        ({"accelerator": replace(MACHINE.accelerator, cudnn="8")}, {}, Outcome.WARN, "cuDNN"),
        ({"accelerator": replace(MACHINE.accelerator, count=2)}, {}, Outcome.WARN, "number of"),
        ({"memory_gb": 17.7}, {}, Outcome.PASS, "equal"),
        ({"memory_gb": 18.0}, {}, Outcome.WARN, "16.0 GiB"),
        ({"memory_gb": 0.0}, {}, Outcome.INCONCLUSIVE, "memory size is unknown"),
        ({}, {"memory_gb": None}, Outcome.INCONCLUSIVE, "current memory"),
        ({"cpu_count": 4}, {}, Outcome.PASS, "8 processors may be used, 4 are recorded"),
        ({"cpu_count": None}, {}, Outcome.PASS, "unknown"),
        ({"blas": Blas("mkl", 8)}, {}, Outcome.WARN, "mkl is recorded"),
        ({"blas": Blas("openblas", 4)}, {}, Outcome.WARN, "threads"),
        ({"blas": None}, {}, Outcome.INCONCLUSIVE, "recorded linear-algebra"),
        ({"blas": Blas()}, {"blas": Blas()}, Outcome.PASS, "equal"),
    ],
)
def test_hardware(
    recorded: dict[str, Any], current: dict[str, Any], outcome: Outcome, words: str
) -> None:
    verdict = run("hardware", machine(**recorded), machine(**current))

    assert verdict.outcome is outcome
    assert words in str(verdict)


def test_memory_ratio() -> None:
    assert run("hardware", machine(memory_gb=18.0), memory_ratio=0.5).outcome is Outcome.PASS


def test_a_violation_outranks_what_is_unknown() -> None:
    recorded = machine(memory_gb=0.0, accelerator=Accelerator("T4", 1))

    assert run("hardware", recorded).outcome is Outcome.FAIL


def test_no_snapshot_and_broken_snapshot(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CHECK, subject="python").outcome is Outcome.NOT_APPLICABLE
    (tmp_path / "environment.json").write_text("{")
    assert resolver(tmp_path).run(CHECK, subject="python").outcome is Outcome.ERROR
