"""Comparing two environments field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from pytest_mlgate.inputs.environment import Accelerator, Blas, Environment, Package
from pytest_mlgate.verdict import Finding, Outcome

_ARCHITECTURES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64", "armv8": "arm64"}
_UNKNOWN = "install pytest-mlgate[hardware] where the snapshot is made and where it is compared"


def package_findings(
    recorded: Iterable[Package], current: Iterable[Package], path: str
) -> list[Finding]:
    """Compare installed packages: missing and changed ones fail, extra ones warn.

    A package that is installed from a folder of this machine is identified by the commit
    of its code, so another version of it is only noted.
    """
    before = {package.name: package for package in recorded}
    after = {package.name: package for package in current}
    make = partial(Finding, path=path)
    findings = []
    for name, package in before.items():
        found = after.get(name)
        if found is None:
            findings.append(
                make(
                    message=f"{name} {package.version} is recorded and not installed",
                    subject=name,
                    anchor=f"missing {name}",
                )
            )
        elif found.version != package.version:
            local = package.is_local and found.is_local
            findings.append(
                make(
                    message=f"{name} {found.version} is installed, {package.version} is recorded",
                    outcome=Outcome.PASS if local else Outcome.FAIL,
                    subject=name,
                    anchor=f"version {name}",
                )
            )
    findings += [
        make(
            message=f"{name} {after[name].version} is installed and not recorded",
            outcome=Outcome.WARN,
            subject=name,
            anchor=f"extra {name}",
        )
        for name in sorted(after.keys() - before.keys())
    ]
    return findings


def python_findings(
    recorded: Environment, current: Environment, path: str, *, strict: bool
) -> list[Finding]:
    """Compare the interpreters; a recorded ``3.9`` says nothing about the patch release."""
    make = partial(Finding, path=path)
    findings = []
    then, now = recorded.implementation, current.implementation
    if then and now and then != now:
        findings.append(
            make(message=f"{now} is running, {then} is recorded", anchor="implementation")
        )
    old, new = recorded.python.split("."), current.python.split(".")
    if old[:2] != new[:2]:
        findings.append(
            make(
                message=f"Python {current.python} is running, {recorded.python} is recorded",
                anchor="minor",
            )
        )
    elif len(old) < 3 or len(new) < 3:
        findings.append(
            make(
                message=f"the patch release is unknown: {recorded.python} is recorded, "
                f"{current.python} is running",
                outcome=Outcome.INCONCLUSIVE,
                anchor="patch",
            )
        )
    elif old != new:
        findings.append(
            make(
                message=f"Python {current.python} is running, {recorded.python} is recorded "
                "(patch release)",
                outcome=Outcome.FAIL if strict else Outcome.WARN,
                anchor="patch",
            )
        )
    return findings


def platform_findings(recorded: Environment, current: Environment, path: str) -> list[Finding]:
    """Compare operating system, architecture and the variables that change results."""
    make = partial(Finding, path=path)
    then, now = recorded.platform, current.platform
    findings = []
    if then.os.lower() != now.os.lower():
        findings.append(make(message=f"{now.os} is running, {then.os} is recorded", anchor="os"))
    if _architecture(then.arch) != _architecture(now.arch):
        findings.append(
            make(message=f"the processor is {now.arch}, {then.arch} is recorded", anchor="arch")
        )
    for name in sorted(recorded.env.keys() | current.env.keys()):
        before, after = recorded.env.get(name), current.env.get(name)
        if before != after:
            # Values stay out of the message: they may be anything.
            state = "is not set" if after is None else "is set" if before is None else "differs"
            findings.append(
                make(
                    message=f"the environment variable {name} {state}, unlike the recorded one",
                    outcome=Outcome.WARN,
                    anchor=f"env {name}",
                )
            )
    return findings


def hardware_findings(
    recorded: Environment, current: Environment, path: str, *, memory_ratio: float
) -> list[Finding]:
    """Compare accelerator, memory, processors and linear-algebra library."""
    make = partial(Finding, path=path)
    then, now = recorded.platform, current.platform
    findings = _accelerator(then.accelerator, now.accelerator, make)
    if not then.memory_gb or not now.memory_gb:
        side = "recorded" if not then.memory_gb else "current"
        findings.append(_unknown(make, f"the {side} memory size", "memory"))
    elif now.memory_gb < memory_ratio * then.memory_gb:
        findings.append(
            make(
                message=f"{now.memory_gb:.1f} GiB of memory are less than {memory_ratio:g} times "
                f"the recorded {then.memory_gb:.1f} GiB",
                outcome=Outcome.WARN,
                anchor="memory",
            )
        )
    if then.cpu_count != now.cpu_count:
        findings.append(
            make(
                message=f"{now.cpu_count or 'unknown'} processors may be used, "
                f"{then.cpu_count or 'unknown'} are recorded",
                outcome=Outcome.PASS,
                anchor="cpu_count",
            )
        )
    return findings + _blas(then.blas, now.blas, make)


def _accelerator(
    then: Accelerator | None, now: Accelerator | None, make: Callable[..., Finding]
) -> list[Finding]:
    if then is None or now is None:
        side = "recorded" if then is None else "current"
        return [_unknown(make, f"the {side} accelerator", "accelerator")]
    if then.count and not now.count:
        return [
            make(message=f"there is no accelerator, {then.model} is recorded", anchor="accelerator")
        ]
    if now.count and not then.count:
        return [
            make(
                message=f"there is an accelerator ({now.model}), none is recorded",
                outcome=Outcome.PASS,
                anchor="accelerator",
            )
        ]
    if then.model != now.model:
        return [
            make(
                message=f"the accelerator is {now.model}, {then.model} is recorded",
                anchor="accelerator",
            )
        ]
    pairs = {
        "number of accelerators": (then.count, now.count),
        "accelerator driver": (then.driver, now.driver),
        "CUDA version": (then.cuda, now.cuda),
        "cuDNN version": (then.cudnn, now.cudnn),
    }
    return [
        make(
            message=f"the {name} is {after or 'unknown'}, {before or 'unknown'} is recorded",
            outcome=Outcome.WARN,
            anchor=name,
        )
        for name, (before, after) in pairs.items()
        if before != after
    ]


def _blas(then: Blas | None, now: Blas | None, make: Callable[..., Finding]) -> list[Finding]:
    if then is None or now is None:
        side = "recorded" if then is None else "current"
        return [_unknown(make, f"the {side} linear-algebra library", "blas")]
    pairs = {
        "linear-algebra library": (then.vendor or "none", now.vendor or "none"),
        "number of threads for linear algebra": (then.threads, now.threads),
    }
    return [
        make(
            message=f"the {name} is {after}, {before} is recorded; sums may differ in the last "
            "digits",
            outcome=Outcome.WARN,
            anchor=name,
        )
        for name, (before, after) in pairs.items()
        if before != after
    ]


def _unknown(make: Callable[..., Finding], what: str, anchor: str) -> Finding:
    return make(
        message=f"{what} is unknown, so it cannot be compared",
        outcome=Outcome.INCONCLUSIVE,
        anchor=anchor,
        remedy=_UNKNOWN[0].upper() + _UNKNOWN[1:] + ".",
    )


def _architecture(name: str) -> str:
    return _ARCHITECTURES.get(name.lower(), name.lower())
