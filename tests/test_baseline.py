from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate import baseline
from pytest_mlgate.baseline import Baseline
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.verdict import Finding, Outcome


def finding(line: int = 1, outcome: str = "FAIL", **more: str) -> Finding:
    return Finding(
        **{"message": "no seed", "path": "a.py", **more}, line=line, outcome=Outcome(outcome)
    )


def outcomes(accepted: Baseline, found: list[Finding], item: str = "data.rows") -> list[str]:
    return [str(f.outcome) for f in accepted.apply(item, found)]


def taken(*found: Finding) -> dict[str, int]:
    """Return what a baseline made from these findings holds."""
    return baseline.fingerprints(Baseline(accepts_all=True).apply("data.rows", found))


def accepting(*found: Finding, item: str = "data.rows") -> Baseline:
    return Baseline({item: taken(*found)})


def test_what_is_accepted_becomes_a_note() -> None:
    (judged,) = accepting(finding(1)).apply("data.rows", [finding(99)])
    assert (judged.outcome, judged.waived, judged.line) == (
        Outcome.PASS, "accepted in the baseline", 99,
    )  # fmt: skip


@pytest.mark.parametrize("outcome", ["FAIL", "WARN", "INCONCLUSIVE"])
def test_these_outcomes_can_be_accepted(outcome: str) -> None:
    assert outcomes(accepting(finding(outcome=outcome)), [finding(outcome=outcome)]) == ["PASS"]


@pytest.mark.parametrize("outcome", ["ERROR", "PASS", "NOT_APPLICABLE"])
def test_these_outcomes_stay(outcome: str) -> None:
    assert taken(finding(outcome=outcome)) == {}
    assert outcomes(accepting(finding()), [finding(outcome=outcome)]) == [outcome]


def test_one_more_of_a_kind_fails() -> None:
    accepted = accepting(finding(1), finding(2))
    assert outcomes(accepted, [finding(5), finding(6)]) == ["PASS", "PASS"]
    assert outcomes(accepted, [finding(5), finding(6), finding(7)]) == ["PASS", "PASS", "FAIL"]
    assert outcomes(accepted, [finding(5)]) == ["PASS"]


def test_another_kind_place_or_item_fails() -> None:
    accepted = accepting(finding())
    assert outcomes(accepted, [finding(path="b.py")]) == ["FAIL"]
    assert outcomes(accepted, [finding(message="other")]) == ["FAIL"]
    assert outcomes(accepted, [finding()], "data.rows[x]") == ["FAIL"]
    assert outcomes(Baseline(), [finding()]) == ["FAIL"]


def test_applying_twice_gives_the_same() -> None:
    accepted = accepting(finding())
    assert outcomes(accepted, [finding()]) == outcomes(accepted, [finding()]) == ["PASS"]


def test_what_a_waiver_covers_is_not_written_into_the_baseline() -> None:
    waived = finding(outcome="WARN", waived="waiver W1 (ana, until 2026-12-31): agreed")
    assert taken(waived) == {}
    assert accepting(finding()).apply("data.rows", [waived]) == [waived]


def test_making_a_baseline_accepts_everything_that_can_be_accepted() -> None:
    found = [finding(1), finding(2), finding(3, "WARN", message="clock"), finding(4, "ERROR")]
    judged = Baseline(accepts_all=True).apply("data.rows", found)
    assert [str(f.outcome) for f in judged] == ["PASS", "PASS", "PASS", "ERROR"]
    assert taken(*found) == {finding().fingerprint: 2, finding(message="clock").fingerprint: 1}


kinds = st.sampled_from(["no seed", "clock", "order"])


@given(st.lists(kinds), st.lists(kinds))
def test_exactly_the_surplus_of_each_kind_fails(before: list[str], now: list[str]) -> None:
    accepted = accepting(*(finding(n, message=kind) for n, kind in enumerate(before)))
    judged = accepted.apply("data.rows", [finding(n, message=k) for n, k in enumerate(now)])
    for kind in set(now):
        failed = sum(f.message == kind and f.outcome is Outcome.FAIL for f in judged)
        assert failed == max(0, now.count(kind) - before.count(kind))


# The file


def test_without_a_file_nothing_is_accepted(tmp_path: Path) -> None:
    assert baseline.load(Project(tmp_path), None) == Baseline()


def test_written_and_read(tmp_path: Path) -> None:
    counts = {"z.z": {"f1": 2}, "a.a[sex]": {"f2": 1}, "empty.one": {}}
    baseline.save(Project(tmp_path), "sub/b.json", counts)
    assert baseline.load(Project(tmp_path), "sub/b.json").accepted == {
        "a.a[sex]": {"f2": 1}, "z.z": {"f1": 2},
    }  # fmt: skip
    assert (tmp_path / "sub/b.json").read_text() == (
        '{\n  "schema": "mlgate-baseline/1",\n  "accepted": {\n    "a.a[sex]": {\n'
        '      "f2": 1\n    },\n    "z.z": {\n      "f1": 2\n    }\n  }\n}\n'
    )


def test_a_baseline_outside_the_project_is_neither_read_nor_written(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    project.root.mkdir()
    for act in (lambda: baseline.load(project, "../b.json"),
                lambda: baseline.save(project, "../b.json", {})):  # fmt: skip
        with pytest.raises(InputError, match="found a path that leaves the project root"):
            act()
    assert not (tmp_path / "b.json").exists()


GOOD = {"schema": "mlgate-baseline/1", "accepted": {}}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("", "b.json: found broken JSON"),
        ("{", "b.json: found broken JSON"),
        ("[" * 100_000, "b.json: found broken JSON"),
        ("[]", "b.json: schema: found another schema"),
        ("null", "b.json: schema: found another schema"),
        (GOOD | {"schema": "mlgate-baseline/2"}, "b.json: schema: found another schema"),
        ({"schema": "mlgate-baseline/1"}, "b.json: accepted: found something else"),
        (GOOD | {"accepted": []}, "b.json: accepted: found something else"),
        (GOOD | {"accepted": {"a": 1}}, "b.json: accepted: found something else"),
        (GOOD | {"accepted": {"a": {"f": "1"}}}, "b.json: accepted: found something else"),
        (GOOD | {"accepted": {"a": {"f": 1.5}}}, "b.json: accepted: found something else"),
        (GOOD | {"accepted": {"a": {"f": True}}}, "b.json: accepted: found something else"),
    ],
)
def test_files_that_are_no_baseline(tmp_path: Path, content: object, found: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(InputError) as caught:
        baseline.load(Project(tmp_path), "b.json")
    assert str(caught.value) == (
        f"{found}; expected a file written by pytest --mlgate-update (schema mlgate-baseline/1)"
    )


def test_a_named_baseline_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^b.json: found no such file"):
        baseline.load(Project(tmp_path), "b.json")
