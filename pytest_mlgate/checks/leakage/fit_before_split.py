"""Nothing is learned from the test rows before the model is judged on them."""

from __future__ import annotations

import re

from pytest_mlgate.checks.leakage._flow.interpreter import leaks_of
from pytest_mlgate.checks.leakage._flow.values import Leak
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources, gap_findings
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Finding, Outcome, Verdict

_MAY_FIT = re.compile(
    r"\.(fit|fit_transform|fit_resample|fit_sample|fit_predict|adapt|fit_on_texts|partial_fit)\b|"
    r"train_test_split|cross_val|cross_validate|\bscale\(|randomSplit|random_split|\.train\("
)
_LINE = re.compile(r"<line (\d+)>")


@check("leakage.fit-before-split", by_file=True)
def fit_before_split(sources: Sources) -> Verdict:
    """No transformer, selector, statistic, search or model learns from rows that judge it.

    Why
    ---
    The most frequent error in published machine learning: what was fitted on all rows knows
    the test rows.  With 100 rows and 5,000 columns of noise, the best 20 columns chosen outside
    cross-validation give an accuracy of 0.89; chosen inside a pipeline, 0.48.

    Rule
    ----
    The flow of rows is followed through every Python file and notebook (cells in order) without
    running it: through assignments, aliases, columns, containers, attributes, branches, loops,
    and the functions and classes of the same file.

    L1  A scaler, imputer, encoder, vectoriser, unsupervised selector or projection is fitted on
        rows that are divided afterwards, or its result is applied to a part of them.
    L2  It is fitted on the training and the test part put together.
    L3  It is fitted on a test or validation part, or that part is scaled or filled by its own
        statistics; so are other data on which a model is judged.
    L4  Features are selected or encoded by the labels of all rows before a split or
        cross-validation: by a selector, by scores, or by tests of SciPy.
    L5  A mean, median, mode, standard deviation, quantile or extreme of all rows, of a group or
        of those that fulfil a condition, fills or scales rows that are divided afterwards, or
        counts of values replace the values.
    L6  A choice is made on the test part: a search, early stopping where the same part is scored,
        a loop over hyperparameters, thresholds or rounds (a warning where nothing is chosen by it).
    L7  Rows are oversampled, duplicated or mirrored before they are divided.
    L8  Three or more models, or one model on three sets of features, are judged on one test part.
    L9  A model is judged on rows that it was fitted on (a warning where nothing else in the file is
        judged on other rows, and the score is not called one of the training).

    For L6 and L8 a validation part is the test part where the file has no other.

    Divisions are `train_test_split`, every splitter of scikit-learn, cross-validation, searches,
    slices and selections whose results are called train and test, `random_split`, `randomSplit`,
    Keras' `validation_split`, and files or parameters that are called train and test.

    What is fitted on the training part of such a division is fine, and so are pipelines, calls
    that only transform, encoders of the label, an inner validation of the training part, and
    statistics that are merely shown.  `pd.get_dummies` of all rows is not reported either: it
    learns no more than the names of the categories.  Supervised selection and oversampling
    inside the training part are not fine before cross-validation.

    What cannot be seen: what happens in other files and in modules that are imported; names that
    are built from text; data kept in dictionaries under computed keys; code inside strings.
    `leakage.fit-scope` and `leakage.shuffled-target` judge such code by running it.

    A line is excused by a comment `# mlgate: allow[L1] reason` on it.

    Settings
    --------
    None.

    Outcomes
    --------
    FAIL: L1 to L4, L6, L7, L9.
    WARN: L5, L8, a test part that is filled by its own statistic (L3), training scores alone,
    encoders that learn no more than the list of categories, loops by which nothing is chosen,
    files with the role test, and waived lines.
    INCONCLUSIVE: a file that cannot be read, or one that fits or splits and cannot be parsed.
    NOT_APPLICABLE: no estimator and no splitter anywhere.

    Remedy
    ------
    Divide first, fit on the training part, apply to the other; a Pipeline does it by itself.

    Source
    ------
    Yang, Brower-Sinning, Lewis and Kaestner (2022), Data leakage in notebooks: static detection
    and better processes, ASE; Kapoor and Narayanan (2023), Patterns 4(9); Ambroise and McLachlan
    (2002), PNAS 99(10).
    """
    findings: list[Finding] = []
    found = 0
    relevant = [source for source in sources if source.unread or _MAY_FIT.search(source.text)]
    for source in relevant:
        try:
            leaks, count = leaks_of(source.tree)
        except RecursionError:
            findings.append(_too_deep(source))
            continue
        found += count
        findings += [_finding(source, leak) for leak in leaks]
    gaps = gap_findings(relevant)
    if not (found or findings or gaps):
        return Verdict.not_applicable(
            f"no estimator and no split in {len(sources)} Python files and notebooks"
            if sources
            else "there is no Python file or notebook"
        )
    return Verdict.of(
        [*findings, *gaps],
        passed=f"nothing is learned from test rows in {len(sources)} source files "
        f"({found} estimators and splits)",
        remedy="Divide the rows first and fit on the training part alone, best in a Pipeline; or "
        "excuse a line with a comment `# mlgate: allow[RULE] reason`.",
    )


def _too_deep(source: Source) -> Finding:
    return Finding(
        message="could not be judged: an expression is nested too deeply to be followed",
        outcome=Outcome.INCONCLUSIVE,
        path=source.path,
        anchor="too deep",
        remedy="Give parts of the expression a name.",
    )


def _finding(source: Source, leak: Leak) -> Finding:
    warn = leak.warn or source.role is Role.TEST
    path = f" (path: {' -> '.join(leak.via)})" if len(leak.via) > 1 else ""
    return source.finding(
        leak.node,
        _LINE.sub(lambda mark: _place(source, int(mark[1])), leak.message) + path,
        rule=leak.rule,
        outcome=Outcome.WARN if warn else Outcome.FAIL,
        remedy=leak.remedy,
        check="fit-before-split",
    )


def _place(source: Source, line: int) -> str:
    cell, inside = source.locate(line)
    return f"line {inside}" if cell is None else f"cell {cell}, line {inside}"
