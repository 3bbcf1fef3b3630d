from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.silent-defaults")


def run(root: Path, text: str, path: str = "pipeline.py") -> Verdict:
    return resolver(write(root, {path: dedent(text)})).run(CHECK)


def handled(root: Path, handler: str, tried: str = "x = work()", after: str = "") -> Verdict:
    """Judge a function whose handler of every error is `handler`."""
    body = (
        f"try:\n{indent(tried, '    ')}\nexcept Exception as e:\n{indent(handler, '    ')}\n{after}"
    )
    return run(
        root,
        f"import logging\nlog = logging.getLogger()\ndef f(self, rows):\n{indent(body, '    ')}\n",
    )


@pytest.mark.parametrize(
    ("handler", "message"),
    [
        ("pass", "the error is dropped"),
        ("...", "the error is dropped"),
        ("return 0.5", "returns 0.5"),
        ("return", "returns None"),
        ("return -1.0", "returns -1.0"),
        ("return ''", "returns an empty text"),
        ("return 'high'", "returns a constant text"),
        ("return {'fraud': 0.0}", "returns a constant value"),
        ("return np.zeros(len(rows))", "returns a constant value"),
        ("return pd.DataFrame()", "returns a constant value"),
        ("x = 0", "sets x to 0"),
        ("validation_score = 0", "sets validation_score to 0"),
        ("preferred = 1", "sets preferred to 1"),
        ("self.rate = np.nan", "sets self.rate to np.nan"),
        ("x: float = 0.0", "sets x to 0.0"),
        ("log.exception(e)", "the error is only logged"),
        ("self.logger.warning('%s', e)\nx = 1", "sets x to 1"),
        ("print(e)", "the error is only logged"),
        ("traceback.print_exc()", "the error is only logged"),
        ("if self.verbose:\n    print(e)", "the error is only logged"),
    ],
)
def test_swallowed(tmp_path: Path, handler: str, message: str) -> None:
    verdict = handled(tmp_path, handler)
    assert verdict.outcome is Outcome.FAIL
    assert verdict.summary == f"pipeline.py:6: E1 except Exception: {message}"
    (estimate,) = verdict.estimates
    assert (estimate.name, estimate.value) == ("swallowed errors", 1)


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException", " (ValueError, Exception)"])
def test_every_error(tmp_path: Path, caught: str) -> None:
    verdict = run(
        tmp_path,
        f"for row in rows:\n    try:\n        work(row)\n    except{caught}:\n        continue\n",
    )
    assert verdict.outcome is Outcome.FAIL
    assert "goes on with the next one" in verdict.summary


@pytest.mark.parametrize("caught", ["KeyError", "(KeyError, ValueError)", "json.JSONDecodeError"])
def test_an_error_by_its_name(tmp_path: Path, caught: str) -> None:
    text = (
        f"for row in rows:\n    try:\n        work(row)\n    except {caught}:\n        continue\n"
    )
    assert run(tmp_path, text).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "handler",
    [
        "raise",
        "log.exception(e)\nraise ValueError('x') from e",
        "sys.exit(1)",
        "errors.append(e)",
        "failed += 1",
        "return {'error': str(e)}",
        "return {'status': 'failed'}",
        "return jsonify({}), 500",
        "return None, 404",
        "return 'Something is wrong'",
        "return 'unknown'",
        "return 'rollback'",
        "return compute_otherwise(rows)",
        "x = compute_otherwise(rows)",
        "success = False",
        "last_error = None",
        "time.sleep(5)",
        "st.error('no prediction')",
        "break",
    ],
)
def test_dealt_with(tmp_path: Path, handler: str) -> None:
    assert handled(tmp_path, handler).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("handler", "tried", "after"),
    [
        ("torch = None", "import torch", ""),
        ("pass", "connection.close()", ""),
        ("pass", "if path.exists():\n    os.remove(path)", ""),
        ("pass", "print(table)", ""),
        ("log.warning(e)", "x = cache.get(key)", "return compute()"),
        ("pass", "return read_csv(path)", "raise ValueError('no format fits')"),
        ("pass", "return read_csv(path)", "return read_json(path)"),
        ("x = None", "x = load()", "if x is None:\n    raise RuntimeError('no model')"),
        ("x = None", "x = load()", "assert x is not None"),
        ("self.m = None", "self.m = load()", "if not self.m:\n    raise RuntimeError"),
    ],
)  # fmt: skip
def test_excused(tmp_path: Path, handler: str, tried: str, after: str) -> None:
    assert handled(tmp_path, handler, tried, after).outcome is Outcome.PASS


SILENT = """\
def f():
    for _ in range(3):
        try:
            return ask()
        except Exception:
            print('again')

def is_fraud(x) -> bool:
    try:
        return model.predict(x)[0] == 1
    except Exception:
        return False

def is_number(x):
    try:
        return float(x)
    except Exception:
        return 0.0

def main():
    try:
        work()
        return 0
    except Exception as e:
        print(e)
        return 0

DEFAULT = 0.5
def f(x):
    try:
        return g(x)
    except Exception:
        return DEFAULT

from contextlib import suppress
with suppress(Exception):
    work()
"""
HEARD = """\
def f():
    while True:
        try:
            return ask()
        except Exception:
            print('again')

def f():
    for _ in range(3):
        try:
            return ask()
        except Exception:
            pass
    raise OSError

def close(self):
    try:
        self.send_rest()
    except Exception:
        pass

try:
    work()
finally:
    try:
        tell()
    except Exception:
        pass

def is_number(x):
    try:
        return float(x) > 0
    except Exception:
        return False

def saved(x) -> bool:
    try:
        return store(x)
    except Exception:
        return False

def main():
    try:
        work()
        return 0
    except Exception as e:
        print(e)
        return 1

while True:
    age = input('age')
    try:
        print(score(float(age)))
        n = 1
    except Exception:
        print('again')

try:
    work()
except Exception:
    try:
        tell()
    except Exception:
        pass
    raise

import contextlib
with contextlib.suppress(Exception):
    file.close()

from contextlib import suppress
with suppress(KeyError):
    work()

class Exception(OSError): ...
"""
"""Pieces of code with an empty line between them."""


@pytest.mark.parametrize("text", SILENT.split("\n\n"))
def test_what_counts_as_swallowing(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text).outcome is Outcome.FAIL


@pytest.mark.parametrize("text", HEARD.split("\n\n"))
def test_what_does_not(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("v = [data.get(name, 0.0) for name in NAMES]", "missing in data becomes 0.0"),
        ("age = request.get_json().get('age', -1)", "missing in get_json becomes -1"),
        ("x = x.reindex(columns=NAMES, fill_value=0)", "column that is missing becomes 0"),
        ("df['age'] = df['age'].fillna(0)", "missing values become 0"),
        ("df = df.fillna(value=-999)", "missing values become -999"),
    ],
)
def test_numbers_for_what_is_missing(tmp_path: Path, text: str, message: str) -> None:
    verdict = run(tmp_path, text)
    assert verdict.outcome is Outcome.WARN
    assert f"E2 a value that is {message}" in verdict.summary or message in verdict.summary


@pytest.mark.parametrize(
    "text",
    [
        "n = counts.get(k, 0) + 1",
        "n = data.get(k, 0) + 1",
        "t = config.get('timeout', 30)",
        "n = request.args.get('limit', 10)",
        "x = data.get('name', 'nobody')",
        "x = data.get('name', True)",
        "x = data.get('name')",
        "x = s.reindex(days, fill_value=0)",
        "x = df.groupby('a').size().fillna(0)",
        "x = s.pct_change().fillna(0)",
        "df['amount_std'] = df['amount_std'].fillna(0)",
        "df['a'] = df['a'].fillna(df['a'].median())",
        "df['a_missing'] = df['a'].isna()\ndf['a'] = df['a'].fillna(0)",
        "print(df['a'].fillna(0))",
    ],
)
def test_no_number_for_an_input(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        ("", Outcome.WARN),
        ("    return df.mean()\n", Outcome.WARN),
        ("    assert df['a'].isna().mean() < 0.01\n", Outcome.PASS),
        ("    df = df.dropna()\n", Outcome.PASS),
        ("def g(df):\n    return df['a'].isna()\n", Outcome.PASS),
        ("def g(df):\n    return df['b'].isna()\n", Outcome.WARN),
    ],
)
def test_coerced(tmp_path: Path, after: str, outcome: Outcome) -> None:
    text = f"def f(df):\n    df['a'] = pd.to_numeric(df['a'], errors='coerce')\n{after}"
    verdict = run(tmp_path, text)
    assert verdict.outcome is outcome
    assert run(tmp_path, text.replace("coerce", "raise")).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("u = u.clip(0, 1)\nassert u.between(0, 1).all()", Outcome.WARN),
        ("d['u'] = np.clip(d['u'], 0, 1)\nif d['u'].max() > 1:\n    raise OSError", Outcome.WARN),
        ("if u.max() > 1:\n    raise ValueError\nu = u.clip(0, 1)", Outcome.PASS),
        ("u = u.clip(0, 1)\nassert v.max() <= 1", Outcome.PASS),
        ("u = u.clip(0, 1)\nhigh = u > 0.5", Outcome.PASS),
        ("u = u.clip(0, 1)\nif u.max() > 0.5:\n    print(u)", Outcome.PASS),
        ("plot(u.clip(0, 1))\nassert u.max() <= 1", Outcome.PASS),
    ],
)  # fmt: skip
def test_clipped_before_it_is_checked(tmp_path: Path, text: str, outcome: Outcome) -> None:
    verdict = run(tmp_path, text)
    assert verdict.outcome is outcome
    assert {found.rule for found in verdict.findings} == (
        {"E4"} if outcome is Outcome.WARN else set()
    )


def test_waiver(tmp_path: Path) -> None:
    text = (
        "try:\n    work()\nexcept Exception:\n    pass  # mlgate: allow[E1] metrics may be lost\n"
    )
    verdict = run(tmp_path, text)
    assert verdict.outcome is Outcome.WARN
    assert verdict.findings[0].waived == "in the code: metrics may be lost"
    assert verdict.estimates[0].value == 0
    without = run(tmp_path, text.replace(" metrics may be lost", ""))
    assert without.outcome is Outcome.FAIL
    assert run(tmp_path, text.replace("E1", "silent-defaults")).outcome is Outcome.WARN


def test_no_secret_is_repeated(tmp_path: Path) -> None:
    verdict = handled(tmp_path, "return 'hunter2'")
    assert verdict.outcome is Outcome.FAIL
    assert "hunter2" not in str(verdict.evidence)


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("features/age.py", Outcome.FAIL),
        ("serve.py", Outcome.FAIL),
        ("train.py", Outcome.NOT_APPLICABLE),
        ("tests/test_serve.py", Outcome.NOT_APPLICABLE),
        ("plot.py", Outcome.NOT_APPLICABLE),
    ],
)
def test_roles(tmp_path: Path, path: str, outcome: Outcome) -> None:
    text = "try:\n    work()\nexcept Exception:\n    pass\n"
    assert run(tmp_path, text, path).outcome is outcome


def test_a_file_that_is_not_python(tmp_path: Path) -> None:
    verdict = run(tmp_path, "def f(:\n")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "pipeline.py:1" in verdict.summary
