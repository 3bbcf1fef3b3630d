"""Asking the machine what it is; whatever cannot be found out is ``None``, never a guess."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pytest_mlgate.extras import MissingExtra, require

_GIB = 1024**3
_CGROUP = Path("/sys/fs/cgroup")

_BLAS_PROBE = """
import json, sys
import numpy, threadpoolctl
json.dump(threadpoolctl.threadpool_info(), sys.stdout)
"""


@dataclass(frozen=True)
class Accelerator:
    """Graphics processors; a count of 0 says that there is none."""

    model: str | None = None
    count: int = 0
    driver: str | None = None
    cuda: str | None = None
    cudnn: str | None = None


@dataclass(frozen=True)
class Blas:
    """Linear-algebra library; an empty vendor says that the environment has none."""

    vendor: str = ""
    threads: int | None = None


@dataclass(frozen=True)
class Platform:
    """The machine; ``None`` means that the value could not be found out.

    Parameters
    ----------
    os, release, arch:
        Operating system family, kernel release and machine type.
    cpu_model, cpu_count:
        Processor, and how many of its threads this process may use.
    memory_gb:
        Memory this process may use, in GiB.
    accelerator, blas:
        See there.

    """

    os: str
    release: str
    arch: str
    cpu_model: str | None = None
    cpu_count: int | None = None
    memory_gb: float | None = None
    accelerator: Accelerator | None = None
    blas: Blas | None = None


def probe(versions: Mapping[str, str], timeout: float) -> Platform:
    """Return what can be found out about the machine.

    Parameters
    ----------
    versions:
        Installed packages, which tell the versions of CUDA and cuDNN.
    timeout:
        Seconds that one external program may take.

    """
    return Platform(
        os=platform.system(),
        release=platform.release(),
        arch=platform.machine(),
        cpu_model=_cpu_model(),
        cpu_count=_cpu_count(),
        memory_gb=_memory_gb(),
        accelerator=_accelerator(versions, timeout),
        blas=_blas(versions, timeout),
    )


def _cpu_model() -> str | None:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor() or None
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1].strip() if named else platform.processor() or None


def _cpu_count() -> int | None:
    """Return what this process may use: affinity and container quota, not the host's cores."""
    if hasattr(os, "process_cpu_count"):
        count: int | None = os.process_cpu_count()
    elif hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count()
    quota, _, period = (_cgroup("cpu.max") or "max 1").partition(" ")
    if count and quota.isdigit() and period.isdigit() and int(period) > 0:
        count = min(count, max(1, -(-int(quota) // int(period))))
    return count


def _memory_gb() -> float | None:
    try:
        psutil = require("psutil", extra="hardware", purpose="read the memory size")
    except MissingExtra:
        return None
    total = int(psutil.virtual_memory().total)
    limit = _cgroup("memory.max") or "max"
    return round((min(total, int(limit)) if limit.isdigit() else total) / _GIB, 2)


def _cgroup(name: str) -> str | None:
    try:
        return (_CGROUP / name).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None


def _accelerator(versions: Mapping[str, str], timeout: float) -> Accelerator | None:
    """Ask nvidia-smi; without the program there is no such device, a failure leaves it unknown."""
    import shutil

    program = shutil.which("nvidia-smi")
    if program is None:
        return Accelerator()
    query = [program, "--query-gpu=name,driver_version", "--format=csv,noheader"]
    answer = _run(query, timeout)
    return None if answer is None else parse_accelerator(answer, versions)


def parse_accelerator(answer: str, versions: Mapping[str, str]) -> Accelerator:
    """Read one ``model, driver`` line per device; no line means no device."""
    devices = [line.rpartition(",") for line in answer.splitlines() if line.strip()]
    models = [(model if comma else rest).strip() for model, comma, rest in devices]
    if not any(models):
        return Accelerator()
    drivers = {driver.strip() for _, comma, driver in devices if comma and driver.strip()}
    return Accelerator(
        model=" + ".join(sorted({model for model in models if model})),
        count=len(models),
        driver=" + ".join(sorted(drivers)) or None,
        cuda=_installed(versions, "nvidia-cuda-runtime", "cuda-toolkit"),
        cudnn=_installed(versions, "nvidia-cudnn", "cudnn"),
    )


def _installed(versions: Mapping[str, str], *prefixes: str) -> str | None:
    """Return the version of the first package of these names, which is what frameworks load."""
    return next((v for name, v in sorted(versions.items()) if name.startswith(prefixes)), None)


def _blas(versions: Mapping[str, str], timeout: float) -> Blas | None:
    """Ask threadpoolctl what numpy loads, in a process of its own unless numpy is loaded here.

    So the answer does not depend on what ran before, and nothing heavy is imported.
    """
    if "numpy" not in versions:
        return Blas()
    if "threadpoolctl" not in versions:
        return None
    if "numpy" in sys.modules:
        threadpoolctl = require("threadpoolctl", extra="hardware", purpose="find the BLAS library")
        return parse_blas(threadpoolctl.threadpool_info())
    answer = _run([sys.executable, "-P", "-c", _BLAS_PROBE], timeout)
    if answer is None:
        return None
    import json

    try:
        return parse_blas(json.loads(answer))
    except ValueError:
        return None


def parse_blas(pools: object) -> Blas | None:
    """Return library and threads out of threadpoolctl's list, ``None`` when it names none."""
    entries = pools if isinstance(pools, list) else []
    libraries = [e for e in entries if isinstance(e, dict) and e.get("user_api") == "blas"]
    if not libraries:
        return None
    vendors = sorted({str(e.get("internal_api") or "unknown") for e in libraries})
    threads = [e["num_threads"] for e in libraries if isinstance(e.get("num_threads"), int)]
    return Blas(" + ".join(vendors), max(threads, default=None))


def _run(command: list[str], timeout: float) -> str | None:
    """Return what a program prints, ``None`` when it fails or hangs."""
    import subprocess

    call = partial(subprocess.run, capture_output=True, text=True, errors="replace", check=True)
    try:
        done: subprocess.CompletedProcess[str] = call(
            command, timeout=timeout, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
