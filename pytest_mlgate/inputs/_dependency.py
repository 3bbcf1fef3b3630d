"""One requirement of a project, whatever file it was written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._documents import normalized

RUNTIME = ""
"""The group of what the project needs to run."""

_DEVELOPMENT = frozenset(
    {"dev", "develop", "development", "test", "tests", "testing", "lint", "docs", "doc", "ci"}
)


@dataclass(frozen=True)
class Dependency:
    """One requirement of a project.

    Parameters
    ----------
    name:
        Normalised distribution name; empty for a local path or an address without a name.
    specifier:
        As in PEP 440, ``||`` between alternatives, empty for any version.
    path, line:
        Where it is written; not every format tells the line.
    group:
        :data:`RUNTIME`, or the name of the extra, dependency group or file it belongs to.
    optional:
        Whether it belongs to an extra, so that a plain installation leaves it out.
    url:
        Address or local path it is taken from, when it does not come from an index.
    hashes:
        Checksums written beside it.
    editable:
        Whether it is installed as a link to a folder.
    constraint:
        Whether it only limits a version and asks for nothing.
    conda:
        Whether conda installs it.
    marker:
        Environment marker; `applies` says whether it holds for the running interpreter.

    """

    name: str
    specifier: str
    path: str
    line: int | None = None
    group: str = RUNTIME
    optional: bool = False
    url: str = ""
    hashes: tuple[str, ...] = ()
    editable: bool = False
    constraint: bool = False
    conda: bool = False
    marker: str = ""
    applies: bool = True
    extras: tuple[str, ...] = field(default=())

    @property
    def is_development(self) -> bool:
        """Whether only people who work on the project need it."""
        return self.group in _DEVELOPMENT or self.group.startswith(("dev-", "test-", "lint-"))

    @property
    def is_local(self) -> bool:
        """Whether it is a folder or file of this machine."""
        return bool(self.url) and "://" not in self.url and "@" not in self.url

    @cached_property
    def pin(self) -> str | None:
        """The one version that it admits, ``None`` when it admits several."""
        return _specifiers.exact(self.specifier)

    def admits(self, version: str) -> bool:
        """Whether a version meets the specifier."""
        return _specifiers.admits(self.specifier, version)

    def __str__(self) -> str:
        return f"{self.name or self.url}{self.specifier}"


def parse(
    text: str,
    path: str,
    *,
    line: int | None = None,
    key: str = "",
    group: str = RUNTIME,
    optional: bool = False,
    hashes: tuple[str, ...] = (),
    constraint: bool = False,
) -> Dependency:
    """Read one requirement as PEP 508 has it.

    Raises
    ------
    InputError
        If it is none; the message names file and line or key.

    """
    from packaging.requirements import InvalidRequirement, Requirement

    from pytest_mlgate.inputs._credentials import without_userinfo

    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        raise InputError(
            path,
            key=key or (f"line {line}" if line else ""),
            found=f"{without_userinfo(text)[:80]!r} ({str(error).splitlines()[0]})",
            expected="a requirement such as 'numpy>=2'",
        ) from None
    marker = str(requirement.marker or "")
    return Dependency(
        name=normalized(requirement.name),
        specifier=str(requirement.specifier),
        path=path,
        line=line,
        group=group,
        optional=optional,
        url=without_userinfo(requirement.url or ""),
        hashes=hashes,
        constraint=constraint,
        marker=marker,
        applies=applies(marker, path, key=key, extra=group if optional else ""),
        extras=tuple(sorted(requirement.extras)),
    )


def applies(marker: str, path: str, *, key: str = "", extra: str = "") -> bool:
    """Whether an environment marker holds for the running interpreter.

    Raises
    ------
    InputError
        If it is no marker.

    """
    if not marker:
        return True
    from packaging.markers import (
        InvalidMarker,
        Marker,
        UndefinedComparison,
        UndefinedEnvironmentName,
    )

    try:
        return Marker(marker).evaluate({"extra": extra})
    except (InvalidMarker, UndefinedComparison, UndefinedEnvironmentName) as error:
        raise InputError(
            path,
            key=key,
            found=f"the marker {marker[:80]!r} ({str(error).splitlines()[0]})",
            expected="a marker such as python_version >= '3.11'",
        ) from None
