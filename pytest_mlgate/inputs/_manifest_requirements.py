"""Reading requirements files as pip reads them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs._credentials import without_userinfo
from pytest_mlgate.inputs._dependency import RUNTIME, Dependency, parse
from pytest_mlgate.inputs._documents import normalized

_INCLUDE = re.compile(r"(-r|--requirement|-c|--constraint)(?:\s+|=|(?<=^-[rc]))\s*(\S.*)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s+|=|(?<=^-e))\s*(\S.*)")
_HASH = re.compile(r"\s--hash[=\s]\s*(\S+)")
_OPTION = re.compile(r"\s--(?:config-settings?|global-option|install-option)[=\s].*")
_COMMENT = re.compile(r"(?:^|\s+)#.*$")
_MAX_DEPTH = 20


@dataclass
class RequirementsFile:
    """What one requirements file and everything it includes ask for."""

    dependencies: list[Dependency] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)


def read_requirements(read: Callable[[str], str], path: str, group: str) -> RequirementsFile:
    """Read a requirements file with its includes.

    Parameters
    ----------
    read:
        Returns the text of a file of the project, or raises ``InputError``.
    path:
        POSIX path relative to the project root.
    group:
        Group of its dependencies.

    Raises
    ------
    InputError
        For a line that is no requirement, an include that leaves the project, is missing
        or includes itself.

    """
    result = RequirementsFile()
    _read(read, path, group, result, constraint=False, stack=())
    return result


def group_of(path: str) -> str:
    """Return the group that a file's name tells: ``requirements-dev.txt`` is ``dev``."""
    folder, _, name = path.rpartition("/")
    stem = re.sub(r"\.(in|txt)$", "", name)
    if not folder:
        stem = re.sub(r"^requirements[-_.]?", "", stem) or re.sub("requirements$", "", stem)
    stem = stem.removesuffix("requirements").strip("-_.")
    return RUNTIME if stem in {"", "base", "main", "prod", "production", "requirements"} else stem


def _read(
    read: Callable[[str], str],
    path: str,
    group: str,
    result: RequirementsFile,
    *,
    constraint: bool,
    stack: tuple[str, ...],
) -> None:
    if path in stack or len(stack) > _MAX_DEPTH:
        raise InputError(
            stack[-1], found=f"an include of {path} that never ends", expected="no circle"
        )
    for number, line in logical_lines(read(path)):
        if include := _INCLUDE.match(line):
            target = posixpath.normpath(
                posixpath.join(posixpath.dirname(path), include[2].strip("\"'"))
            )
            if "://" in include[2] or target.startswith(("../", "/")):
                raise InputError(
                    path,
                    key=f"line {number}",
                    found="an include from outside the project",
                    expected="a file inside the project",
                )
            result.includes.append(target)
            _read(
                read,
                target,
                group,
                result,
                constraint=constraint or include[1] in {"-c", "--constraint"},
                stack=(*stack, path),
            )
        elif editable := _EDITABLE.match(line):
            result.dependencies.append(_direct(editable[1], path, number, group, editable=True))
        elif not line.startswith("-"):
            result.dependencies.append(_requirement(line, path, number, group, constraint))


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with continuations joined and comments removed, each with its first number."""
    pending, first = "", 0
    for number, raw in enumerate(text.splitlines(), start=1):
        # A comment ends a continued line too, so it goes before lines are joined.
        line = _COMMENT.sub("", raw)
        continued = line.endswith("\\") and not raw.lstrip().startswith("#")
        first = first or number
        pending += line.removesuffix("\\") if continued else line
        if not continued:
            if pending.strip():
                yield first, pending.strip()
            pending, first = "", 0
    if pending.strip():
        yield first, pending.strip()


def _requirement(line: str, path: str, number: int, group: str, constraint: bool) -> Dependency:
    hashes = tuple(match[1] for match in _HASH.finditer(line))
    text = _OPTION.sub("", _HASH.sub("", line)).strip()
    if re.match(r"[A-Za-z0-9._-]+\s*(\[[^]]*\])?\s*@", text) or not _is_direct(text):
        return parse(text, path, line=number, group=group, hashes=hashes, constraint=constraint)
    return _direct(text, path, number, group, hashes=hashes)


def _is_direct(text: str) -> bool:
    """Whether a line is a path or an address and not a name."""
    bare = text.partition(";")[0].strip()
    return (
        "://" in bare
        or bare.startswith((".", "/", "~"))
        or bare.endswith((".whl", ".tar.gz", ".zip"))
        or ("/" in bare and " " not in bare)
    )


def _direct(
    text: str,
    path: str,
    number: int,
    group: str,
    *,
    hashes: tuple[str, ...] = (),
    editable: bool = False,
) -> Dependency:
    named = re.search(r"#(?:.*&)?egg=([A-Za-z0-9._-]+)", text)
    return Dependency(
        name=normalized(named[1]) if named else "",
        specifier="",
        path=path,
        line=number,
        group=group,
        url=without_userinfo(text.partition(";")[0].strip()),
        hashes=hashes,
        editable=editable,
    )
