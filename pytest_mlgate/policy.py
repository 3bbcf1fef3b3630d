"""From what a check found to what the build does: severity, phase, waivers, baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pytest_mlgate.baseline import Baseline
from pytest_mlgate.config.settings import CheckConfig, OnInconclusive, Settings, Severity
from pytest_mlgate.errors import printable
from pytest_mlgate.registry import Check, Phase
from pytest_mlgate.verdict import Finding, Outcome, Verdict
from pytest_mlgate.waivers import Waiver


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What the gate makes of a verdict.

    Parameters
    ----------
    verdict:
        The verdict after waivers and baseline.
    severity:
        The severity that applied.
    shown:
        The outcome as the user sees it: a FAIL of severity ``warn`` is shown as WARN.
    blocks:
        Whether it fails the build.
    """

    verdict: Verdict
    severity: Severity
    shown: Outcome
    blocks: bool


@dataclass(frozen=True)
class GatePolicy:
    """The rules of one gate.

    Parameters
    ----------
    settings:
        Keys of the whole gate.
    waivers:
        All waivers of the project.
    baseline:
        What is accepted.
    today:
        The day on which waivers are judged.
    """

    settings: Settings
    waivers: Sequence[Waiver]
    baseline: Baseline
    today: dt.date

    def severity(self, check: Check[...], config: CheckConfig | None) -> Severity:
        """Return the severity of a check: the configured one, else the phase's default."""
        if config is not None and config.severity is not None:
            return config.severity
        phase = self.settings.phase
        blocks = phase is not Phase.EXPLORATION and phase.reaches(check.blocks_from)
        return Severity.ERROR if blocks or check.blocker else Severity.WARN

    def rule(
        self, check: Check[...], subject: str, verdict: Verdict, config: CheckConfig | None
    ) -> Ruling:
        """Judge one verdict.

        Parameters
        ----------
        check, subject:
            What the verdict is about.
        verdict:
            As the check gave it.
        config:
            What the configuration says about the check; ``None`` when it does not name it.
        """
        severity = self.severity(check, config)
        if verdict.no_evidence and config is not None:
            verdict = replace(
                verdict,
                outcome=Outcome.FAIL,
                summary=f"no evidence: {verdict.summary}",
                remedy=verdict.remedy or "Provide the input, or take the check out of the config.",
            )
        verdict = self._excuse(check, subject, verdict)
        shown = self._shown(verdict, severity)
        return Ruling(
            verdict=verdict,
            severity=severity,
            shown=shown,
            blocks=shown in {Outcome.FAIL, Outcome.ERROR}
            or (shown is Outcome.INCONCLUSIVE and self._inconclusive_fails(severity, config)),
        )

    def _shown(self, verdict: Verdict, severity: Severity) -> Outcome:
        outcome = verdict.outcome
        if self.settings.strict and outcome in {Outcome.WARN, Outcome.INCONCLUSIVE}:
            # A waiver would be worthless if strict undid it.
            argue = [f for f in verdict.findings if f.outcome is outcome]
            if not argue or not all(f.waived for f in argue):
                outcome = Outcome.FAIL
        if outcome is Outcome.FAIL and severity is Severity.WARN:
            return Outcome.WARN
        return outcome

    def _inconclusive_fails(self, severity: Severity, config: CheckConfig | None) -> bool:
        if severity is Severity.WARN:
            return False
        choice: OnInconclusive = "warn" if config is None else "fail"
        choice = self.settings.on_inconclusive or choice
        if config is not None and config.on_inconclusive is not None:
            choice = config.on_inconclusive
        return choice == "fail"

    def _excuse(self, check: Check[...], subject: str, verdict: Verdict) -> Verdict:
        """Apply waivers, then the baseline, then complain about waivers that have expired."""
        if verdict.outcome in {Outcome.ERROR, Outcome.NOT_APPLICABLE}:
            return verdict
        waivers = [waiver for waiver in self.waivers if waiver.check == check.id]
        valid = [waiver for waiver in waivers if not waiver.expired(self.today)]
        judged = [_waived(finding, subject, valid) for finding in verdict.findings]
        if not check.blocker:
            judged = self.baseline.apply(item_key(check.id, subject), judged)
        whole = Finding(message=verdict.summary, subject=subject or check.id)
        excused = _waived(whole, subject, valid)
        if excused.waived and verdict.outcome is Outcome.FAIL and not _shows_failure(verdict):
            # It rests on an estimate: the waiver needs something to stand on.
            verdict = replace(verdict, findings=(whole, *verdict.findings))
            judged.insert(0, excused)
        names = {name for finding in verdict.findings for name in finding.names}
        judged += [
            _expired(waiver)
            for waiver in waivers
            if waiver not in valid and (not subject or any(map(waiver.covers, {subject, *names})))
        ]
        return verdict if judged == list(verdict.findings) else verdict.with_findings(judged)


def item_key(check: str, subject: str) -> str:
    """Return ``family.check[subject]``, the name of one item."""
    return f"{check}[{printable(subject)}]" if subject else check


def _shows_failure(verdict: Verdict) -> bool:
    return any(finding.outcome is Outcome.FAIL for finding in verdict.findings)


def _waived(finding: Finding, subject: str, waivers: Sequence[Waiver]) -> Finding:
    if finding.outcome is not Outcome.FAIL:
        return finding
    for waiver in waivers:
        if any(map(waiver.covers, finding.names)) or (subject and waiver.covers(subject)):
            return replace(finding, outcome=Outcome.WARN, waived=str(waiver))
    return finding


def _expired(waiver: Waiver) -> Finding:
    return Finding(
        message=f"waiver {waiver.id} of {waiver.owner} expired on {waiver.expires}",
        subject=waiver.subject,
        remedy="Mend what it excused, or agree on a new waiver and its date.",
    )
