from __future__ import annotations

import json
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.decision import decide, rows_to_settle
from pytest_mlgate.errors import ConfigError, InputError, nearest
from pytest_mlgate.verdict import (
    WORST_FIRST,
    Estimate,
    Finding,
    Limit,
    Outcome,
    Policy,
    Verdict,
    summarise,
    worst,
)

NAN, INF = math.nan, math.inf
FLOOR = Limit(">=", 0.8)
BUDGET = Limit("<=", 0.1)

numbers = st.floats(-1e6, 1e6)
anything = st.one_of(st.floats(), st.none())
operators = st.sampled_from([">=", ">", "<=", "<"])
limits = st.builds(Limit, operators, numbers)
BADNESS = {Outcome.PASS: 0, Outcome.INCONCLUSIVE: 1, Outcome.FAIL: 2}


def estimate(value: float, limit: Limit | None = None, **more: object) -> Estimate:
    return Estimate(name="rate", value=value, limit=limit, **more)


# worst


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ("", "NOT_APPLICABLE"),
        ("PASS", "PASS"),
        ("PASS NOT_APPLICABLE", "PASS"),
        ("WARN PASS", "WARN"),
        ("PASS INCONCLUSIVE WARN", "INCONCLUSIVE"),
        ("INCONCLUSIVE FAIL", "FAIL"),
        ("FAIL ERROR PASS", "ERROR"),
        ("NOT_APPLICABLE NOT_APPLICABLE", "NOT_APPLICABLE"),
    ],
)
def test_worst(outcomes: str, expected: str) -> None:
    assert worst(map(Outcome, outcomes.split())) is Outcome(expected)


def test_the_order_names_every_outcome_once() -> None:
    assert [str(outcome) for outcome in WORST_FIRST] == [
        "ERROR", "FAIL", "INCONCLUSIVE", "WARN", "PASS", "NOT_APPLICABLE",
    ]  # fmt: skip
    assert set(WORST_FIRST) == set(Outcome)


@given(st.lists(st.sampled_from(Outcome)), st.sampled_from(Outcome))
def test_one_more_outcome_never_makes_it_better(outcomes: list[Outcome], more: Outcome) -> None:
    assert WORST_FIRST.index(worst([*outcomes, more])) <= WORST_FIRST.index(worst(outcomes))


# Limit


@pytest.mark.parametrize(
    ("op", "below", "on", "above"),
    [(">=", False, True, True), (">", False, False, True),
     ("<=", True, True, False), ("<", True, False, False)],
)  # fmt: skip
def test_limits(op: str, below: bool, on: bool, above: bool) -> None:
    limit = Limit(op, 0.5)
    assert [limit.met_by(v) for v in (0.25, 0.5, 0.75)] == [below, on, above]
    assert limit.is_floor is above
    assert not limit.met_by(NAN)
    assert str(limit) == f"{op} 0.5"


@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_a_limit_is_a_finite_number(value: float) -> None:
    with pytest.raises(ValueError, match=r"limit -?(nan|inf) is not a finite number"):
        Limit(">=", value)


@pytest.mark.parametrize("value", [None, "0.8"])
def test_a_limit_is_a_number(value: object) -> None:
    with pytest.raises(TypeError):
        Limit(">=", value)


@pytest.mark.parametrize("op", ["==", "=>", "", "≥"])
def test_a_limit_has_a_known_operator(op: str) -> None:
    with pytest.raises(ValueError, match="is none of >=, >, <=, <"):
        Limit(op, 1)


# decide


@pytest.mark.parametrize(
    ("value", "limit", "expected"),
    [
        (0.8, FLOOR, "PASS"),
        (0.7999999, FLOOR, "FAIL"),
        (0.1, BUDGET, "PASS"),
        (0.1000001, BUDGET, "FAIL"),
        (0.8, Limit(">", 0.8), "FAIL"),
        (0.1, Limit("<", 0.1), "FAIL"),
        (0, Limit("<=", 0), "PASS"),
        (-0.0, Limit(">=", 0), "PASS"),
        (NAN, FLOOR, "INCONCLUSIVE"),
        (INF, FLOOR, "INCONCLUSIVE"),
        (-INF, BUDGET, "INCONCLUSIVE"),
    ],
)
def test_point(value: float, limit: Limit, expected: str) -> None:
    assert decide(estimate(value, limit), Policy.POINT) is Outcome(expected)


@pytest.mark.parametrize(
    ("limit", "value", "lower", "upper", "expected"),
    [
        (FLOOR, 0.9, 0.8, 0.95, "PASS"),
        (FLOOR, 0.9, 0.79, 0.95, "INCONCLUSIVE"),
        (FLOOR, 0.79, 0.7, 0.9, "FAIL"),
        (FLOOR, 0.79, None, None, "FAIL"),
        (FLOOR, 0.9, None, 0.95, "INCONCLUSIVE"),
        (FLOOR, 0.9, NAN, 0.95, "INCONCLUSIVE"),
        (FLOOR, 0.9, INF, 0.95, "INCONCLUSIVE"),
        (FLOOR, NAN, 0.85, 0.95, "INCONCLUSIVE"),
        (BUDGET, 0.05, 0.01, 0.1, "PASS"),
        (BUDGET, 0.05, 0.01, 0.11, "INCONCLUSIVE"),
        (BUDGET, 0.05, 0.01, None, "INCONCLUSIVE"),
        (BUDGET, 0.05, 0.01, -INF, "INCONCLUSIVE"),
        (BUDGET, 0.11, 0.01, 0.2, "FAIL"),
        (Limit(">", 0.8), 0.9, 0.8, 0.95, "INCONCLUSIVE"),
        (Limit("<", 0.1), 0.05, 0.01, 0.1, "INCONCLUSIVE"),
    ],
)
def test_assured(
    limit: Limit, value: float, lower: float | None, upper: float | None, expected: str
) -> None:
    measured = estimate(value, limit, lower=lower, upper=upper, n=100)
    assert decide(measured, Policy.ASSURED) is Outcome(expected)


@pytest.mark.parametrize(
    ("limit", "value", "rejected", "expected"),
    [
        (FLOOR, 0.8, None, "PASS"),
        (FLOOR, 0.8, True, "PASS"),
        (FLOOR, 0.79, True, "FAIL"),
        (FLOOR, 0.79, False, "INCONCLUSIVE"),
        (FLOOR, 0.79, None, "INCONCLUSIVE"),
        (FLOOR, NAN, True, "INCONCLUSIVE"),
        (BUDGET, INF, True, "INCONCLUSIVE"),
        (BUDGET, 0.11, True, "FAIL"),
        (BUDGET, 0.11, False, "INCONCLUSIVE"),
        (BUDGET, 0.1, False, "PASS"),
    ],
)
def test_significant(limit: Limit, value: float, rejected: bool | None, expected: str) -> None:
    decided = decide(estimate(value, limit), Policy.SIGNIFICANT, rejected=rejected)
    assert decided is Outcome(expected)


def test_a_policy_may_be_its_word() -> None:
    assert decide(estimate(0.5, FLOOR), "point") is Outcome.FAIL


def test_an_unknown_policy_decides_nothing() -> None:
    with pytest.raises(ValueError, match="'exact' is not a valid Policy"):
        decide(estimate(0.9, FLOOR), "exact")


def test_without_a_limit_nothing_is_decided() -> None:
    with pytest.raises(ValueError, match="estimate 'rate' has no limit to be judged against"):
        decide(estimate(0.9), Policy.POINT)


@pytest.mark.parametrize("value", [None, "0.9", [0.9]])
def test_a_value_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        decide(estimate(value, FLOOR), Policy.POINT)


@given(
    limits,
    st.sampled_from([NAN, INF, -INF]),
    anything,
    anything,
    st.sampled_from(Policy),
    st.sampled_from([None, True, False]),
)
def test_an_undefined_value_is_inconclusive_whatever_else_is_said(
    limit: Limit,
    value: float,
    lower: float | None,
    upper: float | None,
    policy: Policy,
    rejected: bool | None,
) -> None:
    measured = estimate(value, limit, lower=lower, upper=upper)
    assert decide(measured, policy, rejected=rejected) is Outcome.INCONCLUSIVE


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_no_rows_decide_nothing(policy: Policy, value: float) -> None:
    measured = estimate(value, FLOOR, n=0, lower=value, upper=value)
    assert decide(measured, policy, rejected=True) is Outcome.INCONCLUSIVE


@given(limits, numbers, anything, anything)
def test_an_assured_pass_has_value_and_finite_bound_inside(
    limit: Limit, value: float, lower: float | None, upper: float | None
) -> None:
    measured = estimate(value, limit, lower=lower, upper=upper)
    if decide(measured, Policy.ASSURED) is Outcome.PASS:
        bound = lower if limit.op.startswith(">") else upper
        assert bound is not None
        assert math.isfinite(bound)
        assert limit.met_by(bound)
        assert limit.met_by(value)


@given(
    limits,
    numbers,
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.sampled_from(Policy),
    st.sampled_from([None, True, False]),
)
def test_moving_inwards_never_worsens(
    limit: Limit,
    value: float,
    step: float,
    half: float,
    policy: Policy,
    rejected: bool | None,
) -> None:
    inwards = step if limit.is_floor else -step

    def badness(centre: float) -> int:
        measured = estimate(centre, limit, lower=centre - half, upper=centre + half)
        return BADNESS[decide(measured, policy, rejected=rejected)]

    assert badness(value + inwards) <= badness(value)


@given(limits, numbers, st.floats(0, 1e3), st.floats(0, 1e3))
def test_a_narrower_interval_never_worsens(
    limit: Limit, value: float, half: float, more: float
) -> None:
    def badness(width: float) -> int:
        measured = estimate(value, limit, lower=value - width, upper=value + width)
        return BADNESS[decide(measured, Policy.ASSURED)]

    assert badness(half) <= badness(half + more)


@given(limits, numbers)
def test_point_agrees_with_the_operator_of_python(limit: Limit, value: float) -> None:
    inside = {">=": value >= limit.value, ">": value > limit.value,
              "<=": value <= limit.value, "<": value < limit.value}[limit.op]  # fmt: skip
    assert (decide(estimate(value, limit), Policy.POINT) is Outcome.PASS) is inside


# rows_to_settle


@pytest.mark.parametrize(
    ("limit", "value", "lower", "upper", "n", "expected"),
    [
        # Half-width .2, distance .1: four times the rows.
        (Limit(">=", 0.75), 0.875, 0.625, 1.0, 100, 400),
        (Limit("<=", 0.25), 0.125, 0.0, 0.375, 100, 400),
        # An interval that is narrow enough still needs one row more than there are.
        (Limit(">=", 0.5), 1.0, 1.0, 1.0, 7, 8),
        (FLOOR, 0.8, 0.7, 0.9, 100, None),
        (FLOOR, 0.9, 0.7, 0.9, None, None),
        (FLOOR, 0.9, 0.7, 0.9, 0, None),
        (FLOOR, 0.9, None, 0.9, 100, None),
        (FLOOR, 0.9, NAN, 0.9, 100, None),
        (FLOOR, 0.9, -INF, 0.9, 100, None),
        (FLOOR, NAN, 0.7, 0.9, 100, None),
        (None, 0.9, 0.7, 0.9, 100, None),
        # So close to the limit that no number of rows means anything.
        (FLOOR, math.nextafter(0.8, 1), 0.7, 0.9, 100, None),
        (Limit(">=", 0.0), 5e-324, -1.0, 1.0, 100, None),
    ],
)
def test_rows_to_settle(
    limit: Limit | None,
    value: float,
    lower: float | None,
    upper: float | None,
    n: int | None,
    expected: int | None,
) -> None:
    measured = estimate(value, limit, lower=lower, upper=upper, n=n)
    assert rows_to_settle(measured) == expected


@given(st.builds(estimate, st.floats(), limits, lower=anything, upper=anything,
                 n=st.one_of(st.none(), st.integers(0, 10**9))))  # fmt: skip
def test_rows_to_settle_is_more_than_there_are_or_none(measured: Estimate) -> None:
    rows = rows_to_settle(measured)
    assert rows is None or rows > (measured.n or 0)


# Estimate of a group


@pytest.mark.parametrize(
    ("name", "group", "measure"),
    [
        ("selection rate of women", "women", "selection rate"),
        ("share of women of women", "women", "share of women"),
        ("selection rate", "women", "selection rate"),
        ("share of women", "", "share of women"),
    ],
)
def test_what_the_estimates_of_groups_have_in_common(name: str, group: str, measure: str) -> None:
    assert Estimate(name=name, value=0.5, group=group).measure == measure


# Estimate in words


@pytest.mark.parametrize(
    ("measured", "text"),
    [
        (estimate(0.5), "rate 0.5"),
        (estimate(0.123456789), "rate 0.123457"),
        (estimate(NAN), "rate nan"),
        (estimate(-INF), "rate -inf"),
        (estimate(1234567), "rate 1234567"),
        (estimate(1e300), "rate 1e+300"),
        (estimate(0.5, n=0), "rate 0.5 (n = 0)"),
        (estimate(3, unit="files", limit=Limit("<=", 0)), "rate 3 files, limit <= 0"),
        (
            estimate(0.9, FLOOR, n=120, lower=0.84, upper=0.94, confidence=0.95),
            "rate 0.9 (95% interval 0.84 to 0.94, n = 120), limit >= 0.8",
        ),
        (estimate(0.9, lower=0.8, upper=1.0), "rate 0.9 (interval 0.8 to 1)"),
        (estimate(0.9, lower=0.8, confidence=0.999), "rate 0.9 (99.9% lower bound 0.8)"),
        (estimate(0.9, upper=0.99), "rate 0.9 (upper bound 0.99)"),
        # Equal in six digits, yet outside: the digits that decide are shown.
        (estimate(0.79999999, FLOOR), "rate 0.79999999, limit >= 0.8"),
        (
            estimate(1234567.25, Limit("<=", 1234567.125)),
            "rate 1234567.25, limit <= 1234567.125",
        ),
        (estimate(0.8, FLOOR), "rate 0.8, limit >= 0.8"),
    ],
)
def test_an_estimate_in_words(measured: Estimate, text: str) -> None:
    assert str(measured) == text


# Finding


def test_an_anchor_is_kept_as_a_hash_only() -> None:
    finding = Finding(message="m", anchor="password = 'hunter2'")
    assert finding.anchor.startswith("sha256:")
    assert "hunter2" not in repr(finding)
    assert Finding(message="m", anchor=finding.anchor).anchor == finding.anchor


@pytest.mark.parametrize("text", ["sha256:hunter2", "sha256:" + "g" * 16, "sha256:" + "0" * 64])
def test_text_that_only_looks_like_a_hash_is_hashed_too(text: str) -> None:
    assert Finding(message="m", anchor=text).anchor != text


@pytest.mark.parametrize(
    ("fields", "location", "topic"),
    [
        ({}, "", ""),
        ({"path": "a.py"}, "a.py", "a.py"),
        ({"path": "a.py", "line": 7}, "a.py:7", "a.py"),
        ({"path": "a.ipynb", "line": 7, "cell": 2}, "a.ipynb[cell 2]:7", "a.ipynb"),
        ({"path": "a.ipynb", "cell": 2}, "a.ipynb[cell 2]", "a.ipynb"),
        ({"subject": "sex"}, "sex", "sex"),
        ({"path": "a.py", "subject": "sex"}, "a.py", "sex"),
        ({"line": 7}, "", ""),
    ],
)
def test_where_a_finding_is(fields: dict[str, object], location: str, topic: str) -> None:
    finding = Finding(message="m", **fields)
    assert (finding.location, finding.topic) == (location, topic)


def test_a_finding_in_words() -> None:
    assert str(Finding(message="no seed", rule="N3", path="a.py", line=7)) == "a.py:7: N3 no seed"
    assert str(Finding(message="no seed")) == "no seed"


texts = st.text(st.characters())
lines = st.one_of(st.none(), st.integers(1, 10**6))


@given(texts, texts, lines, lines, lines, lines)
def test_a_fingerprint_does_not_depend_on_the_line(
    message: str, path: str, line: int | None, other: int | None, cell: int | None, col: int | None
) -> None:
    here = Finding(message=message, path=path, line=line)
    there = Finding(message=message, path=path, line=other, cell=cell, column=col,
                    outcome=Outcome.WARN, remedy="r", waived="w")  # fmt: skip
    assert here.fingerprint == there.fingerprint


@pytest.mark.parametrize("field", ["rule", "path", "subject", "anchor", "message"])
def test_a_fingerprint_depends_on_what_is_found(field: str) -> None:
    base = {"rule": "r", "path": "p", "subject": "s", "message": "m"}
    assert Finding(**base).fingerprint != Finding(**{**base, field: "other"}).fingerprint


def test_with_an_anchor_the_message_may_change() -> None:
    first = Finding(message="3 draws", anchor="np.random.rand()")
    second = Finding(message="4 draws", anchor="np.random.rand()")
    assert first.fingerprint == second.fingerprint


def test_a_fingerprint_of_a_name_that_is_not_unicode() -> None:
    assert len(Finding(message="m", path="\udcff.py").fingerprint) == 16


# Verdict


def finding(outcome: str, message: str = "m", **more: object) -> Finding:
    return Finding(message=message, outcome=Outcome(outcome), **more)


def test_no_finding_is_a_pass() -> None:
    verdict = Verdict.of([], passed="12 files looked at", remedy="unused")
    assert (verdict.outcome, verdict.summary, verdict.remedy, verdict.findings) == (
        Outcome.PASS, "12 files looked at", "", (),
    )  # fmt: skip


def test_notes_are_a_pass() -> None:
    note = finding("PASS")
    verdict = Verdict.of([note], passed="fine", estimates=[estimate(1)])
    assert (verdict.outcome, verdict.findings, verdict.estimates) == (
        Outcome.PASS, (note,), (estimate(1),),
    )  # fmt: skip


def test_the_worst_finding_decides_and_comes_first() -> None:
    warned, failed, thin = finding("WARN"), finding("FAIL", "bad"), finding("INCONCLUSIVE")
    verdict = Verdict.of([warned, thin, failed], passed="fine", remedy="mend")
    assert verdict.outcome is Outcome.FAIL
    assert verdict.findings == (failed, thin, warned)
    assert (verdict.summary, verdict.remedy) == ("bad", "mend")


@pytest.mark.parametrize(
    ("findings", "summary"),
    [
        ([finding("FAIL", path="a.py", line=1)], "a.py:1: m"),
        (
            [finding("FAIL", path="a.py", line=n) for n in (1, 2)],
            "2 findings, first: a.py:1: m",
        ),
        (
            [finding("WARN", "w"), *(finding("FAIL", path=p, line=3) for p in ("a", "b", "b"))],
            "3 findings in 2 places, first: a:3: m",
        ),
    ],
)
def test_summaries(findings: list[Finding], summary: str) -> None:
    assert summarise(findings) == summary


def test_not_applicable_is_no_lack_of_evidence() -> None:
    verdict = Verdict.not_applicable("no Dockerfile")
    assert (verdict.outcome, verdict.summary, verdict.no_evidence) == (
        Outcome.NOT_APPLICABLE, "no Dockerfile", False,
    )  # fmt: skip


def test_judged_again_on_its_findings() -> None:
    verdict = Verdict.of([finding("FAIL", "bad")], passed="fine", remedy="mend")
    again = verdict.with_findings([finding("WARN", "excused")])
    assert (again.outcome, again.summary, again.remedy) == (Outcome.WARN, "excused", "mend")


@pytest.mark.parametrize("outcome", ["FAIL", "ERROR", "INCONCLUSIVE"])
def test_an_outcome_that_rests_on_an_estimate_survives_other_findings(outcome: str) -> None:
    verdict = Verdict(outcome=Outcome(outcome), summary="0.7 < 0.8", findings=(finding("WARN"),))
    again = verdict.with_findings([finding("PASS")])
    assert (again.outcome, again.summary) == (Outcome(outcome), "0.7 < 0.8")


def test_new_findings_worsen_a_pass() -> None:
    verdict = Verdict(outcome=Outcome.PASS, summary="fine")
    assert verdict.with_findings([finding("FAIL", "expired")]).outcome is Outcome.FAIL
    assert verdict.with_findings([]).outcome is Outcome.PASS


# errors


def test_an_input_error_says_everything_and_travels_between_processes() -> None:
    error = InputError("a.json", key="items[2]", found="nothing", expected="a value")
    copy = pickle.loads(pickle.dumps(error))
    assert str(error) == str(copy) == "a.json: items[2]: found nothing; expected a value"
    assert (copy.where, copy.key, copy.found, copy.expected) == (
        "a.json", "items[2]", "nothing", "a value",
    )  # fmt: skip
    assert str(InputError("a", found="b", expected="c")) == "a: found b; expected c"
    assert not isinstance(error, ConfigError)


def test_nearest() -> None:
    assert nearest("famlies", ["families", "phase"]) == "; did you mean 'families'?"
    assert nearest("zzz", ["families", "phase"]) == ""
    assert nearest("x", []) == ""


def test_no_name_can_forge_a_line_or_colour_the_terminal() -> None:
    hostile = "a\x1b[31m\n::error::b\udcff"
    finding = Finding(message=f"in {hostile}", path=hostile, remedy=hostile)
    verdict = Verdict.of([finding], passed="", remedy=hostile)

    for text in (str(finding), finding.remedy, verdict.summary, verdict.remedy):
        assert text.isprintable()
    assert finding.path == hostile, "waivers and baselines need the real name"
    assert str(InputError(hostile, found="x", expected="y")).isprintable()
    detail = Verdict(outcome=Outcome.ERROR, summary="", detail="one\n\ttwo\x1b[0m").detail
    assert detail == "one\n\ttwo\\x1b[0m"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_test_goes_on_for_pass_and_warn_only(outcome: Outcome) -> None:
    verdict = Verdict(outcome=outcome, summary="looked at it")
    assert verdict.ok == (outcome in {Outcome.PASS, Outcome.WARN})
    if verdict.ok:
        verdict.assert_ok("data.rows")
    else:
        with pytest.raises(AssertionError, match=f"^{outcome} data.rows: looked at it$"):
            verdict.assert_ok("data.rows")


def test_a_failing_test_says_what_where_and_what_to_do() -> None:
    findings = [Finding(message=f"fact {n}", path="a.py", line=n) for n in range(1, 23)]
    findings[1] = Finding(message="other", subject="x", remedy="Turn it.")
    verdict = Verdict.of(findings, passed="", remedy="Mend them.")
    with pytest.raises(AssertionError) as caught:
        verdict.assert_ok()
    lines = str(caught.value).splitlines()
    assert lines[0] == "FAIL: 22 findings in 2 places, first: a.py:1: fact 1"
    assert lines[1:4] == ["  a.py:1: fact 1", "  x: other", "    -> Turn it."]
    assert lines[-3:] == ["  a.py:20: fact 20", "  and 2 more", "  to do: Mend them."]
    with pytest.raises(AssertionError, match=r"^FAIL: a\.py:1: fact 1\n  to do: Mend them\.$"):
        Verdict.of(findings[:1], passed="", remedy="Mend them.").assert_ok()


def test_evidence_can_be_logged() -> None:
    estimate = Estimate(name="share", value=0.5, n=10)
    verdict = Verdict.of([Finding(message="fact")], passed="", estimates=[estimate])
    assert json.loads(json.dumps(verdict.evidence)) == {
        "outcome": "FAIL", "summary": "fact", "findings": ["fact"],
        "estimates": ["share 0.5 (n = 10)"],
    }  # fmt: skip
