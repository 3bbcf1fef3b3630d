"""All formats say the same: outcome, what blocks, counts and figures, read back from each."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from action_runner import assignments, commands
from markdown_reader import headings, lines, plain, tables
from pytest_mlgate.builtin import pytest_mlgate_reports
from pytest_mlgate.reports import json_report
from pytest_mlgate.reports.problems import problems
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome
from report_samples import record, report
from test_catalogue import CATALOGUE, build

Said = dict[str, Any]
"""What a format says: of `outcome`, `blocked`, `reason`, `counts` and `figures` what it holds."""

_OF_THE_PROJECT = {"dependencies", "health"}


def expected(one: GateReport) -> Said:
    return {
        "outcome": str(one.outcome),
        "blocked": one.blocked,
        "reason": one.reason,
        "counts": {
            family: {str(outcome): n for outcome, n in counted.items()}
            for family, counted in one.counts().items()
        },
        "figures": Counter(
            (item.key, str(estimate))
            for item in one.records
            for estimate in item.ruling.verdict.estimates
        ),
        "problems": Counter(item.record.key for item in problems(one)),
    }


def said_in_json(text: str, one: GateReport) -> Said:
    document = json.loads(text)
    told = expected(json_report.read(text))
    assert [document[key] for key in ("outcome", "blocked", "counts")] == [
        told[key] for key in ("outcome", "blocked", "counts")
    ]
    return told


def said_in_sarif(text: str, one: GateReport) -> Said:
    (run,) = json.loads(text)["runs"]
    summary = run["properties"]
    results = run["results"]
    reasons = [
        note["message"]["text"].removeprefix("the gate failed: ")
        for note in run["invocations"][0]["toolExecutionNotifications"]
        if "associatedRule" not in note
    ]
    assert "".join(reasons) == summary["reason"]
    assert summary["blocked"] >= any(result["level"] == "error" for result in results)
    return {
        **{key: summary[key] for key in ("outcome", "blocked", "reason", "counts")},
        "figures": Counter(
            (found["item"], measured)
            for found in summary["figures"]
            for measured in found["measured"]
        ),
        "problems": Counter(
            result["ruleId"]
            + (f"[{subject}]" if (subject := result["properties"]["subject"]) else "")
            for result in results
        ),
    }


def said_in_gitlab(text: str, one: GateReport) -> Said:
    issues = json.loads(text)
    reasons = [issue["description"] for issue in issues if issue["check_name"] == "mlgate"]
    listed = Counter(issue["check_name"] for issue in issues)
    assert listed - Counter(mlgate=1) == Counter(item.record.check for item in problems(one))
    return {
        "blocked": any(issue["severity"] == "blocker" for issue in issues),
        "reason": "".join(reasons).removeprefix("the gate failed: "),
    }


def said_in_badge(text: str, one: GateReport) -> Said:
    badge = json.loads(text)
    return {"outcome": badge["message"].partition(",")[0], "blocked": badge["isError"]}


def said_in_markdown(text: str, one: GateReport) -> Said:
    found = {rows[0][0]: rows for rows in tables(text)}
    families = found.get("family", [[]])
    names = [name.upper().replace(" ", "_") for name in families[0]]
    reasons = [line.text for line in lines(text) if line.text.startswith("The gate failed: ")]
    return {
        "outcome": headings(text)[0].removeprefix("mlgate: "),
        "blocked": any(heading.startswith("What blocks") for heading in headings(text))
        or bool(reasons),
        "reason": "".join(reasons).removeprefix("The gate failed: "),
        "counts": {
            row[0]: {name: int(n) for name, n in zip(names[1:], row[1:], strict=True) if n != "-"}
            for row in families[1:]
        },
        "figures": Counter((row[0], row[1]) for row in found.get("check", [[]])[1:]),
    }


def said_in_model_card(text: str, one: GateReport) -> Said:
    first = lines(text)[1].text
    (results,) = [rows for rows in tables(text) if rows[0][0] == "check"] or [[[]]]
    figures = {
        (f"{check}[{subject}]" if subject else check, measured)
        for check, subject, measured, _ in results[1:]
    }
    silent = {
        item.key
        for item in one.records
        if item.family in _OF_THE_PROJECT
        or item.ruling.shown in {Outcome.NOT_APPLICABLE, Outcome.ERROR}
    }
    wanted = {pair for pair in expected(one)["figures"] if pair[0] not in silent}
    assert wanted <= figures
    outcome = re.match(r"Outcome of the gate: ([A-Z ]+), which (\w+)", first)
    assert outcome is not None
    return {"outcome": outcome[1].replace(" ", "_"), "blocked": outcome[2] == "blocks"}


def said_in_html(text: str, one: GateReport) -> Said:
    """The page has figures as numbers that can be copied, each beside the key of its item."""
    page = html5lib.parse(text, namespaceHTMLElements=False)
    header = page.find(".//header")
    items = page.findall(".//details[@class='c']")
    names, *rows = [
        [_words(cell) for cell in row]
        for row in page.iterfind(".//section[@aria-labelledby='families']//tr")
    ] or [[]]
    names = [name.upper().replace(" ", "_") for name in names]
    numbers = Counter(
        (_words(item.find("summary/h4")), _rounded(found.get("value")))
        for item in items
        for table in item.findall(".//table")
        if "fig" in table.get("class", "").split()
        for found in table.iter("data")
    )
    assert numbers == Counter(
        (item.key, _rounded(number))
        for item in one.records
        for estimate in item.ruling.verdict.estimates
        for number in _numbers(estimate)
    )
    assert one.reason in _words(header)
    return {
        "outcome": header.get("data-outcome"),
        "blocked": header.get("data-blocked") == "true",
        "counts": {
            family: {name: int(n) for name, n in zip(names[1:], counted, strict=True) if n != "0"}
            for family, *counted in rows
        },
    }


def _words(element: Any) -> str:
    return "".join(element.itertext())


def _rounded(number: object) -> float:
    return float(f"{float(str(number)):.6g}")


def _numbers(estimate: Estimate) -> Iterator[float]:
    limit = estimate.limit.value if estimate.limit else None
    for number in (estimate.value, estimate.lower, estimate.upper, estimate.n, limit):
        if number is not None:
            yield number


def said_in_github(text: str, one: GateReport) -> Said:
    """Commands of a workflow: the runner obeys them one by one."""
    told = [command for line in text.splitlines() for command in commands(line)]
    assert {command.name for command in told} <= {"error", "warning", "notice"}
    return {"blocked": any(command.name == "error" for command in told)}


def said_in_github_output(text: str, one: GateReport) -> Said:
    """Outputs of a step: ``name=value`` lines."""
    outputs = assignments(text)
    total: Counter[Outcome] = Counter()
    for counted in one.counts().values():
        total += counted
    assert int(outputs["warned"]) == total[Outcome.WARN]
    assert int(outputs["inconclusive"]) == total[Outcome.INCONCLUSIVE]
    return {"outcome": outputs["outcome"], "blocked": outputs["blocked"] == "true"}


READERS: dict[str, Callable[[str, GateReport], Said]] = {
    "badge": said_in_badge,
    "github": said_in_github,
    "github-output": said_in_github_output,
    "gitlab": said_in_gitlab,
    "html": said_in_html,
    "json": said_in_json,
    "markdown": said_in_markdown,
    "model-card": said_in_model_card,
    "sarif": said_in_sarif,
}


def said_in_junit(text: str, one: GateReport) -> Said:
    """pytest's own file, of which the gate writes the properties."""
    suite = ET.fromstring(text).find("testsuite")
    assert suite is not None
    run = dict(_properties(suite))
    counts: dict[str, Counter[str]] = {}
    figures: Counter[tuple[str, str]] = Counter()
    for case in suite.findall("testcase"):
        told = list(_properties(case))
        item = dict(told)
        check, subject = item["mlgate.check"], item.get("mlgate.subject", "")
        counts.setdefault(check.partition(".")[0], Counter())[item["mlgate.outcome"]] += 1
        key = f"{check}[{subject}]" if subject else check
        figures.update((key, str(estimate)) for estimate in _estimates(told))
    return {
        "outcome": run["mlgate.outcome"],
        "blocked": run["mlgate.blocked"] == "true",
        "reason": run["mlgate.reason"],
        "counts": {family: dict(counted) for family, counted in sorted(counts.items())},
        "figures": figures,
    }


def _properties(element: ET.Element) -> Iterator[tuple[str, str]]:
    for found in element.findall("properties/property"):
        yield found.attrib["name"], found.attrib["value"]


def _estimates(properties: list[tuple[str, str]]) -> Iterator[Estimate]:
    parts: dict[str, Any] = {}
    for full, value in properties:
        name, _, part = full.removeprefix("mlgate.").rpartition(".")
        if part == "value":
            if parts:
                yield Estimate(**parts)
            parts = {"name": name, "value": float(value)}
        elif part == "limit":
            op, number = value.split()
            parts["limit"] = Limit(op, float(number))  # type: ignore[arg-type]
        elif parts:
            parts[part] = value if part == "unit" else int(value) if part == "n" else float(value)
    if parts:
        yield Estimate(**parts)


def agree(format: str, told: Said, one: GateReport) -> None:
    wanted = expected(one)
    assert told, f"{format} says nothing"
    assert told == {key: wanted[key] for key in told}, format


def test_every_format_has_a_reader() -> None:
    assert set(pytest_mlgate_reports()) == set(READERS)


words = st.sampled_from(["rate", "gap", "accuracy", "rows per day", "p99"])
sane_numbers = st.floats(-1e6, 1e6) | st.integers(-(10**9), 10**9)
sane_estimates = st.builds(
    Estimate, name=words, value=sane_numbers, n=st.none() | st.integers(1, 10**6),
    lower=st.none() | sane_numbers, upper=st.none() | sane_numbers,
    confidence=st.none() | st.sampled_from([0.9, 0.95]), unit=st.sampled_from(["", "share", "s"]),
    limit=st.none() | st.builds(Limit, st.sampled_from([">=", "<"]), st.floats(-1e6, 1e6)),
)  # fmt: skip
sane_findings = st.builds(
    Finding, message=words, path=st.sampled_from(["", "src/train.py", "data.csv"]),
    line=st.none() | st.integers(1, 99), outcome=st.sampled_from(Outcome),
)  # fmt: skip
sane_records = st.builds(
    record, st.sampled_from([str(outcome) for outcome in Outcome]),
    check=st.sampled_from(["fairness.gap", "leakage.rows", "health.score", "comparison.power"]),
    subject=st.sampled_from(["", "sex", "age"]),
    summary=words, remedy=words,
    estimates=st.lists(sane_estimates, max_size=3).map(tuple),
    findings=st.lists(sane_findings, max_size=3).map(tuple),
)  # fmt: skip
sane_reports = st.builds(
    lambda items, reason: replace(report(*items), reason=reason),
    st.lists(sane_records, max_size=4), st.sampled_from(["", "no check ran"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(sane_reports)
def test_made_reports(one: GateReport) -> None:
    for format, write in pytest_mlgate_reports().items():
        agree(format, READERS[format](write(one), one), one)


@pytest.fixture(
    scope="module",
    params=["fairness/disparate-impact", "leakage/fit-before-split", "nothing"],
)
def delivered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run of a real gate wrote, in every format."""
    folder = tmp_path_factory.mktemp("delivered")
    project = folder / "project"
    if request.param == "nothing":
        (project / "sub").mkdir(parents=True)
        (project / "mlgate.toml").write_text('families = ["fairness"]\n', encoding="utf-8")
    else:
        build(CATALOGUE / request.param / "bad", project, [])
    formats = [f"--mlgate-report={name}:{folder / name}" for name in pytest_mlgate_reports()]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--mlgate-only", "-p", "no:cacheprovider",
         f"--junitxml={folder / 'junit'}", *formats],
        cwd=project, env={**os.environ, "NO_COLOR": "1"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    return folder


@pytest.mark.slow
def test_a_real_gate(delivered: Path) -> None:
    one = json_report.read((delivered / "json").read_text(encoding="utf-8"))
    assert one.blocked
    for format, read in {**READERS, "junit": said_in_junit}.items():
        agree(format, read((delivered / format).read_text(encoding="utf-8"), one), one)
    assert plain((delivered / "markdown").read_text(encoding="utf-8"))


def test_the_comparison_sees_a_difference() -> None:
    estimate = Estimate(name="rate", value=0.5)
    one, other = (
        report(record("FAIL", estimates=(replace(estimate, value=value),))) for value in (0.5, 0.6)
    )
    for format in ("json", "sarif", "markdown"):
        with pytest.raises(AssertionError):
            agree(format, READERS[format](pytest_mlgate_reports()[format](other), other), one)
