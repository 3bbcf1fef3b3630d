"""Check that code is not copied."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from pytest_mlgate.checks.health._clones import Clone, Repeated, find
from pytest_mlgate.checks.health._measures import measure
from pytest_mlgate.checks.health._shares import judge
from pytest_mlgate.checks.health._tokens import Stream
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings_of
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Limit, Outcome, Verdict

FEWEST_LINES = 200
REMEDY = "Move what is repeated into one function or module and call it from both places."


@check("health.duplication")
def duplication(
    sources: Sources,
    *,
    max_share: float = 0.10,
    warn_share: float = 0.05,
    min_tokens: int = 50,
    min_lines: int = 6,
    notebooks: bool = False,
) -> Verdict:
    """Little of the code is a copy of other code of the project.

    Why
    ---
    A fault in copied code is mended in one place and stays in the others: features that are
    computed twice drift apart.

    Rule
    ----
    The share of tokens that lie in a stretch of at least `min-tokens` tokens on at least
    `min-lines` lines that occurs again, in the same file or another, is at most `max-share`.

    Tokens are compared as they stand: a copy with other names is not found.  A token counts
    once, however often it is repeated, and a stretch does not repeat itself by overlapping.
    Comments, docstrings, line ends and import statements are no tokens, and brackets that
    hold more than 20 tokens and nothing but constants are one: tables of data look alike.
    Tests are left out.

    Settings
    --------
    max-share : 0.10
        Largest share of repeated tokens.
    warn-share : 0.05
        Above this it warns.
    min-tokens : 50
        Tokens of the smallest copy.
    min-lines : 6
        Lines of the smallest copy.
    notebooks : false
        Whether the cells of notebooks count: many begin with the same ones.

    Outcomes
    --------
    FAIL above `max-share`, WARN above `warn-share`; the copies are listed, longest first.
    INCONCLUSIVE: a file that cannot be parsed.  NOT_APPLICABLE: fewer than 200 lines of code.

    Remedy
    ------
    Move what is repeated into one function or module and call it from both places.

    Source
    ------
    Roy, Cordy & Koschke, "Comparison and evaluation of code clone detection techniques and
    tools", Science of Computer Programming 74(7), 2009 (clones of type 1).
    """
    judged = [
        source
        for source in sources
        if source.role is not Role.TEST and (notebooks or not source.notebook)
    ]
    gaps = sources.findings(gap_findings_of, judged)
    packed = [facts["tokens"] for facts in measure(sources, judged)]
    (answer,) = sources.cache.each(
        _find, [packed], _digest, encode=asdict, min_tokens=min_tokens, min_lines=min_lines
    )
    found = Repeated(**{**answer, "clones": tuple(Clone(**clone) for clone in answer["clones"])})
    if found.lines < FEWEST_LINES:
        if gaps:
            return Verdict.of(gaps, passed="")
        return Verdict.not_applicable(
            f"{found.lines} lines of code outside the tests are fewer than {FEWEST_LINES}"
        )
    share = Estimate(
        name="duplicated tokens",
        value=found.tokens / found.total,
        n=found.total,
        unit="share",
        limit=Limit("<=", max_share),
    )
    outcome = judge(share, Limit("<=", warn_share))
    findings = [] if outcome is Outcome.PASS else [_overall(share, outcome, max_share, warn_share)]
    if findings:
        longest_first = sorted(found.clones, key=lambda clone: -clone.tokens)
        findings += [_finding(clone, judged, outcome) for clone in longest_first]
    return Verdict.of(
        [*findings, *gaps],
        passed=(
            f"{share.value:.1%} of {found.total} tokens on {found.lines} lines are repeated, "
            f"at most {warn_share:.0%} are in order"
        ),
        remedy=REMEDY,
        estimates=[share],
    )


def _find(packed: Sequence[str], *, min_tokens: int, min_lines: int) -> Repeated:
    """Find what is repeated in packed streams; a file that could not be read has none."""
    nothing = Stream((), "", (), ())
    streams = [Stream.unpacked(text) if text else nothing for text in packed]
    return find(streams, min_tokens=min_tokens, min_lines=min_lines)


def _digest(packed: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(packed).encode()).hexdigest()


def _overall(share: Estimate, outcome: Outcome, max_share: float, warn_share: float) -> Finding:
    limit = max_share if outcome is Outcome.FAIL else warn_share
    return Finding(
        message=f"{share.value:.1%} of {share.n} tokens are repeated, above {limit:.0%}",
        outcome=outcome,
        subject="repeated tokens",
        anchor="share",
    )


def _finding(clone: Clone, judged: Sequence[Source], outcome: Outcome) -> Finding:
    source, like = judged[clone.file], judged[clone.like]
    cell, line = source.locate(clone.first)
    like_cell, like_line = like.locate(clone.line)
    where = f"{like.path}[cell {like_cell}]" if like_cell else like.path
    found = Finding(
        message=f"{clone.tokens} tokens repeat those at {where}:{like_line}",
        outcome=outcome,
        path=source.path,
        line=line,
        cell=cell,
        anchor="\n".join(source.lines[clone.first - 1 : clone.last]),
    )
    return source.waive(found, clone.first, clone.last, check="duplication")
