"""Check ``dependencies.image-vulnerabilities``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated

from pytest_mlgate.inputs.image_scan import ImageScan, Match, Severity
from pytest_mlgate.registry import Kind, Range, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_SKEW = timedelta(minutes=10)
_FIX = {True: "a newer release mends it", False: "no release mends it", None: "fix unknown"}


@check("dependencies.image-vulnerabilities", kind=Kind.EVIDENCE)
def image_vulnerabilities(
    image_scan: ImageScan,
    clock: datetime,
    *,
    max_age: Annotated[float, Range(0)] = 7.0,
    max_database_age: Annotated[float, Range(0)] = 7.0,
) -> Verdict:
    """The image that is deployed was scanned lately and has no grave vulnerability.

    Why
    ---
    An image brings an operating system along that no lock file knows.  A scan that runs after
    the deployment, of another image, or of last month's one protects nothing.

    Rule
    ----
    * I1: no critical vulnerability, and no high one that a newer release mends.  One that the
      scanner did not rate counts as high; where the report does not say whether there is a
      newer release, there is one.
    * I2: the report is about the very image that is deployed, by digest; the digest of the
      manifest and that of the configuration (the image id) both count.
    * I3: the report is at most `max-age` days old, and not of the future.
    * I4: the advisories that it used (only Grype says) are at most `max-database-age` days old.
    * I5: a report without any vulnerability shows that packages were looked at.

    Settings
    --------
    max-age : 7
        Days since the scan.
    max-database-age : 7
        Days since the scanner's advisories were collected.

    Outcomes
    --------
    FAIL: I1, unless waived; another image; a report that is too old or of the future.  WARN: a
    high vulnerability that no release mends; old advisories.  INCONCLUSIVE: nothing says which
    digest is deployed, or the report knows none or no date (SARIF of most scanners), or shows no
    package.  ERROR: the report is missing, is none, or is of a scan that failed.
    NOT_APPLICABLE: `[inputs.image-scan]` names no report.

    Remedy
    ------
    Rebuild the image on a newer base, scan that very image (``trivy image --format json``), and
    deploy it by digest.

    Source
    ------
    NIST SP 800-190, Application Container Security Guide, 4.1; OCI Image Specification
    (digests); SARIF 2.1.0, 3.20 and 3.49.
    """
    report = image_scan.report
    findings = [found for match in _once(report.matches) for found in _judged(match)]
    findings += _about(image_scan)
    findings += _ages(image_scan, clock, max_age, max_database_age)
    if report.looked is False:
        findings.append(
            Finding(
                message="shows no package that was looked at, so it proves nothing",
                outcome=Outcome.INCONCLUSIVE,
                rule="I5",
                path=image_scan.path,
                remedy="Scan with the scanner for vulnerabilities (trivy image --scanners vuln).",
            )
        )
    counts = dict.fromkeys(Severity, 0)
    for match in report.matches:
        counts[match.severity] += 1
    return Verdict.of(
        findings,
        passed=f"{report.scanner} found nothing critical, and nothing high that could be mended, "
        f"in {image_scan.deployed[:19]}",
        remedy="Rebuild the image on a newer base, scan it again, and deploy that digest.",
        estimates=[
            Estimate(name=f"{severity.value} vulnerabilities", value=count)
            for severity, count in counts.items()
        ],
    )


def _once(matches: tuple[Match, ...]) -> list[Match]:
    """Return the worst first; a package in several places of an image is one entry."""
    order = list(Severity)
    unique = {(match.package, match.ids[0]): match for match in matches}
    return sorted(unique.values(), key=lambda match: order.index(match.severity))


def _judged(match: Match) -> Iterator[Finding]:
    if not match.severity.is_grave:
        return
    fails = match.severity is Severity.CRITICAL or match.fixed is not False
    yield Finding(
        message=f"{match.package} has {', '.join(match.ids)} "
        f"({match.severity}; {_FIX[match.fixed]})",
        outcome=Outcome.FAIL if fails else Outcome.WARN,
        rule="I1",
        subject=match.name,
        aliases=match.ids,
        anchor=f"{match.package} {match.ids[0]}",
    )


def _about(scan: ImageScan) -> Iterator[Finding]:
    known = scan.report.digests
    if not scan.deployed:
        yield Finding(
            message="nothing says which image is deployed",
            outcome=Outcome.INCONCLUSIVE,
            rule="I2",
            path=scan.path,
            anchor="deployed",
            remedy="Give its digest: [inputs.image-scan] digest or digest-path.",
        )
    elif not known:
        yield Finding(
            message="does not say by digest which image was scanned",
            outcome=Outcome.INCONCLUSIVE,
            rule="I2",
            path=scan.path,
            anchor="scanned",
            remedy="Use the scanner's own JSON, and scan an image that has a digest.",
        )
    elif scan.deployed not in known:
        names = ", ".join(digest[:19] for digest in sorted(known))
        yield Finding(
            message=f"is about another image: {names}; {scan.deployed[:19]} is deployed",
            rule="I2",
            path=scan.path,
            anchor="digest",
            remedy="Scan the image that is deployed, after it was built for the last time.",
        )


def _ages(scan: ImageScan, now: datetime, most: float, most_database: float) -> Iterator[Finding]:
    created, database = scan.report.created, scan.report.database

    def finding(message: str, outcome: Outcome, rule: str = "I3", remedy: str = "") -> Finding:
        return Finding(
            message=message,
            outcome=outcome,
            rule=rule,
            path=scan.path,
            anchor=rule,
            remedy=remedy or "Scan the image again.",
        )

    if created is None:
        yield finding(
            "does not say when it was made",
            Outcome.INCONCLUSIVE,
            remedy="Use the scanner's own JSON; SARIF needs an invocation with endTimeUtc.",
        )
    elif created > now + _SKEW:
        yield finding(f"is dated {created:%Y-%m-%d %H:%M} UTC, in the future", Outcome.FAIL)
    elif now - created > timedelta(days=most):
        yield finding(f"is {(now - created).days} days old, allowed are {most:g}", Outcome.FAIL)
    if database is not None and now - database > timedelta(days=most_database):
        yield finding(
            f"used advisories that are {(now - database).days} days old, allowed are "
            f"{most_database:g}",
            Outcome.WARN,
            "I4",
            "Update the scanner's database (grype db update).",
        )
