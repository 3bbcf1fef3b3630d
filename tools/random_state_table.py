"""Write the table of callables whose `random_state` is ``None`` unless it is given.

Needs scikit-learn and imbalanced-learn; run it from the repository's root::

    python tools/random_state_table.py

The gate itself must not import either, so it reads the table that this script makes from
their public modules.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

TARGET = Path("pytest_mlgate/checks/reproducibility/_random_state_table.py")
PACKAGES = {"sklearn": "scikit-learn", "imblearn": "imbalanced-learn"}


def public_modules(package: str) -> Iterator[str]:
    """Yield the importable modules of a package that have no private part and are no tests."""
    yield package
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}.", onerror=lambda _: None):
        parts = found.name.split(".")
        if not any(part.startswith("_") or part in {"tests", "conftest"} for part in parts):
            yield found.name


def table(package: str) -> dict[str, int | None]:
    """Return dotted public name -> position of `random_state`, ``None`` if keyword-only."""
    found: dict[str, int | None] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in public_modules(package):
            try:
                module = importlib.import_module(name)
            except ImportError:
                continue
            found |= _members(name, getattr(module, "__all__", None) or dir(module), module)
    if package == "sklearn":
        _check_complete(found)
    return dict(sorted(found.items()))


def _members(name: str, members: list[str], module: object) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for member in members:
        value = getattr(module, member, None)
        home = getattr(value, "__module__", "") or ""
        if member.startswith("_") or not callable(value) or not home.startswith(name):
            continue
        try:
            parameters = inspect.signature(value).parameters
        except (TypeError, ValueError):
            continue
        parameter = parameters.get("random_state")
        if parameter is not None and parameter.default is None:
            keyword_only = parameter.kind is parameter.KEYWORD_ONLY
            found[f"{name}.{member}"] = (
                None if keyword_only else list(parameters).index(parameter.name)
            )
    return found


def _check_complete(found: dict[str, int | None]) -> None:
    from sklearn.utils import all_estimators

    names = {dotted.rpartition(".")[2] for dotted in found}
    for name, estimator in all_estimators():
        parameter = inspect.signature(estimator).parameters.get("random_state")
        if parameter is not None and parameter.default is None and name not in names:
            raise SystemExit(f"the table misses the estimator {name}")


def main() -> None:
    """Write the table."""
    entries: dict[str, int | None] = {}
    for package in PACKAGES:
        entries |= table(package)
    versions = {package: version(name) for package, name in PACKAGES.items()}
    lines = [
        '"""Callables whose `random_state` is ``None`` by default (random_state_table.py)."""',
        "",
        "from __future__ import annotations",
        "",
        "VERSIONS = {",
        *(f'    "{package}": "{number}",' for package, number in versions.items()),
        "}",
        '"""The releases that the table was made from."""',
        "",
        "POSITIONS: dict[str, int | None] = {",
        *(f'    "{name}": {position},' for name, position in entries.items()),
        "}",
        '"""Dotted name -> position of `random_state`, ``None`` if it is keyword-only."""',
        "",
    ]
    TARGET.write_text("\n".join(lines), encoding="utf-8")
    print(f"{TARGET}: {len(entries)} callables of {versions}")


if __name__ == "__main__":
    main()
