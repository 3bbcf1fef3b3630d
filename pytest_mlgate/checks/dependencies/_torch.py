"""Which version of torch the project gets."""

from __future__ import annotations

from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.manifests import Manifests

_UNSAFE = tuple(
    f"{major}.{minor}.{micro}"
    for major, minors in ((0, 5), (1, 14), (2, 6))
    for minor in range(minors)
    for micro in range(4)
)
"""The releases before 2.6."""


def loads_weights_only(lock: Lock | None, manifests: Manifests | None) -> bool:
    """Whether `torch.load` reads weights only by default, as it does from torch 2.6 on.

    The lock says so by its versions, else the manifests by admitting none before.
    """
    from packaging.version import InvalidVersion, Version

    locked = lock.packages.get("torch") if lock else None
    if locked:
        try:
            return all(Version(version).release >= (2, 6) for version in locked)
        except InvalidVersion:
            return False
    declared = [d for d in manifests.dependencies if d.name == "torch"] if manifests else []
    return bool(declared) and not any(
        dependency.admits(version) for dependency in declared for version in _UNSAFE
    )
