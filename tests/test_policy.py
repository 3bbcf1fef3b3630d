"""What the build does with a verdict, as one table that is written by hand."""

from __future__ import annotations

import datetime as dt
from itertools import product
from typing import Any

import pytest

from pytest_mlgate.baseline import Baseline
from pytest_mlgate.config.settings import CheckConfig, Settings, Severity
from pytest_mlgate.policy import GatePolicy, Ruling, item_key
from pytest_mlgate.registry import Check, Phase, check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict
from pytest_mlgate.waivers import Waiver

TODAY = dt.date(2026, 6, 15)
YESTERDAY = TODAY - dt.timedelta(days=1)


def declare(**more: Any) -> Check[...]:
    @check("data.rows", **more)
    def rows() -> Verdict:
        """Count."""
        raise NotImplementedError

    return rows


ROWS = declare()


def finding(outcome: str = "FAIL", **more: Any) -> Finding:
    return Finding(**{"message": "no seed", "path": "a.py", **more}, outcome=Outcome(outcome))


def verdict(outcome: str, *findings: Finding, **more: Any) -> Verdict:
    return Verdict(outcome=Outcome(outcome), summary="measured", findings=findings, **more)


def waiver(subject: str = "*", *, expires: dt.date = TODAY, **more: Any) -> Waiver:
    return Waiver(
        **{"id": "W1", "check": "data.rows", "reason": "agreed", "owner": "ana", **more},
        subject=subject,
        expires=expires,
    )


def rule(
    judged: Verdict,
    *waivers: Waiver,
    config: CheckConfig | None = None,
    of: Check[...] = ROWS,
    subject: str = "",
    accepted: Baseline | None = None,
    **settings: Any,
) -> Ruling:
    policy = GatePolicy(Settings(**settings), waivers, accepted or Baseline(), TODAY)
    return policy.rule(of, subject, judged, config)


# Severity


@pytest.mark.parametrize(
    ("blocks_from", "severities"),
    [
        # exploration, development, staging, production
        (Phase.EXPLORATION, "warn error error error"),
        (Phase.DEVELOPMENT, "warn error error error"),
        (Phase.STAGING, "warn warn error error"),
        (Phase.PRODUCTION, "warn warn warn error"),
    ],
)
@pytest.mark.parametrize("config", [None, CheckConfig(), CheckConfig(on_inconclusive="warn")])
def test_the_phase_sets_the_severity(
    blocks_from: Phase, severities: str, config: CheckConfig | None
) -> None:
    given = [
        GatePolicy(Settings(phase=phase), (), Baseline(), TODAY).severity(
            declare(blocks_from=blocks_from), config
        )
        for phase in Phase
    ]
    assert given == severities.split()


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("blocks_from", Phase)
def test_a_blocker_blocks_in_every_phase(phase: Phase, blocks_from: Phase) -> None:
    blocker = declare(blocker=True, blocks_from=blocks_from)
    policy = GatePolicy(Settings(phase=phase), (), Baseline(), TODAY)
    assert policy.severity(blocker, None) is Severity.ERROR


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("blocker", [True, False])
def test_a_configured_severity_wins(phase: Phase, severity: Severity, blocker: bool) -> None:
    policy = GatePolicy(Settings(phase=phase), (), Baseline(), TODAY)
    assert policy.severity(declare(blocker=blocker), CheckConfig(severity=severity)) is severity


# Outcome x severity x strict: what is shown, and whether it blocks ("!").
# An inconclusive verdict that may or may not block is marked "?" and has its own table.

SHOWN = {
    ("PASS", "error", False): "PASS",
    ("PASS", "error", True): "PASS",
    ("PASS", "warn", False): "PASS",
    ("PASS", "warn", True): "PASS",
    ("WARN", "error", False): "WARN",
    ("WARN", "error", True): "FAIL!",
    ("WARN", "warn", False): "WARN",
    ("WARN", "warn", True): "WARN",
    ("INCONCLUSIVE", "error", False): "INCONCLUSIVE?",
    ("INCONCLUSIVE", "error", True): "FAIL!",
    ("INCONCLUSIVE", "warn", False): "INCONCLUSIVE",
    ("INCONCLUSIVE", "warn", True): "WARN",
    ("FAIL", "error", False): "FAIL!",
    ("FAIL", "error", True): "FAIL!",
    ("FAIL", "warn", False): "WARN",
    ("FAIL", "warn", True): "WARN",
    ("ERROR", "error", False): "ERROR!",
    ("ERROR", "error", True): "ERROR!",
    ("ERROR", "warn", False): "ERROR!",
    ("ERROR", "warn", True): "ERROR!",
    ("NOT_APPLICABLE", "error", False): "NOT_APPLICABLE",
    ("NOT_APPLICABLE", "error", True): "NOT_APPLICABLE",
    ("NOT_APPLICABLE", "warn", False): "NOT_APPLICABLE",
    ("NOT_APPLICABLE", "warn", True): "NOT_APPLICABLE",
}

# on-inconclusive of the gate, of the check (None: says nothing, "-": not configured).
INCONCLUSIVE_BLOCKS = {
    (None, "-"): False,
    (None, None): True,
    (None, "fail"): True,
    (None, "warn"): False,
    ("fail", "-"): True,
    ("fail", None): True,
    ("fail", "fail"): True,
    ("fail", "warn"): False,
    ("warn", "-"): False,
    ("warn", None): False,
    ("warn", "fail"): True,
    ("warn", "warn"): False,
}


def test_the_tables_are_complete() -> None:
    assert set(SHOWN) == set(product(map(str, Outcome), ("error", "warn"), (False, True)))
    assert set(INCONCLUSIVE_BLOCKS) == set(
        product((None, "fail", "warn"), ("-", None, "fail", "warn"))
    )


@pytest.mark.parametrize(("case", "expected"), SHOWN.items())
def test_every_combination(case: tuple[str, str, bool], expected: str) -> None:
    outcome, severity, strict = case
    for ((general, own), blocks), by, with_finding in product(
        INCONCLUSIVE_BLOCKS.items(), ("phase", "config"), (True, False)
    ):
        if by == "config" and own == "-":
            continue
        # The phase that the severity does not come from says the opposite.
        warns = (severity == "warn") == (by == "phase")
        phase = Phase.EXPLORATION if warns else Phase.PRODUCTION
        config = None if own == "-" else CheckConfig(
            severity=Severity(severity) if by == "config" else None, on_inconclusive=own
        )  # fmt: skip
        given = verdict(outcome, *([finding(outcome)] if with_finding else []))
        ruling = rule(given, config=config, strict=strict, phase=phase, on_inconclusive=general)
        what = (general, own, by, with_finding)
        assert (what, ruling.verdict) == (what, given)
        assert (what, ruling.severity) == (what, severity)
        assert (what, ruling.shown) == (what, expected.rstrip("!?"))
        expect_block = expected[-1] == "!" or (expected[-1] == "?" and blocks)
        assert (what, ruling.blocks) == (what, expect_block)


def test_strict_is_not_softened_by_notes() -> None:
    thin = verdict("INCONCLUSIVE", finding("PASS"))
    assert rule(thin, strict=True).shown is Outcome.FAIL
    assert rule(verdict("WARN", finding("PASS")), strict=True).blocks


# No evidence


def test_a_check_that_is_named_needs_evidence() -> None:
    absent = verdict("NOT_APPLICABLE", no_evidence=True)
    ruling = rule(absent, config=CheckConfig())
    assert (ruling.shown, ruling.blocks) == (Outcome.FAIL, True)
    assert ruling.verdict.summary == "no evidence: measured"
    assert ruling.verdict.remedy == "Provide the input, or take the check out of the config."
    kept = rule(verdict("NOT_APPLICABLE", no_evidence=True, remedy="train"), config=CheckConfig())
    assert kept.verdict.remedy == "train"


def test_a_check_that_is_named_to_warn_warns_about_missing_evidence() -> None:
    ruling = rule(
        verdict("NOT_APPLICABLE", no_evidence=True), config=CheckConfig(severity=Severity.WARN)
    )
    assert (ruling.shown, ruling.blocks) == (Outcome.WARN, False)


def test_missing_evidence_of_a_check_that_nobody_named_is_not_applicable() -> None:
    ruling = rule(verdict("NOT_APPLICABLE", no_evidence=True), strict=True)
    assert (ruling.shown, ruling.blocks) == (Outcome.NOT_APPLICABLE, False)


def test_what_does_not_exist_is_not_applicable_even_when_it_is_named() -> None:
    ruling = rule(verdict("NOT_APPLICABLE"), config=CheckConfig())
    assert (ruling.shown, ruling.blocks) == (Outcome.NOT_APPLICABLE, False)


# Waivers


@pytest.mark.parametrize(
    ("subject", "item", "shown"),
    [
        ("*", "", "WARN"),
        ("a.py", "", "WARN"),
        ("**/*.py", "", "WARN"),
        ("sub/*.py", "", "FAIL"),
        ("b.py", "", "FAIL"),
        ("sex", "sex", "WARN"),
        ("sex", "age", "FAIL"),
        ("data.rows", "", "FAIL"),
    ],
)
def test_a_waiver_turns_what_it_covers_into_a_warning(subject: str, item: str, shown: str) -> None:
    ruling = rule(verdict("FAIL", finding()), waiver(subject), subject=item)
    assert ruling.shown == shown
    assert ruling.blocks is (shown == "FAIL")
    assert ruling.verdict.findings[0].waived == (
        "waiver W1 (ana, until 2026-06-15): agreed" if shown == "WARN" else ""
    )


@pytest.mark.parametrize("name", ["django", "PYSEC-2021-98", "CVE-2021-33203", "CVE-2021-*"])
def test_a_waiver_may_use_any_name_of_a_finding(name: str) -> None:
    found = finding(subject="django", aliases=("PYSEC-2021-98", "CVE-2021-33203"))
    assert rule(verdict("FAIL", found), waiver(name)).shown is Outcome.WARN
    late = waiver(name, expires=YESTERDAY)
    ruling = rule(verdict("FAIL", found), late, subject="item")
    assert "expired on 2026-06-14" in ruling.verdict.findings[-1].message


def test_a_waiver_of_another_name_does_not_cover_a_finding() -> None:
    found = finding(subject="django", aliases=("PYSEC-2021-98",))
    assert rule(verdict("FAIL", found), waiver("PYSEC-2021-9")).shown is Outcome.FAIL
    assert rule(verdict("FAIL", found), waiver("a.py")).shown is Outcome.FAIL


def test_what_a_waiver_does_not_cover_still_fails() -> None:
    ruling = rule(verdict("FAIL", finding(), finding(path="b.py")), waiver("a.py"))
    assert ruling.shown is Outcome.FAIL
    assert [str(f.outcome) for f in ruling.verdict.findings] == ["WARN", "FAIL"]
    assert ruling.verdict.summary == "b.py: no seed"


@pytest.mark.parametrize("subject", ["*", "data.rows"])
def test_a_failure_without_findings_is_waived_as_a_whole(subject: str) -> None:
    ruling = rule(verdict("FAIL"), waiver(subject))
    assert (ruling.shown, ruling.blocks) == (Outcome.WARN, False)
    assert ruling.verdict.findings[0].message == "measured"


def test_a_failure_of_an_estimate_beside_warnings_is_waived_as_a_whole() -> None:
    low = verdict("FAIL", finding("WARN"), estimates=(
        Estimate(name="score", value=0.5, limit=Limit(">=", 0.8)),
    ))  # fmt: skip
    assert rule(low, waiver("a.py")).shown is Outcome.FAIL
    assert rule(low, waiver("data.rows")).shown is Outcome.WARN
    assert rule(low, waiver("sex"), subject="sex").shown is Outcome.WARN


def test_a_waiver_of_another_check_means_nothing() -> None:
    assert rule(verdict("FAIL", finding()), waiver(check="data.cols")).shown is Outcome.FAIL


@pytest.mark.parametrize("outcome", ["ERROR", "NOT_APPLICABLE", "PASS", "INCONCLUSIVE", "WARN"])
@pytest.mark.parametrize("with_finding", [True, False])
def test_a_waiver_touches_nothing_but_failures(outcome: str, with_finding: bool) -> None:
    given = verdict(outcome, *([finding(outcome)] if with_finding else []))
    assert rule(given, waiver()).verdict == given


def test_a_waiver_does_not_touch_the_failures_of_a_check_that_broke() -> None:
    broke = verdict("ERROR", finding("ERROR"), finding("FAIL"))
    assert rule(broke, waiver(), accepted=Baseline(accepts_all=True)).verdict == broke


def test_strict_does_not_undo_a_waiver() -> None:
    ruling = rule(verdict("FAIL", finding()), waiver(), strict=True)
    assert (ruling.shown, ruling.blocks) == (Outcome.WARN, False)
    mixed = verdict("FAIL", finding(), finding("WARN", path="b.py"))
    assert rule(mixed, waiver("a.py"), strict=True).shown is Outcome.FAIL


def test_a_waiver_holds_for_a_blocker() -> None:
    ruling = rule(verdict("FAIL", finding()), waiver(), of=declare(blocker=True))
    assert (ruling.shown, ruling.blocks) == (Outcome.WARN, False)


def test_a_waiver_holds_for_missing_evidence() -> None:
    absent = verdict("NOT_APPLICABLE", no_evidence=True)
    assert rule(absent, waiver(), config=CheckConfig()).shown is Outcome.WARN


@pytest.mark.parametrize("outcome", ["PASS", "WARN", "INCONCLUSIVE", "FAIL"])
def test_an_expired_waiver_fails_whatever_it_excused(outcome: str) -> None:
    found = [] if outcome == "PASS" else [finding(outcome)]
    ruling = rule(verdict(outcome, *found), waiver(expires=YESTERDAY))
    assert (ruling.shown, ruling.blocks) == (Outcome.FAIL, True)
    last = ruling.verdict.findings[-1]
    assert (last.message, last.subject, last.outcome) == (
        "waiver W1 of ana expired on 2026-06-14", "*", Outcome.FAIL,
    )  # fmt: skip


def test_an_expired_waiver_beside_a_valid_one() -> None:
    ruling = rule(verdict("FAIL", finding()), waiver(expires=YESTERDAY), waiver("a.py", id="W2"))
    assert [str(f.outcome) for f in ruling.verdict.findings] == ["WARN", "FAIL"]
    assert ruling.verdict.summary == "*: waiver W1 of ana expired on 2026-06-14"


def test_of_several_waivers_the_first_that_covers_counts() -> None:
    ruling = rule(verdict("FAIL", finding()), waiver("b.py"), waiver("a.py", id="W2"), waiver())
    assert ruling.verdict.findings[0].waived.startswith("waiver W2")


# Baseline


def accepting(*found: Finding, item: str = "data.rows") -> Baseline:
    return Baseline({item: {f.fingerprint: 1 for f in found}})


def test_an_accepted_failure_passes() -> None:
    ruling = rule(verdict("FAIL", finding(line=1)), accepted=accepting(finding(line=9)))
    assert (ruling.shown, ruling.blocks) == (Outcome.PASS, False)


def test_the_baseline_is_per_item() -> None:
    accepted = accepting(finding(), item="data.rows[sex]")
    assert rule(verdict("FAIL", finding()), accepted=accepted, subject="sex").shown is Outcome.PASS
    assert rule(verdict("FAIL", finding()), accepted=accepted, subject="age").shown is Outcome.FAIL


@pytest.mark.parametrize("accepted", [accepting(finding()), Baseline(accepts_all=True)])
def test_no_baseline_accepts_a_blocker(accepted: Baseline) -> None:
    blocker = declare(blocker=True)
    assert rule(verdict("FAIL", finding()), accepted=accepted, of=blocker).shown is Outcome.FAIL


def test_a_new_finding_fails_beside_accepted_ones() -> None:
    ruling = rule(verdict("FAIL", finding(), finding()), accepted=accepting(finding()))
    assert (ruling.shown, ruling.verdict.summary) == (Outcome.FAIL, "a.py: no seed")


@pytest.mark.parametrize("outcome", ["FAIL", "INCONCLUSIVE"])
def test_accepting_a_remark_does_not_pass_an_estimate(outcome: str) -> None:
    low = verdict(outcome, finding("WARN"))
    ruling = rule(low, accepted=accepting(finding()))
    assert (ruling.shown, ruling.verdict.summary) == (Outcome(outcome), "measured")


def test_what_is_waived_does_not_use_up_the_baseline() -> None:
    found = verdict("FAIL", finding(), finding(path="b.py"))
    ruling = rule(found, waiver("a.py"), accepted=accepting(finding(), finding(path="b.py")))
    assert [str(f.outcome) for f in ruling.verdict.findings] == ["WARN", "PASS"]


def test_no_baseline_accepts_an_expired_waiver() -> None:
    ruling = rule(
        verdict("FAIL", finding()), waiver(expires=YESTERDAY), accepted=Baseline(accepts_all=True)
    )
    assert [str(f.outcome) for f in ruling.verdict.findings] == ["PASS", "FAIL"]
    assert ruling.blocks


def test_item_keys() -> None:
    assert (item_key("a.b", ""), item_key("a.b", "sex")) == ("a.b", "a.b[sex]")
