"""Version specifiers of the various dependency files, in one form.

The form is text as in PEP 440, with ``||`` between alternatives, which only Poetry and
conda know.  An empty text admits everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet
    from packaging.version import Version

_RELEASE = re.compile(r"v?(\d+(?:\.\d+)*)")
_FAR = 99_999


def alternatives(specifier: str) -> tuple[SpecifierSet, ...]:
    """Return the specifier sets of which a version has to meet one.

    Raises
    ------
    ValueError
        If the text is no specifier.

    """
    from packaging.specifiers import SpecifierSet

    return tuple(SpecifierSet(part.strip()) for part in specifier.split("||"))


def admits(specifier: str, version: str) -> bool:
    """Whether a version meets a specifier; pre-releases that are locked were asked for.

    Raises
    ------
    ValueError
        If `version` or `specifier` is not readable.

    """
    from packaging.version import Version

    return _admits(alternatives(specifier), Version(version))


def _admits(options: Iterable[SpecifierSet], version: Version) -> bool:
    return any(option.contains(version, prereleases=True) for option in options)


def exact(specifier: str) -> str | None:
    """Return the one version that a specifier admits, ``None`` when it may admit several."""
    options = alternatives(specifier)
    if len(options) != 1:
        return None
    for clause in options[0]:
        if clause.operator == "===" or (
            clause.operator == "==" and not clause.version.endswith(".*")
        ):
            return clause.version
    return None


def intersect(specifiers: Iterable[str]) -> bool:
    """Whether some version meets all specifiers.

    Every set of versions that specifiers describe consists of intervals whose ends are
    versions in the text.  So it is enough to try those ends and points right beside them.
    """
    from packaging.version import Version

    texts = [text for text in specifiers if text]
    parsed = [alternatives(text) for text in texts]
    points = [Version(point) for text in texts for point in _points(text)]
    return not texts or any(all(_admits(part, point) for part in parsed) for point in points)


def _points(specifier: str) -> set[str]:
    """Return the versions named in a specifier, their neighbours, and both far ends."""
    points = {"0", str(_FAR)}
    for option in alternatives(specifier):
        for clause in option:
            text = clause.version.removesuffix(".*")
            points.add(text)
            named = _RELEASE.match(text)
            if named is None:
                continue
            release = [int(part) for part in named[1].split(".")]
            # Longer than any other release in the file, so that it lies right beside.
            padded = (release + [0] * 6)[:6]
            points |= {".".join(map(str, [*padded, 1])), ".".join(map(str, [*padded, 2]))}
            points.add(f"{text}.post{_FAR}" if "+" not in text else text)
            for place, part in enumerate(release):
                if part > 0:
                    before = [*release[:place], part - 1, *[_FAR] * (6 - place)]
                    points.add(".".join(map(str, before)))
    return {point for point in points if _is_version(point)}


def _is_version(text: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def from_poetry(text: str) -> str:
    """Translate a version constraint of Poetry.

    ``^1.2`` means up to the next change of the left-most part that is not zero, ``~1.2``
    up to the next minor (``~1`` major) release, a bare version exactly that one, ``1.*``
    a prefix; blanks or commas join clauses and ``||`` separates alternatives.

    Raises
    ------
    ValueError
        If the text is no such constraint.

    """
    options = [_poetry_option(option) for option in re.split(r"\|\|?", text)]
    result = "" if "" in options else " || ".join(options)
    alternatives(result)
    return result


def _poetry_option(option: str) -> str:
    clauses: list[str] = []
    joined = re.sub(r"([<>=!~^])\s+", r"\1", option.strip())
    for clause in re.split(r"[\s,]+", joined):
        operator = clause[:1]
        if clause in {"", "*"}:
            continue
        if operator == "^" or (operator == "~" and clause[1:2] != "="):
            clauses.append(_upward(clause[1:], caret=operator == "^"))
        elif operator.isdigit() or operator == "v":
            clauses.append(f"=={clause}")
        elif operator == "=" and clause[1:2] != "=":
            clauses.append(f"={clause}")
        else:
            clauses.append(clause)
    return ",".join(clauses)


def _upward(version: str, *, caret: bool) -> str:
    from packaging.version import Version

    release = list(Version(version).release)
    if caret:
        place = next((i for i, part in enumerate(release) if part), len(release) - 1)
    else:
        place = min(1, len(release) - 1)
    ceiling = [*release[:place], release[place] + 1]
    return f">={version},<{'.'.join(map(str, ceiling))}"


def from_conda(text: str) -> str:
    """Translate the version part of a conda match specification.

    ``=1.2`` and ``1.2.*`` are prefixes, ``==1.2`` and a version with a build string are
    exact, a bare version is exact, ``|`` separates alternatives.

    Raises
    ------
    ValueError
        If the text is no such specification.

    """
    version = text.strip()
    if build := re.fullmatch(r"={0,2}([^=<>!~,|]+)=[^=<>!~,|]+", version):
        version = f"=={build[1]}"
    options = [_conda_option(option) for option in version.split("|")]
    result = "" if "" in options else " || ".join(options)
    alternatives(result)
    return result


def _conda_option(option: str) -> str:
    clauses: list[str] = []
    for clause in option.split(","):
        text = clause.strip()
        if text in {"", "*"}:
            continue
        bare = text.lstrip("=")
        if text.startswith("==") or (text == bare and text[0].isdigit()):
            clauses.append(f"=={bare}")
        elif text.startswith("="):
            clauses.append(f"=={bare.removesuffix('.*').removesuffix('*')}.*")
        else:
            clauses.append(text)
    return ",".join(clauses)
