from __future__ import annotations

import ast
import contextlib
import json
import re
import subprocess
import sys
import warnings
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.inputs import _python
from pytest_mlgate.inputs._code import Code, number
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source, gap_findings
from pytest_mlgate.verdict import Outcome
from support import commit, link, provide, write


def notebook(*cells: str) -> str:
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "source": c,
                    "outputs": [],
                    "execution_count": None,
                    "metadata": {},
                }
                for c in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def test_files_and_notebooks_have_roles_and_trees(tmp_path):
    write(
        tmp_path,
        {
            "train.py": "import numpy as np\n",
            "lib/features.py": "x = 1\n",
            "tests/test_a.py": "",
            "explore.ipynb": notebook("a = 1", "b = 2\nc = 3"),
            "params.yaml": "a: 1\n",
            "README.md": "x",
        },
    )
    commit(tmp_path)
    sources = provide("sources", tmp_path)
    assert {s.path: s.role for s in sources} == {
        "train.py": Role.TRAIN,
        "lib/features.py": Role.FEATURE,
        "tests/test_a.py": Role.TEST,
        "explore.ipynb": Role.OTHER,
    }
    assert [c.path for c in sources.configs] == ["params.yaml"]
    assert sources.of(Role.TRAIN)[0].code.names.imports("numpy")
    assert sources.fingerprint.startswith("sources:")
    assert len(sources) == 4


def test_lines_of_a_notebook_are_located_in_their_cell():
    source = Source.of_cells("n.ipynb", ["a = 1", "", "!ls\nb = 2\nc = 3"])
    assert [s.lineno for s in source.tree.body] == [1, 3, 4, 5]
    assert source.locate(1) == (1, 1)
    assert source.locate(5) == (3, 3)
    assert source.lines[4] == "c = 3"
    found = source.finding(source.tree.body[-1], "m", outcome=Outcome.WARN)
    assert (found.cell, found.line) == (3, 3)


def test_one_broken_cell_does_not_hide_the_others():
    source = Source.of_cells("n.ipynb", ["a = 1", "def (", "b = 2"])
    assert [type(s) for s in source.tree.body] == [ast.Assign, ast.Assign]
    (gap,) = gap_findings([source])
    assert (gap.outcome, gap.cell, gap.line) == (Outcome.INCONCLUSIVE, 2, 1)
    assert "syntax error" in gap.message


def test_a_template_that_is_no_python_yet_is_no_source(tmp_path):
    files = {
        "{{ package }}/train.py": "from {{ package }} import config",
        "{{ package }}/plot.py": "import numpy",
    }
    write(tmp_path, files)
    commit(tmp_path)
    assert [s.path for s in provide("sources", tmp_path)] == ["{{ package }}/plot.py"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"def f(:\n", "syntax error"),
        (b"print 'python 2'\n", "syntax error"),
        (b"x = '\xe9'\n", "not utf-8"),
        (b"# coding: no-such-codec\nx = 1\n", "encoding"),
        (b"# coding: rot13\nk = 1\n", "encoding"),
        (b"\x00\x01\x02", "binary"),
        (b"x = " + b"(" * 5000 + b")" * 5000, "nested|syntax error"),
        (b"x = " + b"+".join([b"1"] * 50_000), "nested"),
        (b"x = " + b"-" * 50_000 + b"1", "nested"),
        (b"x = 1\n" * (4 * 1024 * 1024 // 6 + 10), "MiB"),
    ],
    ids=[
        "syntax",
        "py2",
        "bytes",
        "codec",
        "no-text-codec",
        "binary",
        "brackets",
        "sum",
        "minus",
        "large",
    ],
)
def test_what_cannot_be_parsed_is_inconclusive_with_its_reason(tmp_path, content, reason):
    (tmp_path / "bad.py").write_bytes(content)
    write(tmp_path, {"good.py": "x = 1\n"})
    commit(tmp_path)
    sources = provide("sources", tmp_path)
    (gap,) = gap_findings(sources.files)
    assert gap.outcome is Outcome.INCONCLUSIVE
    assert gap.path == "bad.py"
    assert re.search(reason, gap.message, re.IGNORECASE)


def test_a_coding_cookie_is_honoured(tmp_path):
    (tmp_path / "latin.py").write_bytes(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n")
    (tmp_path / "bom.py").write_bytes(b"\xef\xbb\xbfx = 1\r\ny = 2\r\n")
    commit(tmp_path)
    bom, latin = provide("sources", tmp_path)
    assert "é" in latin.text
    assert len(bom.tree.body) == 2
    assert not gap_findings([bom, latin])


def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    outside = write(tmp_path / "outside", {"secret.py": "x = 1\n"})
    root = write(tmp_path / "root", {"a.py": ""})
    link(root / "link.py", outside / "secret.py")
    commit(root)
    repo = replace(provide("repo", root), files=("a.py", "link.py"))
    _, linked = provide("sources", root, given={"repo": repo})
    assert "leaves the project root" in linked.gaps[0].reason
    assert linked.text == ""


def test_warnings_of_the_parsed_code_stay_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Source.of("a.py", "x = 1 is 1\ny = '\\d'\nz = 1if 1else 2\n").tree.body


def test_nothing_of_the_project_is_imported_or_run(tmp_path):
    write(
        tmp_path, {"boom.py": "raise SystemExit('ran')\n", "n.ipynb": notebook("raise SystemExit")}
    )
    commit(tmp_path)
    sources = provide("sources", tmp_path)
    sources.parse()
    assert "boom" not in sys.modules


def test_collection_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from pytest_mlgate.inputs import sources, notebooks\n"
        "from pytest_mlgate.checks.reproducibility import nondeterministic_code, hardcoded_paths\n"
        "from pytest_mlgate.checks.reproducibility import notebook_state, config_tracking\n"
        "print([m for m in ('numpy', 'sklearn', 'yaml', 'packaging', 'git', 'nbformat') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!ls -l\nx = 1", "pass\nx = 1"),
        ("pip install shap\nimport shap", "pass\nimport shap"),
        ("cd ../data\nx = 1", "pass\nx = 1"),
        ("pip = install = 1\ncd = pip", "pip = install = 1\ncd = pip"),
        ("if x:\n    !ls\n", "if x:\n    pass\n"),
        ("files = !ls\nn = %sql select", "files = None\nn = None"),
        ("df?\nx = 1", "pass\nx = 1"),
        ("??df.head", "pass"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%timeit f(a,\n  b)\nx = 1", "pass\n\nx = 1"),
        ("%time f(a) + \\\n  b\nx = 1", "pass\n\nx = 1"),
        ("%%bash\nls $x\nfoo", "\n\n"),
        ("!pip install a \\\n  b\nx = 1", "pass\n\nx = 1"),
        ("y = (a\n % b)\nz = 5 % 3", "y = (a\n % b)\nz = 5 % 3"),
        ('s = """\n%time\n!ls\n"""', 's = """\n%time\n!ls\n"""'),
        ("x = a != b", "x = a != b"),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("s = 'it''s' # %\n%load_ext x", "s = 'it''s' # %\npass"),
        ("x = 1 + \\\n %foo", "x = 1 + \\\n %foo"),
    ],
)
def test_ipython_syntax_is_taken_out_line_by_line(cell, plain):
    assert _python.without_ipython(cell) == plain


@given(st.text(alphabet="ab=%!?'\"\\\n ()#x1", max_size=60))
def test_taking_out_ipython_syntax_keeps_the_lines(cell):
    assert _python.without_ipython(cell).count("\n") == cell.count("\n")


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text):
    source = Source.of("a.py", text)
    assert source.gaps or isinstance(source.tree, ast.Module)
    assert list(_python.waivers("# mlgate: allow[N1] x\n" + text)) is not None


@given(st.binary(max_size=60))
def test_no_bytes_break_the_decoder(content):
    with contextlib.suppress(_python.NotPythonError):
        assert isinstance(_python.decode(content), str)


def test_names_are_resolved_through_imports():
    source = Source.of(
        "a.py",
        "import numpy as np\nfrom numpy import random as nr\nfrom sklearn.svm import SVC as S\n"
        "import torch.utils.data\nfrom . import local\nfrom .pkg import thing\n"
        "np.random.rand()\nnr.rand()\nS()\ntorch.utils.data.DataLoader()\nlocal.f()\nthing()\nother()\n",
    )
    names = [source.code.names.resolve(call.func) for call in source.code.calls]
    assert names == [
        "numpy.random.rand",
        "numpy.random.rand",
        "sklearn.svm.SVC",
        "torch.utils.data.DataLoader",
        ".local.f",
        ".pkg.thing",
        "",
    ]


def test_a_local_name_hides_the_import_in_its_scope_only():
    source = Source.of(
        "a.py",
        "import random\nrandom.random()\ndef f(random):\n    random.random()\n"
        "def g():\n    random.random()\ndef h():\n    random = thing()\n    random.random()\n",
    )
    calls = [c for c in source.code.calls if isinstance(c.func, ast.Attribute)]
    assert [source.code.names.resolve(c.func) for c in calls] == [
        "random.random",
        "",
        "random.random",
        "",
    ]


def test_nodes_come_in_document_order_and_know_their_parents():
    code = Code(ast.parse("f(g(1), h(2))\ni()"))
    assert [c.func.id for c in code.calls] == ["f", "g", "h", "i"]
    inner = next(c for c in code.calls if c.func.id == "h")
    assert next(code.ancestors(inner)).func.id == "f"
    assert [number(ast.parse(t, mode="eval").body) for t in ("-1", "2.5", "True", "x")] == [
        -1,
        2.5,
        None,
        None,
    ]


def test_a_waiver_needs_a_comment_the_rule_and_a_reason():
    text = (
        "a()  # mlgate: allow[N3] the seed comes from the caller\n"
        "b()  # mlgate: allow[N3]\n"
        "c('# mlgate: allow[N3] in a string')\n"
        "d()  # mlgate: allow[N1, N3]: two rules\n"
        "e(\n    1,\n)  # mlgate: allow[nondeterministic-code] by name\n"
        "f()  # mlgate: allow[N7] another rule\n"
    )
    source = Source.of("train.py", text)
    found = [
        source.finding(call, "m", outcome=Outcome.FAIL, rule="N3", check="nondeterministic-code")
        for call in source.code.calls
    ]
    assert [f.outcome for f in found] == ["WARN", "FAIL", "FAIL", "WARN", "WARN", "FAIL"]
    assert "the seed comes from the caller" in found[0].waived
    assert "no reason" in found[1].message
    assert not found[5].waived


def test_a_waiver_works_in_a_notebook_cell():
    source = Source.of_cells("n.ipynb", ["x = 1", "!ls\nf()  # mlgate: allow[N1] shown on purpose"])
    (call,) = source.code.calls
    assert source.finding(call, "m", outcome=Outcome.FAIL, rule="N1").outcome is Outcome.WARN


def test_a_notebook_in_another_language_is_no_source(tmp_path):
    document = json.loads(notebook("x <- 1"))
    document["metadata"] = {"kernelspec": {"language": "R"}}
    write(tmp_path, {"r.ipynb": json.dumps(document), "broken.ipynb": "{", "a.py": ""})
    commit(tmp_path)
    sources = provide("sources", tmp_path)
    assert [s.path for s in sources] == ["a.py", "broken.ipynb"]
    assert "invalid JSON" in gap_findings(sources.files)[0].message


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_keep_line_numbers(newline):
    text = _python.decode(newline.join(["x = 1", "", "y = 2"]).encode())
    assert [s.lineno for s in Source.of("a.py", text).tree.body] == [1, 3]


def test_print_statements_of_python_2_do_not_hide_the_code_around_them() -> None:
    source = Source.of("old.py", 'print "a", 1\nif x:\n    print "b %s" % c,\nmodel.fit(X)\n')

    assert [type(statement).__name__ for statement in source.tree.body] == ["Expr", "If", "Expr"]
    assert [call.lineno for call in source.code.calls] == [1, 3, 4]
    assert "Missing parentheses" in source.gaps[0].reason
    assert Source.of("old.py", "print >>f, 1\nx = `1`").tree.body == []
