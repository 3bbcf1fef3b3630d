from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.checks.health._public import definitions_of
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.docstring-coverage")


def asked(text: str, path: str = "a.py") -> dict[str, bool]:
    """Return the definitions of a module that should have a docstring, and whether they do."""
    found = definitions_of(Source.of(path, text))
    return {d["name"]: d["documented"] for d in found if d["documented"] is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("# comment\n", {}),
        ("'''Doc.'''\n", {"module": True}),
        ("''' '''\n", {"module": False}),
        ("f'doc'\n", {"module": False}),
        ("def f(): 'Doc.'\n", {"module": False, "f": True}),
        ("async def f(): pass\n", {"module": False, "f": False}),
        ("def _f(): pass\n", {"module": False}),
        ("f = lambda: 1\n", {"module": False}),
        ("def f():\n    'Doc.'\n    def g(): pass\n    class C: pass\n",
         {"module": False, "f": True}),
        ("class C:\n    def m(self): pass\n", {"module": False, "C": False, "C.m": False}),
        ("class _C:\n    def m(self): pass\n", {"module": False}),
        ("class C:\n    'Doc.'\n    def __init__(self): pass\n    def __len__(self): pass\n",
         {"module": False, "C": True}),
        ("class C:\n    class D:\n        def m(self): 'Doc.'\n",
         {"module": False, "C": False, "C.D": False, "C.D.m": True}),
        ("class C:\n    @property\n    def p(self): 'Doc.'\n    @p.setter\n    def p(self, x): 1\n",
         {"module": False, "C": False, "C.p": True}),
        ("@overload\ndef f(x: int): ...\n@typing.overload\ndef f(x: str): ...\ndef f(x): 'Doc.'\n",
         {"module": False, "f": True}),
        ("class C:\n    @override\n    def m(self): pass\n", {"module": False, "C": False}),
        ("if x:\n    def f(): 'Doc.'\nelse:\n    def f(): pass\n", {"module": False, "f": True}),
        ("try:\n    pass\nexcept E:\n    def f(): pass\n", {"module": False, "f": False}),
        ("__all__ = ['_f', 'x']\ndef _f(): pass\ndef g(): pass\n", {"module": False, "_f": False}),
        ("__all__ = ['C']\n__all__ += ['g']\nclass C:\n    def m(self): pass\ndef g(): pass\n",
         {"module": False, "C": False, "C.m": False, "g": False}),
        ("__all__: list[str] = []\ndef g(): pass\n", {"module": False}),
        ("__all__ = names()\ndef g(): pass\n", {"module": False, "g": False}),
        ("__all__ = ['x']\n__all__.extend(y)\ndef g(): pass\n", {"module": False, "g": False}),
    ],
)  # fmt: skip
def test_what_is_public(text, expected):
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("_a.py", {}),
        ("p/__init__.py", {"module": False}),
        ("p/__main__.py", {}),
        ("_p/a.py", {"module": False}),
    ],
)
def test_public_modules(path, expected):
    assert asked("x = 1\n", path) == expected


def run(root: Path, documented: int, missing: int, **settings) -> Verdict:
    with_docstring = "".join(f"def d{n}(): 'Doc.'\n" for n in range(documented - 1))
    without = "".join(f"def m{n}(): pass\n" for n in range(missing))
    write(root, {"a.py": f"'''Doc.'''\n{with_docstring}", "_b.py": without})
    return resolver(root).run(CHECK, **settings)


@pytest.mark.parametrize(
    ("documented", "missing", "outcome"),
    [(8, 2, Outcome.PASS), (7, 2, Outcome.WARN), (5, 5, Outcome.WARN), (5, 6, Outcome.FAIL)],
)
def test_the_share(tmp_path, documented, missing, outcome):
    verdict = run(tmp_path, documented, missing)
    assert verdict.outcome is outcome
    total = documented + missing
    (share,) = verdict.estimates
    assert (share.name, share.unit, share.n) == ("documented definitions", "share", total)
    assert share.value == documented / total
    said = f"{documented} of {total} public modules, classes and functions have a docstring"
    if outcome is Outcome.PASS:
        assert verdict.summary == said
        return
    limit = "50%" if outcome is Outcome.FAIL else "80%"
    overall, of_file = verdict.findings
    assert str(overall) == f"docstrings: {said} ({documented / total:.1%}), below {limit}"
    assert str(of_file).startswith(
        f"_b.py: {missing} of {missing} public definitions have no docstring: m0, m1"
    )
    assert str(of_file).endswith("m3 and 2 more") == (missing == 6)


def test_settings(tmp_path):
    assert run(tmp_path, 6, 4, warn_share=0.6).outcome is Outcome.PASS
    assert run(tmp_path, 6, 4, min_share=0.7).outcome is Outcome.FAIL


def test_tests_and_notebooks_do_not_count(tmp_path):
    root = write(
        tmp_path, {"test_a.py": "def f(): pass\n", "n.ipynb": '{"cells": []}', "__init__.py": ""}
    )
    assert resolver(root).run(CHECK).outcome is Outcome.NOT_APPLICABLE


def test_a_file_that_cannot_be_parsed(tmp_path):
    root = write(tmp_path, {"b.py": "print 'a' if\n"})
    assert resolver(root).run(CHECK).outcome is Outcome.INCONCLUSIVE
    verdict = resolver(write(root, {"a.py": "'''Doc.'''\n"})).run(CHECK)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert verdict.estimates[0].value == 1
