"""The environment of the running interpreter: what a later run must find again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._platform import Accelerator as Accelerator
from pytest_mlgate.inputs._platform import Blas as Blas
from pytest_mlgate.inputs._platform import Platform as Platform
from pytest_mlgate.inputs._platform import probe
from pytest_mlgate.registry import Range, provides

ALLOWED_VARIABLES = (
    "PYTHONHASHSEED",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "CUBLAS_WORKSPACE_CONFIG",
    "CUDA_VISIBLE_DEVICES",
    "TF_*",
    "TZ",
    "LC_ALL",
)
"""Environment variables (names or globs) that change results; no other one is recorded."""

FORBIDDEN_VARIABLES = ("TF_VAR_*", "TF_TOKEN_*", "TF_CLI_*")
"""Variables of Terraform, which ``TF_*`` is not meant to cover and which hold secrets."""


@dataclass(frozen=True)
class Package:
    """An installed distribution.

    Parameters
    ----------
    name:
        Normalised (PEP 503).
    version:
        As its metadata has it.
    source:
        ``index``, ``local``, ``editable``, ``unknown``, or the address it came from.

    """

    name: str
    version: str
    source: str = "index"

    @property
    def is_local(self) -> bool:
        """Whether its code is identified by a checkout and not by its version."""
        return self.source in {"local", "editable"}


@dataclass(frozen=True)
class Environment:
    """Interpreter, packages, machine and allow-listed variables.

    Parameters
    ----------
    python, implementation:
        Full version, such as ``3.12.4``, and ``CPython``.
    packages:
        Sorted by name, each once.
    env:
        Those environment variables that the allow-list admits.
    probe:
        Finds out the platform on first use, which costs a process or two.
    allowed:
        Names and globs of admitted environment variables.

    """

    python: str
    implementation: str
    packages: tuple[Package, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    probe: Callable[[], Platform] = field(default=lambda: Platform("", "", ""), compare=False)
    allowed: tuple[str, ...] = field(default=ALLOWED_VARIABLES, compare=False)

    @cached_property
    def platform(self) -> Platform:
        """The machine."""
        return self.probe()

    @property
    def versions(self) -> dict[str, str]:
        """Package name -> version."""
        return {package.name: package.version for package in self.packages}

    @property
    def software_hash(self) -> str:
        """SHA-256 of Python version and sorted ``name==version``, as canonical JSON."""
        pins = sorted(f"{package.name}=={package.version}" for package in self.packages)
        return _hash({"python": self.python, "packages": pins})

    @property
    def platform_hash(self) -> str:
        """SHA-256 of what changes floating-point results, as canonical JSON.

        Kernel release, memory and number of processors are left out: they differ between
        equal machines of one cloud and change no result.
        """
        machine = self.platform
        accelerator, blas = machine.accelerator, machine.blas
        return _hash(
            {
                "os": machine.os,
                "arch": machine.arch,
                "accelerator": accelerator
                and {k: v for k, v in asdict(accelerator).items() if k != "count"},
                "blas": blas and asdict(blas),
            }
        )

    @property
    def fingerprint(self) -> str:
        """The software hash."""
        return f"sha256:{self.software_hash}"

    def admits(self, variable: str) -> bool:
        """Whether an environment variable of this name may be recorded."""
        return admits(variable, self.allowed)


def admits(variable: str, allowed: tuple[str, ...]) -> bool:
    """Whether the allow-list admits an environment variable of this name."""
    from fnmatch import fnmatchcase

    forbidden = [glob for glob in FORBIDDEN_VARIABLES if glob not in allowed]
    return any(fnmatchcase(variable, glob) for glob in allowed) and not any(
        fnmatchcase(variable, glob) for glob in forbidden
    )


def _hash(content: Mapping[str, Any]) -> str:
    import hashlib
    import json

    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


@provides
def environment(
    *,
    variables: tuple[str, ...] = ALLOWED_VARIABLES,
    timeout: Annotated[float, Range(0.1, 600)] = 20.0,
) -> Environment:
    """Provide the environment of the running interpreter.

    Settings
    --------
    variables : names and globs
        Environment variables that may be recorded.
    timeout : 20
        Seconds that asking for the accelerator and for the linear-algebra library may take
        each.
    """
    import os

    from pytest_mlgate.inputs._credentials import credential_kind
    from pytest_mlgate.inputs._inventory import inventory

    found = inventory()
    packages = tuple(Package(**entry) for entry in found["packages"])
    if not packages:
        raise InputError(
            "environment",
            found="no installed package at all",
            expected="at least one (is the metadata of the interpreter's packages readable?)",
        )
    return Environment(
        python=found["python"]["version"],
        implementation=found["python"]["implementation"],
        packages=packages,
        env={
            name: value
            for name, value in sorted(os.environ.items())
            if admits(name, variables) and not credential_kind(value)
        },
        probe=lambda: probe({package.name: package.version for package in packages}, timeout),
        allowed=variables,
    )
