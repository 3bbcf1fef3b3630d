"""Check that the project may use what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pytest_mlgate.checks.dependencies._licence_tiers import (
    Judged,
    Licensing,
    Reading,
    Rules,
    Standing,
    Tier,
    own_tiers,
)
from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.extras import MissingExtra
from pytest_mlgate.inputs.licenses import LicenseMetadata, Licenses
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_WHERE = "[dependencies.licenses]"


@check("dependencies.licenses")
def licenses(
    licenses: Licenses,
    *,
    allow: tuple[str, ...] = (),
    deny: tuple[str, ...] = (Tier.STRONG.value, Tier.NETWORK.value, Tier.PROPRIETARY.value),
    stated: dict[str, dict[str, str]] | None = None,
) -> Verdict:
    """The licence of every package is one that the project may use.

    Why
    ---
    A model that is served with one package under the AGPL may have to be published, and a
    package for non-commercial use must not earn money.  Nobody sees either in a lock file.

    Rule
    ----
    No package has a licence in a tier of `deny`, or one that `deny` names.  The tiers are

    * ``permissive``: MIT, BSD, Apache-2.0, PSF-2.0, HPND, Unlicense, the public domain,
    * ``weak``: copyleft for the package itself: LGPL, MPL-2.0, EPL-2.0, and the GPL with an
      exception for linking or bundling (Classpath, GCC runtime library, bootloader),
    * ``strong``: copyleft for the whole program: GPL, also with any other exception,
    * ``network``: the same for use over a network: AGPL, SSPL, OSL,
    * ``proprietary``: everything that restricts who may use it for what,
    * ``unknown``: everything else.

    A package says what its licence is by its SPDX expression (``License-Expression``), else
    by the field ``License`` and its classifiers, else by licence files whose whole text is
    that of a known licence.  Of ``A OR B`` the better counts, of ``A AND B`` the worse.  Where
    fields contradict each other, or several classifiers leave open whether all apply, the
    licence is unknown unless each of them is allowed, or each denied.  Names are compared
    whole: "Proprietary - Limited use" is not under the licence of MIT.

    A tier that the project itself is in is allowed; a project under the AGPL may use the GPL.
    Packages are those of the lock file for this platform, and without one those that the
    project declares with what they need.  This is a rule of thumb and no legal advice.

    Settings
    --------
    allow : []
        Tiers and SPDX identifiers that are allowed, such as "GPL-3.0-only".
    deny : ["strong", "network", "proprietary"]
        Tiers and SPDX identifiers that are not.  An identifier in `deny` counts most, then
        what is in `allow`, then a tier in `deny`.
    stated : {}
        Package -> its licence where the metadata do not tell:
        ``some-package = { license = "MIT", reason = "LICENSE in its repository" }``.

    Outcomes
    --------
    FAIL: a licence that is denied.  WARN: one that is not known, and packages that are not
    installed here, so that there are no metadata.  ERROR: a lock file or manifest that cannot
    be read, settings that make no sense.  NOT_APPLICABLE: the project has no dependencies, or
    the extra ``dependencies`` is not installed.

    Remedy
    ------
    Replace the package, or allow its licence after asking somebody who is responsible.
    State a licence that the metadata do not tell.

    Source
    ------
    SPDX specification 2.3, annex D (expressions) and the SPDX licence list; PEP 639.  Tiers
    follow the categories of the ScanCode licence database (scancode-licensedb.aboutcode.org)
    and, for use over a network, the texts of the licences.
    """
    try:
        licensing = Licensing()
    except MissingExtra as missing:
        raise InputAbsent(str(missing)) from None
    own = _own_tier(licensing, licenses.project)
    rules = Rules(licensing.named("allow", allow), licensing.named("deny", deny), own_tiers(own))
    by_hand = {name: _stated(licensing, name, entry) for name, entry in (stated or {}).items()}
    findings = [
        finding
        for package in licenses.packages
        if (finding := _package(licensing, rules, package, by_hand.get(package.name)))
    ]
    for name in licenses.missing:
        if name in by_hand:
            absent = LicenseMetadata(name, "")
            finding = _package(licensing, rules, absent, by_hand[name])
            findings += [finding] if finding else []
    findings += _missing([name for name in licenses.missing if name not in by_hand], licenses)
    known = {package.name for package in licenses.packages} | set(licenses.missing)
    findings += [_stale(name) for name in by_hand if name not in known]
    if not known:
        return Verdict.not_applicable(f"{licenses.listed_by} lists no package")
    drifted = (
        f", {len(licenses.drifted)} in another version than locked" if licenses.drifted else ""
    )
    return Verdict.of(
        findings,
        passed=f"the licences of {len(known)} packages are allowed{drifted}; the project's own "
        f"tier is {own.words}",
        remedy="Replace the package, or allow its licence after asking who is responsible.",
    )


def _own_tier(licensing: Licensing, project: LicenseMetadata) -> Tier:
    """Return the tier of the project's own licence."""
    readings = licensing.readings(project)
    trees = [licensing.parse(reading.expression) for reading in readings]
    tiers = {
        Tier.UNKNOWN if tree is None else licensing.judge(tree, Rules()).tier for tree in trees
    }
    return tiers.pop() if len(tiers) == 1 else Tier.UNKNOWN


def _stated(licensing: Licensing, name: str, entry: Mapping[str, str]) -> Reading:
    """Return what the configuration says about one package."""
    for key in ("license", "reason"):
        if not entry.get(key, "").strip():
            raise InputError(
                _WHERE,
                key=f"stated.{name}",
                found=f"no {key}",
                expected='{ license = "MIT", reason = "LICENSE in its repository" }',
            )
    if licensing.parse(entry["license"]) is None:
        raise InputError(
            _WHERE,
            key=f"stated.{name}.license",
            found=repr(entry["license"])[:80],
            expected="an SPDX expression such as 'MIT OR Apache-2.0'",
        )
    return Reading(entry["license"], f"stated, {entry['reason'].strip()}")


def _package(
    licensing: Licensing, rules: Rules, package: LicenseMetadata, by_hand: Reading | None
) -> Finding | None:
    """Judge one package; nothing is found where it is allowed."""
    readings = [by_hand] if by_hand else licensing.readings(package)
    trees = [licensing.parse(reading.expression) for reading in readings]
    judged = [
        Judged(Standing.UNKNOWN, list(Tier).index(Tier.UNKNOWN))
        if tree is None
        else licensing.judge(tree, rules)
        for tree in trees
    ]
    standings = {one.standing for one in judged}
    if standings == {Standing.ALLOWED}:
        return None
    title = f"{package.name} {package.version}".rstrip()
    if standings == {Standing.DENIED}:
        worst = max(judged)
        says = readings[judged.index(worst)]
        return Finding(
            message=f"{title} is under {_shown(says.expression)} ({says.source}), which is "
            f"{worst.tier.words} and not allowed",
            outcome=Outcome.FAIL,
            subject=package.name,
            remedy="Replace it, or ask and then list the licence in allow.",
        )
    return Finding(
        message=f"the licence of {title} is unknown: {_why(readings, trees)}",
        outcome=Outcome.WARN,
        subject=package.name,
        remedy=f"Look it up: stated.{package.name} = {{ license = ..., reason = ... }}.",
    )


def _why(readings: Sequence[Reading], trees: Sequence[object]) -> str:
    if not readings:
        return "its metadata and the texts of its licence files name none that is known"
    says = " and ".join(
        f"{reading.source} says {_shown(reading.expression)}" for reading in readings
    )
    if None in trees:
        return f"{says}, which is no SPDX expression"
    return says if len(readings) == 1 else f"{says}, and do not say whether all of them apply"


def _missing(names: Sequence[str], licenses: Licenses) -> Iterator[Finding]:
    if names:
        more = f" and {len(names) - 10} more" if len(names) > 10 else ""
        yield Finding(
            message=f"{len(names)} of {len(names) + len(licenses.packages)} packages are not "
            f"installed here, so their licences are unknown: {', '.join(names[:10])}{more}",
            outcome=Outcome.WARN,
            subject="packages that are not installed",
            remedy="Run the gate where the project is installed, or state their licences.",
            anchor="not installed",
        )


def _stale(name: str) -> Finding:
    return Finding(
        message=f"a licence is stated for {name}, which the project does not use",
        outcome=Outcome.WARN,
        subject=name,
        remedy=f"Take {name} out of stated.",
    )


def _shown(expression: str) -> str:
    return expression if len(expression) <= 120 else f"{expression[:117]}..."
