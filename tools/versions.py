"""Print the versions that a test run uses, and fail if they are not the ones it claims.

python tools/versions.py [--python 3.11] [--lowest]
"""

from __future__ import annotations

import argparse
import platform
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def main(arguments: list[str] | None = None) -> int:
    """Print one line per declared package; return 1 for a version that is not the claimed one."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0], allow_abbrev=False)
    parser.add_argument("--python", help="major.minor that must be running")
    parser.add_argument("--lowest", action="store_true", help="every version must be its floor")
    options = parser.parse_args(arguments)
    mistakes = []
    print(f"Python {platform.python_version()} on {platform.platform()}")
    if options.python and not platform.python_version().startswith(f"{options.python}."):
        mistakes.append(f"Python is {platform.python_version()}, not {options.python}")
    for requirement in declared():
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            mistakes.append(f"{requirement.name} is not installed")
            continue
        print(f"{requirement.name} {found}")
        if options.lowest and not is_floor(found, requirement):
            mistakes.append(f"{requirement.name} is {found}, not the floor of {requirement}")
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    return 1 if mistakes else 0


def declared() -> list[Requirement]:
    """Return the dependencies of the project and of all its extras."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    found = [Requirement(line) for line in [*project["dependencies"], *extras]]
    return [requirement for requirement in found if requirement.name != project["name"]]


def is_floor(found: str, requirement: Requirement) -> bool:
    """Whether a version is the one of a requirement ``name>=version``, to the same precision."""
    (specifier,) = requirement.specifier
    lowest = Version(specifier.version).release
    return Version(found).release[: len(lowest)] == lowest


if __name__ == "__main__":
    sys.exit(main())
