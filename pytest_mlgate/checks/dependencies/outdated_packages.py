"""Check that nothing is used that nobody mends any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs import _specifiers
from pytest_mlgate.inputs._lock_formats import INDEX
from pytest_mlgate.inputs._python_releases import AS_OF, END_OF_LIFE, SOURCE, end_of_life
from pytest_mlgate.inputs.lock import Lock
from pytest_mlgate.inputs.package_index import PackageIndex, Release
from pytest_mlgate.inputs.pythons import Pythons, StatedPython
from pytest_mlgate.registry import Range, check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

if TYPE_CHECKING:
    from packaging.version import Version

_YEAR = 365.25
_Answers = Mapping[str, tuple[Release, ...] | str]


@check("dependencies.outdated-packages", subjects=("python", "packages"))
def outdated_packages(
    subject: str,
    clock: datetime,
    pythons: Pythons,
    lock: Lock | None = None,
    package_index: PackageIndex | None = None,
    *,
    majors: Annotated[int, Range(0, 1000)] = 2,
    years: Annotated[float, Range(0, 100)] = 2.0,
    table_age: Annotated[int, Range(1, 10_000)] = 365,
) -> Verdict:
    """Python still gets security fixes, and no release is withdrawn or years behind.

    Why
    ---
    A Python past its end of life gets no more fixes, whatever is found in it.  A release that
    its authors withdrew is broken or worse, and a lock file keeps it for ever.

    Rule
    ----
    * python: no version is past its end of life on the day of the run: in ``.python-version``,
      ``runtime.txt``, base images, ``python-version`` of workflows, and the one that runs the
      gate.  Where a test matrix has a living version beside it, a dead one is a warning.  What
      a manifest admits needs one living version.
    * packages: no locked release is yanked, none is more than `majors` major versions behind
      the newest one, and none was published more than `years` years before it.  Pre-releases
      and yanked ones are no newest.

    The end of life comes from a table inside this package.  Packages are looked up only where
    ``[inputs.package-index]`` names an index or a folder with its pages.

    Settings
    --------
    majors : 2
        Major versions that a package may be behind.
    years : 2
        Years that its release may be older than the newest one.
    table-age : 365
        Days after which the table of end-of-life dates is itself out of date.

    Outcomes
    --------
    FAIL: a Python past its end of life, a yanked release.  WARN: an outdated package, a dead
    Python in a matrix with living ones, an old table.  INCONCLUSIVE: packages that the index
    does not have or tell about, an index that does not answer, a workflow that cannot be
    read.  NOT_APPLICABLE: no file that states a Python, packages without a lock file or an
    index.

    Remedy
    ------
    Move to a Python that lives; update the packages and their lock.

    Source
    ------
    devguide.python.org/versions; PEP 592 (yanked releases), PEP 691 and PEP 700 (the simple
    API in JSON).  Two majors and two years are conventions of this project.
    """
    if subject == "python":
        return _python(pythons, clock.date(), table_age)
    if lock is None:
        raise InputAbsent("no lock file, so no releases to look up")
    if package_index is None:
        raise InputAbsent("no package index: [inputs.package-index] names neither url nor folder")
    locked = _locked(lock)
    if not locked:
        return Verdict.not_applicable("the lock files hold no package of an index")
    answers = package_index.look_up(sorted(locked))
    judge = _Judge(answers, majors, years)
    findings = [found for name in sorted(locked) for found in judge.package(name, locked[name])]
    return Verdict.of(
        [*findings, *judge.gaps(package_index.where)],
        passed=f"{len(locked)} locked packages: none is yanked, more than {majors} majors or "
        f"{years:g} years behind, by {package_index.where}",
        remedy="Update the packages and their lock.",
    )


def _python(pythons: Pythons, today: date, table_age: int) -> Verdict:
    findings = [found for one in pythons.stated if (found := _stated(one, today))]
    living = [f"=={_dotted(branch)}.*" for branch in END_OF_LIFE if not _ended(branch, today)]
    living.append(f">{_dotted(max(END_OF_LIFE))}")
    for path, specifier in pythons.ranges.items():
        if not any(_specifiers.intersect([specifier, branch]) for branch in living):
            findings.append(
                Finding(
                    message=f"admits only Python {specifier}, which is past its end of life",
                    path=path,
                    anchor=specifier,
                )
            )
    findings += [
        Finding(
            message=f"cannot be read as a workflow: {reason}",
            outcome=Outcome.INCONCLUSIVE,
            path=path,
        )
        for path, reason in pythons.unread.items()
    ]
    age = (today - AS_OF).days
    if age > table_age:
        findings.append(
            Finding(
                message=f"the table of end-of-life dates is {age} days old ({SOURCE}, {AS_OF})",
                outcome=Outcome.WARN,
                subject="table",
                remedy="Update pytest-mlgate.",
            )
        )
    stated = [one for one in pythons.stated if one.path]
    if not (findings or stated or pythons.ranges):
        own = " and ".join(_dotted(one.branch) for one in pythons.stated)
        return Verdict.not_applicable(
            f"no file states a version of Python; Python {own}, which runs the gate, gets security "
            "fixes"
        )
    names = sorted({one.branch for one in pythons.stated})
    return Verdict.of(
        findings,
        passed=f"Python {', '.join(map(_dotted, names))} gets security fixes on {today}",
        remedy="Move to a Python that still gets security fixes.",
    )


def _stated(one: StatedPython, today: date) -> Finding | None:
    if not _ended(one.branch, today):
        return None
    in_matrix = any(not _ended(branch, today) for branch in one.beside)
    return Finding(
        message=f"{one.statement}: Python {_dotted(one.branch)} gets no security fixes since "
        f"{end_of_life(one.branch)}",
        outcome=Outcome.WARN if in_matrix else Outcome.FAIL,
        path=one.path,
        line=one.line,
        subject="" if one.path else "interpreter",
        anchor=one.statement,
    )


def _ended(branch: tuple[int, int], today: date) -> bool:
    last = end_of_life(branch)
    return last is not None and today > last


def _dotted(branch: tuple[int, int]) -> str:
    return f"{branch[0]}.{branch[1]}"


def _locked(lock: Lock) -> dict[str, frozenset[str]]:
    """Return the locked releases that come from an index of Python packages."""
    found: dict[str, frozenset[str]] = {}
    for file in lock.files:
        for package in file.packages:
            if package.source == INDEX and not package.conda and package.version:
                found[package.name] = found.get(package.name, frozenset()) | {package.version}
    return found


class _Judge:
    """Judges packages one by one and keeps what could not be judged."""

    def __init__(self, answers: _Answers, majors: int, years: float) -> None:
        self._answers = answers
        self._majors = majors
        self._years = years
        self._gaps: dict[str, list[str]] = {}

    def package(self, name: str, locked: frozenset[str]) -> Iterator[Finding]:
        """Yield what is wrong with the locked releases of one package."""
        from packaging.version import InvalidVersion, Version

        answer = self._answers[name]
        if isinstance(answer, str):
            self._gap(answer, name)
            return
        known = {Version(release.version): release for release in answer}
        try:
            versions = sorted(map(Version, locked))
        except InvalidVersion:
            self._gap("the locked version is none by PEP 440", name)
            return
        for version in versions:
            release = known.get(_public(version, known))
            if release is None:
                self._gap("the index does not have the locked release", f"{name} {version}")
            elif release.yanked is not None:
                yield _yanked(name, version, release.yanked)
        latest = _public(versions[-1], known)
        later = [
            version
            for version, release in known.items()
            if version > latest and not version.is_prerelease and release.yanked is None
        ]
        if later and latest in known:
            yield from self._behind(name, known[latest], known[max(later)])

    def _behind(self, name: str, own: Release, newest: Release) -> Iterator[Finding]:
        from packaging.version import Version

        mine, theirs = Version(own.version), Version(newest.version)
        behind = theirs.major - mine.major if theirs.epoch == mine.epoch else 0
        reasons = [f"{behind} major versions"] if behind > self._majors else []
        if own.uploaded is None or newest.uploaded is None:
            if not reasons:
                self._gap("the index does not tell when releases were published", name)
        else:
            age = (newest.uploaded - own.uploaded).days / _YEAR
            reasons += [f"{age:.1f} years"] if age > self._years else []
        if reasons:
            yield Finding(
                message=f"{name} {own.version} is {' and '.join(reasons)} behind {newest.version}",
                outcome=Outcome.WARN,
                subject=name,
            )

    def _gap(self, reason: str, name: str) -> None:
        self._gaps.setdefault(reason, []).append(name)

    def gaps(self, where: str) -> Iterator[Finding]:
        """Yield one finding for each reason why packages could not be judged."""
        for reason, names in self._gaps.items():
            many = f"{len(names)} packages" if len(names) > 1 else "1 package"
            yield Finding(
                message=f"{many} could not be judged, because {reason} ({where}): {_listed(names)}",
                outcome=Outcome.INCONCLUSIVE,
                subject=names[0].partition(" ")[0] if len(names) == 1 else "packages",
                anchor=reason,
            )


def _public(version: Version, known: Mapping[Version, Release]) -> Version:
    """Return the version under which the index has a build with a local label."""
    from packaging.version import Version

    return version if version in known or not version.local else Version(version.public)


def _yanked(name: str, version: Version, reason: str) -> Finding:
    why = f": {reason[:120]}" if reason.strip() else ""
    return Finding(
        message=f"{name} {version} was withdrawn by its authors{why}",
        subject=name,
        remedy=f"Lock another release of {name}.",
        anchor=f"{name} {version}",
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
