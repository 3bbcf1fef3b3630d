"""Code whose result changes from run to run: unseeded draws, unstable order, the clock."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_mlgate.checks.reproducibility import _clock, _order, _random_state, _randomness
from pytest_mlgate.checks.reproducibility._hits import Hit
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_STRICT = (Role.TRAIN, Role.FEATURE)


@check("reproducibility.nondeterministic-code", by_file=True)
def nondeterministic_code(sources: Sources) -> Verdict:
    """Training and feature code draws no unseeded numbers and depends on no order or clock.

    Why
    ---
    A result that cannot be made again can neither be debugged nor defended.  Most of the
    variation comes from a handful of calls that look harmless: one identifier hashed into
    100 buckets by three Python processes fell into buckets 41, 85 and 79.

    Rule
    ----
    N1  A draw from the global generator of `random` or `numpy.random`, where neither the
        same file nor any training script seeds it.  A module that is only imported may be
        seeded by any file with an `if __name__ == "__main__":` block.  A seed taken from
        the clock is none.
    N2  A new generator without a seed: `default_rng()`, `RandomState()`, `Random()`,
        a bit generator, `torch.Generator()` that never gets a `manual_seed`.
    N3  A call that leaves `random_state` unset or `None` although it changes the result.
        Known are the public callables of scikit-learn and imbalanced-learn (from a table,
        nothing is imported), `scipy.stats.*.rvs`, and `.sample(...)` with `frac=`, `n=` or
        a literal count on what looks like a data frame.  What is given to an ensemble that
        seeds its parts, such as `BaggingClassifier`, needs none itself.  Where the parameter
        matters only with an option, the option is looked at: `KFold` without `shuffle=True`,
        `train_test_split(shuffle=False)`, `LogisticRegression` or `Ridge` with a solver
        that is not stochastic, `SVC` without `probability`, `PCA` without a randomised
        solver and their like are not reported, nor are calls that pass `**options`.  A
        global seed does not excuse N3: the result would change with any draw added before.
    N4  A torch `DataLoader(shuffle=True)` without `generator`; torch without
        `use_deterministic_algorithms(True)` and `CUBLAS_WORKSPACE_CONFIG` (the latter alone
        is a warning, since the environment may set it); TensorFlow without
        `enable_op_determinism()`.  The switches may stand in any file.
    N5  `hash()` of a string, or reduced to a bucket; iteration over a set; a directory
        listing used in the order the file system gives.  Membership tests, `sorted`, `len`,
        sets of numbers, and loops that only delete, move, count or look for an extreme are
        fine.
    N6  The wall clock in training or feature code, also as a default argument.  Elapsed
        times, log messages, formatted labels and metadata such as `trained_at` are left out.
    N7  `PYTHONHASHSEED` set inside the process, where it only acts on children (fine in a
        file that starts some).

    Files with the role test are not looked at: a test may be random on purpose.  A line is
    excused by a comment `# mlgate: allow[N3] reason` on it.

    Settings
    --------
    None.

    Outcomes
    --------
    FAIL in files with the role train or feature.
    WARN in other files, and for waived lines.
    INCONCLUSIVE for a file or notebook cell that cannot be read or parsed.
    NOT_APPLICABLE when there is no Python file or notebook other than tests.

    Remedy
    ------
    Pass seeds from the configuration to local generators and to `random_state`, sort what
    has no order, and take moments as parameters.

    Source
    ------
    Bouthillier et al. (2021), Accounting for variance in machine learning benchmarks;
    PyTorch documentation, Reproducibility; Python documentation, PYTHONHASHSEED.
    """
    judged = [source for source in sources if source.role is not Role.TEST]
    if not judged:
        return Verdict.not_applicable("there is no Python file or notebook other than tests")
    sources.parse()
    hits = (*_file_hits(judged, sources), *_project_hits(judged, sources))
    findings = [_finding(source, hit) for source, hit in hits]
    findings += gap_findings(judged)
    return Verdict.of(
        findings,
        passed=f"{len(judged)} source files draw only seeded numbers and use no unstable order",
        remedy="Seed what is random, sort what has no order, and pass moments in; or excuse a "
        "line with a comment `# mlgate: allow[RULE] reason`.",
    )


def _file_hits(judged: list[Source], sources: Sources) -> Iterator[tuple[Source, Hit]]:
    for source in judged:
        code = source.code
        hits = [
            *_global_draws(source, sources),
            *_randomness.unseeded_generators(code),
            *_random_state.unset_random_state(code),
            *_randomness.shuffling_loaders(code),
            *_order.unstable_order(code),
            *(_clock.wall_clock(code) if source.role in _STRICT else ()),
            *_clock.late_hash_seed(code),
        ]
        for hit in sorted(hits, key=lambda hit: hit.node.lineno):
            yield source, hit


def _global_draws(source: Source, sources: Sources) -> list[Hit]:
    """Return the draws that neither the file itself nor what starts it seeds."""
    seeds = _randomness.seeded(source.code)
    hits = list(_randomness.global_draws(source.code, seeds))
    if not hits:  # then nobody has to look at other files
        return hits
    by_training, by_scripts = _randomness.seeded_by(sources.everything)
    seeds |= by_training
    if not source.notebook and not _randomness.is_script(source.code):
        seeds |= by_scripts
    return list(_randomness.global_draws(source.code, seeds))


def _project_hits(judged: list[Source], sources: Sources) -> Iterator[tuple[Source, Hit]]:
    if any(_randomness.needs_flags(source) for source in judged):
        for source, hit in _randomness.determinism_flags(sources.everything):
            if source in judged:
                yield source, hit


def _finding(source: Source, hit: Hit) -> Finding:
    strict = source.role in _STRICT and not hit.warn
    return source.finding(
        hit.node,
        hit.message,
        rule=hit.rule,
        outcome=Outcome.FAIL if strict else Outcome.WARN,
        remedy=hit.remedy,
        check="nondeterministic-code",
    )
