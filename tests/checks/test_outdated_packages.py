from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index_server import Answer, file, page, serving
from pytest_mlgate.inputs.pythons import Pythons, StatedPython
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("dependencies.outdated-packages")
NOW = datetime(2026, 3, 1, tzinfo=UTC)
RUNNING = StatedPython((3, 12), "", None, "Python 3.12.1, which runs the gate")


def python(
    root: Path,
    *stated: StatedPython,
    ranges: dict[str, str] | None = None,
    unread: dict[str, str] | None = None,
    now: datetime = NOW,
    **settings: Any,
) -> Verdict:
    given = Pythons((RUNNING, *stated), ranges or {}, unread or {})
    return resolver(root, clock=now, pythons=given).run(CHECK, subject="python", **settings)


def test_a_base_image_past_its_end_of_life(tmp_path: Path) -> None:
    write(tmp_path, {"Dockerfile": "FROM python:3.9.17-slim\n"})
    verdict = resolver(tmp_path, clock=NOW).run(CHECK, subject="python")
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == (
        "Dockerfile:1: FROM python:3.9.17-slim: Python 3.9 gets no security fixes since 2025-10-31"
    )


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (datetime(2025, 10, 31, 23, tzinfo=UTC), Outcome.PASS),
        (datetime(2025, 11, 1, tzinfo=UTC), Outcome.FAIL),
    ],
)
def test_the_last_day(tmp_path: Path, day: datetime, outcome: Outcome) -> None:
    verdict = python(tmp_path, StatedPython((3, 9), "a", 1, "3.9"), now=day)
    assert verdict.outcome is outcome


def test_everything_lives(tmp_path: Path) -> None:
    verdict = python(tmp_path, StatedPython((3, 99), "a", 1, "3.99"))
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "Python 3.12, 3.99 gets security fixes on 2026-03-01"


def test_nothing_is_stated(tmp_path: Path) -> None:
    verdict = python(tmp_path)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.summary == (
        "no file states a version of Python; Python 3.12, which runs the gate, gets security fixes"
    )


def test_the_interpreter_that_runs_the_gate(tmp_path: Path) -> None:
    verdict = python(tmp_path, now=datetime(2029, 1, 1, tzinfo=UTC), table_age=10_000)
    assert verdict.outcome is Outcome.FAIL
    assert "interpreter: Python 3.12.1, which runs the gate" in verdict.summary


@pytest.mark.parametrize(
    ("beside", "outcome"),
    [(((3, 8), (3, 12)), Outcome.WARN), (((3, 8), (3, 9)), Outcome.FAIL), ((), Outcome.FAIL)],
)
def test_matrices(tmp_path: Path, beside: tuple[tuple[int, int], ...], outcome: Outcome) -> None:
    verdict = python(tmp_path, StatedPython((3, 8), "ci.yml", 3, "python-version 3.8", beside))
    assert verdict.outcome is outcome
    assert verdict.findings[0].location == "ci.yml:3"


@pytest.mark.parametrize(
    ("specifier", "outcome"),
    [
        (">=3.8", Outcome.PASS),
        (">=3.8,<3.10", Outcome.FAIL),
        ("==3.9.*", Outcome.FAIL),
        ("==3.9.17", Outcome.FAIL),
        ("==3.11.4", Outcome.PASS),
        ("~=3.7", Outcome.PASS),
        ("==2.7.* || ==3.6.*", Outcome.FAIL),
        ("==2.7.* || >=3.11", Outcome.PASS),
        ("<4", Outcome.PASS),
        (">=3.20", Outcome.PASS),
    ],
)
def test_what_manifests_admit(tmp_path: Path, specifier: str, outcome: Outcome) -> None:
    verdict = python(tmp_path, ranges={"pyproject.toml": specifier})
    assert verdict.outcome is outcome
    if outcome is Outcome.FAIL:
        assert f"pyproject.toml: admits only Python {specifier}" in verdict.summary


def test_an_old_table(tmp_path: Path) -> None:
    late = datetime(2027, 8, 23, tzinfo=UTC)
    newer = StatedPython((3, 13), "a", 1, "3.13")
    in_time = python(tmp_path, newer, now=datetime(2027, 8, 22, tzinfo=UTC))
    assert in_time.outcome is Outcome.PASS
    verdict = python(tmp_path, newer, now=late)
    assert verdict.outcome is Outcome.WARN
    assert "366 days old" in verdict.summary
    assert python(tmp_path, newer, now=late, table_age=400).outcome is Outcome.PASS


def test_a_workflow_that_cannot_be_read(tmp_path: Path) -> None:
    verdict = python(tmp_path, unread={".github/workflows/a.yml": "broken YAML"})
    assert verdict.outcome is Outcome.INCONCLUSIVE


def packages(root: Path, locked: str, *pages: dict[str, Any], **settings: Any) -> Verdict:
    files = {f"index/{content['name']}.json": json.dumps(content) for content in pages}
    write(root, {"requirements.txt": locked, "index/.keep": "", **files})
    found = resolver(root, {"package_index": {"folder": "index"}}, clock=NOW)
    return found.run(CHECK, subject="packages", **settings)


def thing(*files: tuple[str, str], **more: Any) -> dict[str, Any]:
    return page("thing", *(file("thing", version, day) for version, day in files), **more)


def test_recent_releases(tmp_path: Path) -> None:
    content = thing(("1.5", "2024-01-01"), ("3.0", "2025-12-31"))
    verdict = packages(tmp_path, "thing==1.5\n", content)
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "1 locked packages: none is yanked, more than 2 majors or 2 years behind, by index"
    )


@pytest.mark.parametrize(
    ("newest", "message"),
    [
        (("4.0", "2025-06-01"), "thing 1.5 is 3 major versions behind 4.0"),
        (("1.6", "2026-02-01"), "thing 1.5 is 2.1 years behind 1.6"),
        (("5.0", "2027-01-01"), "thing 1.5 is 4 major versions and 3.0 years behind 5.0"),
    ],
)
def test_outdated_releases(tmp_path: Path, newest: tuple[str, str], message: str) -> None:
    content = thing(("1.5", "2024-01-01"), newest)
    verdict = packages(tmp_path, "thing==1.5\n", content)
    assert verdict.outcome is Outcome.WARN
    assert verdict.summary == f"thing: {message}"
    assert packages(tmp_path, "thing==1.5\n", content, majors=9, years=9.0).outcome is Outcome.PASS


def test_what_is_no_newest_release(tmp_path: Path) -> None:
    content = page(
        "thing",
        file("thing", "1.5", "2020-01-01"),
        file("thing", "9.0", "2026-01-01", yanked=True),
        file("thing", "9.1rc1", "2026-01-01"),
    )
    assert packages(tmp_path, "thing==1.5\n", content).outcome is Outcome.PASS


def test_a_change_of_epoch_is_no_major_version(tmp_path: Path) -> None:
    content = thing(("2020.1", "2025-01-01"), ("1!1.0", "2026-01-01"))
    assert packages(tmp_path, "thing==2020.1\n", content).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("mark", "text"),
    [(True, "withdrawn by its authors"), ("it loses data", "by its authors: it loses data")],
)
def test_yanked_releases(tmp_path: Path, mark: object, text: str) -> None:
    content = page("thing", file("thing", "1.5", yanked=mark), file("thing", "1.6"))
    verdict = packages(tmp_path, "thing==1.5\n", content)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary.startswith("thing: thing 1.5 was withdrawn by its authors")
    assert text in verdict.summary


def test_one_yanked_file_is_no_yanked_release(tmp_path: Path) -> None:
    sdist = file("thing", "1.5", filename="thing-1.5.tar.gz", yanked=True)
    content = page("thing", file("thing", "1.5"), sdist)
    assert packages(tmp_path, "thing==1.5\n", content).outcome is Outcome.PASS


def test_versions_in_other_words(tmp_path: Path) -> None:
    content = thing(("1.5.0", "2026-01-01"))
    assert packages(tmp_path, "Thing==1.5\n", content).outcome is Outcome.PASS
    assert packages(tmp_path, "thing==1.5+cpu\n", content).outcome is Outcome.PASS


def test_a_release_that_the_index_does_not_have(tmp_path: Path) -> None:
    verdict = packages(tmp_path, "thing==1.5\n", thing(("1.6", "2026-01-01")))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "the index does not have the locked release (index): thing 1.5" in verdict.summary


def test_an_index_without_upload_times(tmp_path: Path) -> None:
    old = [{"filename": f"thing-{v}.tar.gz"} for v in ("1.5", "1.6", "9.0")]
    verdict = packages(tmp_path, "thing==1.5\n", page("thing", *old[:2], api="1.0"))
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "does not tell when releases were published" in verdict.summary
    assert packages(tmp_path, "thing==1.5\n", page("thing", *old)).outcome is Outcome.WARN


def test_packages_without_an_answer_are_named_together(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(7)]
    content = thing(("1.5", "2026-01-01"))
    locked = "".join(f"{name}==1\n" for name in names) + "thing==1.5\n"
    verdict = packages(tmp_path, locked, content)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.summary == (
        "packages: 7 packages could not be judged, because there is no page in index (index): "
        "p0, p1, p2, p3, p4 and 2 more"
    )


def test_a_violation_outranks_a_gap(tmp_path: Path) -> None:
    content = page("thing", file("thing", "1.5", yanked=True))
    verdict = packages(tmp_path, "thing==1.5\nother==1\n", content)
    assert verdict.outcome is Outcome.FAIL
    assert len(verdict.findings) == 2


def test_an_index_on_the_network(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "thing==1.5\nother==1\n"})
    answers = {"thing": [Answer(thing(("1.5", "2026-01-01")))]}
    with serving(answers) as server:
        inputs = {"package_index": {"url": server.url}}
        some = resolver(tmp_path, inputs, clock=NOW).run(CHECK, subject="packages")
        answers["other"] = [Answer(page("other", file("other", "1")))]
        every = resolver(tmp_path, inputs, clock=NOW).run(CHECK, subject="packages")
        python = resolver(tmp_path, inputs, clock=NOW).run(CHECK, subject="python")
        asked = len(server.asked)
    down = resolver(tmp_path, inputs, clock=NOW).run(CHECK, subject="packages")

    assert some.outcome is Outcome.INCONCLUSIVE
    assert "because the index does not have it" in some.summary
    assert every.outcome is Outcome.PASS
    assert (python.outcome, asked) == (Outcome.NOT_APPLICABLE, 4)
    assert down.outcome is Outcome.INCONCLUSIVE
    assert "the index did not answer" in down.summary


def test_only_packages_of_an_index_are_looked_up(tmp_path: Path) -> None:
    locked = f"thing @ git+https://example.org/x.git@{'01' * 20}\nother==1\n"
    verdict = packages(tmp_path, locked, page("other", file("other", "1")))
    assert verdict.outcome is Outcome.PASS
    lock = 'version = 1\n[[package]]\nname = "ours"\nsource = { editable = "." }\n'
    write(tmp_path, {"uv.lock": lock})
    assert packages(tmp_path, "").outcome is Outcome.NOT_APPLICABLE


def test_without_lock_or_index(tmp_path: Path) -> None:
    write(tmp_path, {"requirements.txt": "thing==1.5\n"})
    verdict = resolver(tmp_path, clock=NOW).run(CHECK, subject="packages")
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.no_evidence
    assert "no package index" in verdict.summary
    write(tmp_path, {"requirements.txt": "thing\n"})
    verdict = resolver(tmp_path, clock=NOW).run(CHECK, subject="packages")
    assert verdict.summary == "no lock file, so no releases to look up"
