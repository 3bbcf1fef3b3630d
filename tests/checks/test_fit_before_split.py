"""The flow of rows through code: labelled snippets, one construct at a time, hostile files."""

from __future__ import annotations

import ast
import re
import time
from pathlib import Path

import pytest

from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, Sources
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check

CHECK = find_check("leakage.fit-before-split")
SNIPPETS = Path(__file__).parents[1] / "data" / "leakage"
WITH_COMPARISONS = {"six_multi": {"L8"}}
"""Sets in which comparisons of models are labelled as well."""
_LABEL = re.compile(r"# leak: (L\d)")

HEAD = """
import numpy as np
import pandas as pd
from sklearn.model_selection import *
from sklearn.preprocessing import StandardScaler, LabelEncoder, OneHotEncoder
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline, Pipeline
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from imblearn.over_sampling import SMOTE
df = pd.read_csv("data.csv")
X, y = df.drop(columns="target"), df["target"]
"""
LINES = HEAD.count("\n")


def judge(*sources: Source) -> Verdict:
    return CHECK.run({"sources": Sources(tuple(sources))})


def rules(code: str, *, head: str = HEAD) -> list[tuple[str, int]]:
    """Return rule and line, counted from the end of the head, of every finding."""
    verdict = judge(Source.of("train.py", head + code, Role.TRAIN))
    before = head.count("\n")
    found = [(f.rule, (f.line or 0) - before) for f in verdict.findings]
    return sorted(found, key=lambda one: one[1])


def labelled(path: Path) -> dict[int, str]:
    """Return the labelled lines of a snippet."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return {at: found[1] for at, line in enumerate(lines, 1) if (found := _LABEL.search(line))}


def statement_lines(text: str) -> dict[int, int]:
    """Return line -> first line of the simple statement around it."""
    starts: dict[int, int] = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.stmt) and not hasattr(node, "body"):
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                starts.setdefault(line, node.lineno)
    return starts


def test_precision_and_recall_on_labelled_snippets() -> None:
    right = wrong = missed = 0
    mistakes = []
    for path in sorted(SNIPPETS.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        starts = statement_lines(text)
        verdict = judge(Source.of(path.name, text, Role.TRAIN))
        unlabelled = {"", "L8"} - WITH_COMPARISONS.get(path.parent.name, set())
        found = {
            starts.get(f.line or 0, f.line) for f in verdict.findings if f.rule not in unlabelled
        }
        wanted = set(labelled(path))
        right += len(found & wanted)
        wrong += len(found - wanted)
        missed += len(wanted - found)
        if found != wanted:
            mistakes.append(f"{path.name}: extra {found - wanted}, missed {wanted - found}")

    assert right > 100
    precision, recall = right / (right + wrong), right / (right + missed)
    assert precision >= 0.97, mistakes
    assert recall >= 0.95, mistakes


LEAKS = {
    "scaled before the split": (
        "X = StandardScaler().fit_transform(X)\na, b = train_test_split(X)",
        [("L1", 1)],
    ),
    "fitted before, applied after": (
        "s = StandardScaler().fit(X)\na, b = train_test_split(X)\na = s.transform(a)",
        [("L1", 1)],
    ),
    "an alias": (
        "Z = X\ns = StandardScaler()\nT = s\nW = T.fit_transform(Z)\na, b = train_test_split(W)",
        [("L1", 4)],
    ),
    "a column in place": (
        "df['a'] = StandardScaler().fit_transform(df[['a']])\na, b = train_test_split(df)",
        [("L1", 1)],
    ),
    "in a function": (
        "def prepare(t):\n    return StandardScaler().fit_transform(t)\n"
        "a, b = train_test_split(prepare(X))",
        [("L1", 2)],
    ),
    "in a method": (
        "class P:\n    def __init__(self):\n        self.s = StandardScaler()\n"
        "    def go(self, t):\n        return self.s.fit_transform(t)\n"
        "a, b = train_test_split(P().go(X))",
        [("L1", 5)],
    ),
    "in a branch": (
        "if len(X) > 5:\n    X = StandardScaler().fit_transform(X)\na, b = train_test_split(X)",
        [("L1", 2)],
    ),
    "in a loop over columns": (
        "for c in df.columns:\n    df[c] = df[c].fillna(df[c].mean())\na, b = train_test_split(df)",
        [("L5", 2)],
    ),
    "a pipeline of transformers": (
        "p = make_pipeline(SimpleImputer(), StandardScaler())\nX = p.fit_transform(X)\n"
        "a, b = train_test_split(X)",
        [("L1", 2)],
    ),
    "before folds": (
        "X = StandardScaler().fit_transform(X)\nfor a, b in KFold().split(X):\n    pass",
        [("L1", 1)],
    ),
    "before cross-validation": (
        "X = StandardScaler().fit_transform(X)\ncross_val_score(LogisticRegression(), X, y)",
        [("L1", 1)],
    ),
    "train and test together": (
        "a, b = train_test_split(X)\nc = pd.concat([a, b])\nStandardScaler().fit(c)",
        [("L2", 3)],
    ),
    "fit on the test part": (
        "a, b = train_test_split(X)\ns = StandardScaler()\na = s.fit_transform(a)\n"
        "b = s.fit_transform(b)",
        [("L3", 4)],
    ),
    "selection": (
        "X = SelectKBest(k=3).fit_transform(X, y)\ncross_val_score(LogisticRegression(), X, y)",
        [("L4", 1)],
    ),
    "selection by correlation": (
        "c = df.corr()['target'].abs()\nk = c[c > .1].index\n"
        "a, b, c, d = train_test_split(df[k], df['target'])",
        [("L4", 1)],
    ),
    "target mean": (
        "df['m'] = df.groupby('c')['target'].transform('mean')\na, b = train_test_split(df)",
        [("L4", 1)],
    ),
    "mean of all": (
        "df = df.fillna(df.mean())\na, b = train_test_split(df)",
        [("L5", 1)],
    ),
    "in place": (
        "df['a'].fillna(df['a'].median(), inplace=True)\na, b = train_test_split(df)",
        [("L5", 1)],
    ),
    "search on the test part": (
        "a, b, c, d = train_test_split(X, y)\ng = GridSearchCV(LogisticRegression(), {})\n"
        "g.fit(b, d)",
        [("L6", 3)],
    ),
    "loop over a hyperparameter": (
        "a, b, c, d = train_test_split(X, y)\nfor k in [1, 2]:\n"
        "    m = LogisticRegression(C=k).fit(a, c)\n    print(m.score(b, d))",
        [("L6", 4)],
    ),
    "oversampled": (
        "X, y = SMOTE().fit_resample(X, y)\na, b = train_test_split(X)",
        [("L7", 1)],
    ),
    "oversampled inside training, then validated": (
        "a, b, c, d = train_test_split(X, y)\na, c = SMOTE().fit_resample(a, c)\n"
        "cross_val_score(LogisticRegression(), a, c)",
        [("L7", 2)],
    ),
    "three models on one test part": (
        "a, b, c, d = train_test_split(X, y)\nm = LogisticRegression().fit(a, c)\n"
        "n = LogisticRegression(C=2).fit(a, c)\no = LogisticRegression(C=3).fit(a, c)\n"
        "print(m.score(b, d))\nprint(n.score(b, d))\nprint(o.score(b, d))",
        [("L8", 7)],
    ),
    "fitted on all, judged on a part": (
        "a, b, c, d = train_test_split(X, y)\nm = LogisticRegression().fit(X, y)\n"
        "print(accuracy_score(d, m.predict(b)))",
        [("L9", 2)],
    ),
    "files by name": (
        "train = pd.read_csv('train.csv')\ntest = pd.read_csv('test.csv')\n"
        "both = pd.concat([train, test])\nSimpleImputer().fit(both)",
        [("L2", 4)],
    ),
    "slices": (
        "X = StandardScaler().fit_transform(X)\nX_train, X_test = X[:80], X[80:]",
        [("L1", 1)],
    ),
    "masks": (
        "X = StandardScaler().fit_transform(X)\nm = np.random.rand(len(X)) < .8\n"
        "X_train, X_test = X[m], X[~m]",
        [("L1", 1)],
    ),
    "Keras": (
        "X = StandardScaler().fit_transform(X)\nm = Sequential()\nm.fit(X, y, validation_split=.2)",
        [("L1", 1)],
    ),
    "early stopping": (
        "a, b, c, d = train_test_split(X, y)\nm = XGBClassifier(early_stopping_rounds=5)\n"
        "m.fit(a, c, eval_set=[(b, d)])\nprint(m.score(b, d))",
        [("L6", 3)],
    ),
    "splits of Spark": (
        "s = StandardScaler(inputCol='a').fit(df)\ndf = s.transform(df)\n"
        "a, b = df.randomSplit([.8, .2])",
        [("L1", 1)],
    ),
}


@pytest.mark.parametrize(("code", "expected"), LEAKS.values(), ids=LEAKS)
def test_a_leak_is_found_where_it_happens(code: str, expected: list[tuple[str, int]]) -> None:
    assert rules(code) == expected


CLEAN = {
    "fit on train": (
        "a, b, c, d = train_test_split(X, y)\ns = StandardScaler().fit(a)\n"
        "m = LogisticRegression().fit(s.transform(a), c)\nprint(m.score(s.transform(b), d))"
    ),
    "renamed": (
        "left, right = train_test_split(X)\nbig = left\ns = StandardScaler()\n"
        "big = s.fit_transform(big)\nright = s.transform(right)"
    ),
    "pipeline": (
        "p = make_pipeline(StandardScaler(), LogisticRegression())\ncross_val_score(p, X, y)"
    ),
    "pipeline in a search": (
        "p = make_pipeline(SelectKBest(), LogisticRegression())\nGridSearchCV(p, {}).fit(X, y)"
    ),
    "inside folds": (
        "for a, b in KFold().split(X):\n    s = StandardScaler().fit(X[a])\n    s.transform(X[b])"
    ),
    "statistics of the train part": (
        "a, b = train_test_split(X)\nm = a.mean()\na, b = a.fillna(m), b.fillna(m)"
    ),
    "shown only": "print(X.mean())\nX.hist()\na, b = train_test_split(X)",
    "a plot of PCA": "P = PCA(2).fit_transform(X)\nplt.scatter(P)\na, b = train_test_split(X)",
    "the label encoded": (
        "df['target'] = LabelEncoder().fit_transform(df['target'])\n"
        "X, y = df.drop(columns='target'), df['target']\na, b, c, d = train_test_split(X, y)"
    ),
    "dummies and logarithms": "X = np.log1p(pd.get_dummies(X))\na, b = train_test_split(X)",
    "row-wise mean": "X['m'] = X.mean(axis=1)\na, b = train_test_split(X)",
    "oversampled training part": (
        "a, b, c, d = train_test_split(X, y)\na, c = SMOTE().fit_resample(a, c)\n"
        "m = LogisticRegression().fit(a, c)\nprint(m.score(b, d))"
    ),
    "a validation part": (
        "a, b, c, d = train_test_split(X, y)\na, X_val, c, y_val = train_test_split(a, c)\n"
        "for k in [1, 2]:\n    m = LogisticRegression(C=k).fit(a, c)\n"
        "    print(m.score(X_val, y_val))\nprint(m.score(b, d))"
    ),
    "refitted at the end": (
        "a, b, c, d = train_test_split(X, y)\nm = LogisticRegression().fit(a, c)\n"
        "print(m.score(b, d))\nm.fit(X, y)"
    ),
    "inner validation": (
        "a, b, c, d = train_test_split(X, y)\na = StandardScaler().fit_transform(a)\n"
        "GridSearchCV(LogisticRegression(), {}).fit(a, c)"
    ),
    "a flag": (
        "def prepare(t, s, fit=False):\n    if fit:\n        s.fit(t)\n    return s.transform(t)\n"
        "a, b = train_test_split(X)\ns = StandardScaler()\na = prepare(a, s, fit=True)\n"
        "b = prepare(b, s)"
    ),
    "one row at a time": (
        "a, X_test = train_test_split(X)\nfor i in range(9):\n"
        "    X_test[i] = StandardScaler().fit_transform(X_test[i])"
    ),
    "seeds": (
        "a, b, c, d = train_test_split(X, y)\nfor s in range(3):\n"
        "    m = LogisticRegression(random_state=s).fit(a, c)\n    print(m.score(b, d))"
    ),
}


@pytest.mark.parametrize("code", CLEAN.values(), ids=CLEAN)
def test_clean_code_stays_silent(code: str) -> None:
    assert rules(code) == []


MESSAGES = {
    "a choice": (
        "a, b, c, d = train_test_split(X, y)\ns = []\nfor k in [1, 2]:\n"
        "    m = LogisticRegression(C=k).fit(a, c)\n    s.append(m.score(b, d))\n"
        "top = np.argmax(s)",
        Outcome.FAIL,
        "is scored on the test part",
    ),
    "no choice, whatever else is sorted": (
        "a, b, c, d = train_test_split(X, y)\nfor k in [1, 2]:\n"
        "    m = LogisticRegression(C=k).fit(a, c)\n    print(m.score(b, d))\n"
        "names = sorted(X.columns)\nprint(max(y), best_params_)",
        Outcome.WARN,
        "is scored on the test part",
    ),
    "a saved epoch": (
        "a, b, c, d = train_test_split(X, y)\nm = Sequential()\n"
        "m.fit(a, c, validation_data=(b, d), callbacks=[ModelCheckpoint(save_best_only=True)])\n"
        "m.evaluate(b, d)",
        Outcome.FAIL,
        "saves the epoch that is best on the test part",
    ),
    "a validation part that judges": (
        "a, X_val, c, y_val = train_test_split(X, y)\nm = XGBClassifier(early_stopping_rounds=5)\n"
        "m.fit(a, c, eval_set=[(X_val, y_val)])\nprint(m.score(X_val, y_val))",
        Outcome.FAIL,
        "stops training by the validation part",
    ),
    "a training score alone": (
        "m = LogisticRegression().fit(X, y)\nprint(m.score(X, y))",
        Outcome.WARN,
        "nothing in this file is judged on other rows",
    ),
}


@pytest.mark.parametrize(("code", "outcome", "said"), MESSAGES.values(), ids=MESSAGES)
def test_how_bad_a_score_is_depends_on_what_it_is_used_for(
    code: str, outcome: Outcome, said: str
) -> None:
    (finding,) = judge(Source.of("train.py", HEAD + code, Role.TRAIN)).findings
    assert finding.outcome is outcome
    assert said in finding.message


def test_a_finding_says_where_how_and_what_to_do() -> None:
    code = "Z = StandardScaler().fit_transform(X)\nW = Z\na, b = train_test_split(W)\n"
    verdict = judge(Source.of("train.py", HEAD + code, Role.TRAIN))

    (finding,) = verdict.findings
    assert finding.outcome is Outcome.FAIL
    assert finding.location == f"train.py:{LINES + 1}"
    assert finding.message == (
        "StandardScaler.fit_transform learns from all rows of X, and train_test_split in "
        f"line {LINES + 3} divides them (path: X -> Z -> W)"
    )
    assert "Split first" in finding.remedy


def test_notebooks_are_read_in_the_order_of_their_cells() -> None:
    cells = ["%matplotlib inline\n" + HEAD, "X = StandardScaler().fit_transform(X)", "",
             "a, b = train_test_split(X)"]  # fmt: skip
    verdict = judge(Source.of_cells("a.ipynb", cells))

    (finding,) = verdict.findings
    assert (finding.cell, finding.line) == (2, 1)
    assert "train_test_split in cell 4, line 1" in finding.message


@pytest.mark.parametrize(
    ("role", "outcome"),
    [(Role.TRAIN, "FAIL"), (Role.OTHER, "FAIL"), (Role.FEATURE, "FAIL"), (Role.TEST, "WARN")],
)
def test_tests_only_warn(role: Role, outcome: str) -> None:
    code = HEAD + "X = StandardScaler().fit_transform(X)\na, b = train_test_split(X)"
    assert judge(Source.of("a.py", code, role)).outcome == outcome


def test_categories_and_statistics_only_warn() -> None:
    code = "X = OneHotEncoder().fit_transform(X)\na, b = train_test_split(X)"
    assert judge(Source.of("a.py", HEAD + code)).outcome == "WARN"
    code = "X = X.fillna(X.mean())\na, b = train_test_split(X)"
    assert judge(Source.of("a.py", HEAD + code)).outcome == "WARN"


def test_a_test_part_filled_by_itself_only_warns() -> None:
    code = "a, b = train_test_split(X)\nb = b.fillna(b.mean())"
    verdict = judge(Source.of("a.py", HEAD + code))
    assert (verdict.outcome, verdict.findings[0].rule) == ("WARN", "L3")


def test_a_waiver_with_a_reason_warns() -> None:
    line = "X = StandardScaler().fit_transform(X)  # mlgate: allow[L1] a lecture on what not to do"
    verdict = judge(Source.of("a.py", f"{HEAD}{line}\na, b = train_test_split(X)"))
    assert verdict.outcome == "WARN"
    assert "a lecture" in verdict.findings[0].waived


def test_nothing_to_judge() -> None:
    assert judge().outcome == "NOT_APPLICABLE"
    assert judge(Source.of("a.py", "print(1)")).outcome == "NOT_APPLICABLE"
    assert judge(Source.of("a.py", "def (")).outcome == "NOT_APPLICABLE"
    assert judge(Source.of("a.py", "m.fit(X")).outcome == "INCONCLUSIVE"
    assert judge(Source.of("a.py", "m = LogisticRegression()\nm.fit(X)")).outcome == "PASS"


HOSTILE = {
    "deep nesting": "x = " + "f(" * 3000 + "m.fit(X)" + ")" * 3000,
    "long chain": "x = df" + ".fit(X)" * 2000,
    "recursion": "def f(x):\n    return f(f(x))\nf(m.fit(X))",
    "mutual recursion": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nf(m.fit(X))",
    "self reference": "a = []\na.append(a)\nm.fit(a)\na, b = train_test_split(a)",
    "class of itself": "class A(A):\n    def f(self):\n        return A().f()\nA().f().fit(X)",
    "odd targets": "(a, *b), [c, d] = f()\na[0], b.c = m.fit(X)\nfor x[0] in y: x.fit(y)",
    "everything": "async def f():\n    async for a in b:\n        await m.fit(a)\n"
    "    async with c as d:\n        (x := m.fit(d))\nmatch a:\n    case 1:\n        m.fit(a)\n"
    "try:\n    m.fit(X)\nexcept* E:\n    pass\nlambda *a, **k: m.fit(*a, **k)\n",
    "starred": "m.fit(*[1, *x], **{**y})\na, b = train_test_split(*[X, y])",
}  # fmt: skip


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE)
def test_hostile_code_ends_without_an_error(code: str) -> None:
    verdict = judge(Source.of("a.py", code))
    assert verdict.outcome in {"PASS", "NOT_APPLICABLE", "INCONCLUSIVE", "FAIL", "WARN"}
    assert verdict.detail == ""


def many_calls(functions: int) -> str:
    """Return functions of which each calls the one before twice: 2^n paths."""
    code = ["def f0(x):\n    return m.fit(x)"]
    code += [
        f"def f{n}(x):\n    a = f{n - 1}(x)\n    return f{n - 1}(a)" for n in range(1, functions)
    ]
    return "\n".join([*code, f"f{functions - 1}(X)"])


def test_work_is_bounded_by_the_length_of_the_file() -> None:
    start = time.process_time()
    judge(Source.of("a.py", many_calls(40)))
    assert time.process_time() - start < 5  # it would never end otherwise
