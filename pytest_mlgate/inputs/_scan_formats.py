"""Reading what Trivy and Grype report about an image, in their JSON or as SARIF.

Formats: the JSON report of Trivy (SchemaVersion 2), the JSON output of Grype, SARIF 2.1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pytest_mlgate.inputs import _severity
from pytest_mlgate.inputs._records import Record
from pytest_mlgate.inputs._severity import Severity

_DIGEST = re.compile(r"(?:^|@)(sha256:[0-9a-f]{64})$")
_NUMBER = re.compile(r"CVE-\d+-\d+|GHSA(?:-\w{4}){3}")
_MOST_TEXT = 4000
_PACKAGE_CLASSES = {"os-pkgs", "lang-pkgs"}


@dataclass(frozen=True)
class Match:
    """One vulnerability of one package in the image.

    Parameters
    ----------
    package:
        Name and version, as far as the report says.
    name:
        Name of the package alone.
    ids:
        The number by which the scanner knows it, then its other ones.
    severity:
        As the scanner rates it.
    fixed:
        Whether there is a release without it; ``None`` where the report does not say.
    """

    package: str
    name: str
    ids: tuple[str, ...]
    severity: Severity
    fixed: bool | None


@dataclass(frozen=True)
class Report:
    """A report, whatever scanner wrote it.

    Parameters
    ----------
    scanner:
        Its name.
    digests:
        Every digest by which it knows the image: of manifests and of the configuration.
    created:
        When it was made, ``None`` where it does not say.
    database:
        When the advisories that it used were collected, ``None`` where it does not say.
    matches:
        What was found.
    looked:
        Whether it shows that packages were looked at; ``None`` where the format cannot.
    """

    scanner: str
    digests: frozenset[str]
    created: datetime | None
    database: datetime | None
    matches: tuple[Match, ...]
    looked: bool | None = None


def read(record: Record) -> Report:
    """Recognise the format of a document and read it."""
    for key, reader in (("runs", _sarif), ("SchemaVersion", _trivy), ("matches", _grype)):
        if key in record.content:
            return reader(record)
    raise record.wrong(
        "",
        found="neither runs, nor SchemaVersion, nor matches",
        expected="a report of Trivy or Grype in JSON, or SARIF",
    )


def digest(text: object) -> str:
    """Return the digest that a text ends in, such as ``name@sha256:...``; empty for none."""
    found = _DIGEST.search(text.strip()) if isinstance(text, str) else None
    return found[1] if found else ""


def _trivy(record: Record) -> Report:
    kind = record.optional("ArtifactType", str)
    if kind != "container_image":
        raise record.wrong(
            "ArtifactType", found=repr(kind), expected="'container_image' (trivy image)"
        )
    metadata = record.table("Metadata")
    results = record.tables("Results") if record.content.get("Results") is not None else []
    matches = [match for result in results for match in _trivy_matches(result)]
    return Report(
        "Trivy",
        _digests([metadata.content.get("ImageID"), *_list(metadata, "RepoDigests")]),
        moment(record, "CreatedAt"),
        None,
        tuple(matches),
        bool(matches) or any(r.content.get("Class") in _PACKAGE_CLASSES for r in results),
    )


def _trivy_matches(result: Record) -> Iterator[Match]:
    if result.content.get("Vulnerabilities") is None:
        return
    for found in result.tables("Vulnerabilities"):
        name = found.text("PkgName")
        yield Match(
            f"{name} {found.optional('InstalledVersion', str) or ''}".rstrip(),
            name,
            _ids(found.text("VulnerabilityID"), _list(found, "VendorIDs")),
            _severity.of_word(found.content.get("Severity")),
            bool(found.optional("FixedVersion", str)),
        )


def _grype(record: Record) -> Report:
    source = record.table("source")
    if source.content.get("type") != "image":
        raise source.wrong("type", found=repr(source.content.get("type")), expected="'image'")
    target, descriptor = source.table("target"), record.table("descriptor")
    database = descriptor.table("db") if descriptor.content.get("db") is not None else None
    if database is not None and isinstance(database.content.get("status"), dict):
        database = database.table("status")
    names = ("imageID", "manifestDigest")
    return Report(
        "Grype",
        _digests([*map(target.content.get, names), *_list(target, "repoDigests")]),
        moment(descriptor, "timestamp"),
        moment(database, "built") if database is not None else None,
        tuple(map(_grype_match, record.tables("matches"))),
    )


def _grype_match(found: Record) -> Match:
    hole, artifact = found.table("vulnerability"), found.table("artifact")
    related = (
        found.tables("relatedVulnerabilities")
        if found.content.get("relatedVulnerabilities")
        else []
    )
    name = artifact.text("name")
    fix = hole.table("fix") if hole.content.get("fix") is not None else None
    state = fix.content.get("state") if fix is not None else "unknown"
    return Match(
        f"{name} {artifact.optional('version', str) or ''}".rstrip(),
        name,
        _ids(hole.text("id"), (one.content.get("id") for one in related)),
        _severity.of_word(hole.content.get("severity")),
        {"fixed": True, "not-fixed": False, "wont-fix": False}.get(str(state)),
    )


def _sarif(record: Record) -> Report:
    runs = record.tables("runs")
    if not runs:
        raise record.wrong("runs", found="an empty list", expected="the run of a scanner")
    digests: set[str] = set()
    matches: list[Match] = []
    times: list[datetime | None] = []
    for run in runs:
        times.append(_finished(run))
        driver = run.table("tool").table("driver")
        rules = driver.tables("rules") if driver.content.get("rules") is not None else []
        known = {rule.content.get("id"): rule for rule in rules}
        properties = run.content.get("properties")
        for value in properties.values() if isinstance(properties, Mapping) else ():
            digests |= _digests(value if isinstance(value, list) else [value])
        matches += [_sarif_match(found, known) for found in run.tables("results")]
    scanner = runs[0].table("tool").table("driver").text("name")
    created = None if None in times else min(filter(None, times))
    return Report(scanner, frozenset(digests), created, None, tuple(matches))


def _finished(run: Record) -> datetime | None:
    """Return when a run ended; one that failed is no evidence."""
    ended: datetime | None = None
    if run.content.get("invocations") is None:
        return None
    for invocation in run.tables("invocations"):
        if invocation.content.get("executionSuccessful") is False:
            raise invocation.wrong(
                "executionSuccessful", found="false", expected="a scan that came to its end"
            )
        ended = moment(invocation, "endTimeUtc") or ended
    return ended


def _sarif_match(found: Record, rules: Mapping[object, Record]) -> Match:
    number = found.text("ruleId")
    rule = rules.get(number)
    # Trivy describes a result in its message, Grype in the help of its rule: line by line.
    texts = (_text(found.content.get("message")), _text(rule and rule.content.get("help")))
    lines = {
        key.strip().lower(): value.strip()
        for text in reversed(texts)
        for key, colon, value in (line.partition(":") for line in text[:_MOST_TEXT].splitlines())
        if colon
    }
    name = lines.get("package") or number
    fix = lines.get("fixed version", lines.get("fix version"))
    id = _NUMBER.match(number)
    return Match(
        f"{name} {lines.get('installed version', lines.get('version', ''))}".rstrip(),
        name,
        _ids(id[0] if id else number, [number]),
        _rated(lines.get("severity"), rule, found),
        None if fix is None else bool(fix),
    )


def _text(message: object) -> str:
    return str(message.get("text", "")) if isinstance(message, Mapping) else ""


def _rated(word: str | None, rule: Record | None, found: Record) -> Severity:
    """Take the scanner's word, else the score that the rule has for security, else the level."""
    if word:
        return _severity.of_word(word)
    properties = rule.content.get("properties") if rule is not None else None
    score = properties.get("security-severity") if isinstance(properties, Mapping) else None
    if score is not None:
        return _severity.of_score(score)
    return _severity.of_word(found.content.get("level"))


def moment(record: Record, key: str) -> datetime | None:
    """Return a moment with its zone, ``None`` where there is none."""
    text = record.optional(key, str)
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise record.wrong(key, found=repr(text[:40]), expected="a moment with a zone (RFC 3339)")
    return found.astimezone(UTC)


def _digests(values: Iterable[object]) -> frozenset[str]:
    return frozenset(filter(None, map(digest, values)))


def _ids(first: str, others: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([first, *(id for id in others if isinstance(id, str) and id)]))


def _list(record: Record, key: str) -> list[Any]:
    return record.optional(key, list) or []
