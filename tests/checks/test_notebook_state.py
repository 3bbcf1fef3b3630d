from __future__ import annotations

import nbformat
import pytest
from nbformat import v4

from pytest_mlgate.inputs.notebooks import Notebooks, parse
from support import commit, find_check, resolver, write

CHECK = find_check("reproducibility.notebook-state")


def cell(count, source="x = 1", output=False):
    outputs = [v4.new_output("stream", text="x")] if output else []
    return v4.new_code_cell(source, execution_count=count, outputs=outputs)


def text(*cells, version=""):
    metadata = {"language_info": {"name": "python", "version": version}} if version else {}
    return nbformat.writes(v4.new_notebook(cells=list(cells), metadata=metadata))


def judge(*cells, version="", policy="ordered", **project):
    notebook = parse("n.ipynb", text(*cells, version=version))
    return CHECK(Notebooks((notebook,), **project), policy=policy)


@pytest.mark.parametrize(
    ("cells", "outcome", "said"),
    [
        ([cell(1), cell(2)], "PASS", "1 notebooks"),
        ([cell(None), cell(None)], "PASS", ""),
        ([cell(1), v4.new_markdown_cell("x"), cell(2)], "PASS", ""),
        ([cell(1), cell(None, "  \n"), cell(2)], "PASS", ""),
        ([], "PASS", ""),
        ([cell(2), cell(1)], "FAIL", "execution count 2"),
        ([cell(1), cell(3)], "FAIL", "execution count 3 where a run from the top gives 2"),
        ([cell(5), cell(6)], "FAIL", "execution count 5"),
        ([cell(1), cell(1)], "FAIL", "execution count 1"),
        ([cell(1), cell(None)], "FAIL", "code cell 2 was not run"),
        ([cell(None, output=True)], "FAIL", "no execution count"),
        ([cell(1, output=True)], "WARN", "outputs of 1 of 1"),
    ],
)
def test_counts_and_outputs(cells, outcome, said):
    verdict = judge(*cells)
    assert verdict.outcome == outcome
    assert said in verdict.summary


def test_the_policy_stripped_allows_no_output():
    verdict = judge(cell(1, output=True), policy="stripped")
    assert verdict.outcome == "FAIL"
    assert "policy" in verdict.summary
    assert judge(cell(None), policy="stripped").outcome == "PASS"


@pytest.mark.parametrize(
    ("line", "loose"),
    [
        ("%pip install pandas", "pandas"),
        ("!pip install pandas==2.2.0 numpy", "numpy"),
        ("!pip3 install -q -U scikit-learn", "scikit-learn"),
        ("!{sys.executable} -m pip install 'pandas>=2'", "pandas>=2"),
        ("!python -m pip install pandas==2.*", "pandas==2.*"),
        ("%conda install -y -c conda-forge numpy", "numpy"),
        ("!uv pip install polars && echo ok", "polars"),
        ("pip install xgboost", "xgboost"),
        ("!pip install git+https://github.com/a/b@main", "git+https://github.com/a/b"),
        ("%%bash\npip install torch", "torch"),
        ("!pip install pandas==2.2.0 \\\n  numpy", "numpy"),
        ("%pip install pandas==2.2.0", ""),
        ("%pip install -r requirements.txt", ""),
        ("%pip install -qr requirements.txt comet_ml", "comet_ml"),
        ("!pip install -qU pandas &> /dev/null", "pandas"),
        ("!pip install pandas 2> errors.txt", "pandas"),
        ("%pip install -e .", ""),
        ("!pip install 'uvicorn[standard]==0.30.0'", ""),
        ("!conda install numpy=1.26", ""),
        ("!pip install git+https://github.com/a/b@" + "a" * 40, ""),
        ("# !pip install pandas", ""),
        ("print('pip install pandas')", ""),
    ],
)
def test_installs_without_a_version_warn(line, loose):
    verdict = judge(cell(1, line))
    assert verdict.outcome == ("WARN" if loose else "PASS")
    if loose:
        assert f"installs {loose} without a version" in verdict.summary


@pytest.mark.parametrize(
    ("version", "project", "outcome"),
    [
        ("3.11.4", {"running": "3.11"}, "PASS"),
        ("3.8.1", {"running": "3.11"}, "WARN"),
        ("3.8.1", {"running": "3.8", "requires": ">=3.10"}, "WARN"),
        ("3.11.1", {"running": "3.12", "requires": ">=3.10,<3.13"}, "PASS"),
        ("3.11.1", {"running": "3.11", "requires": ">=3.10", "pinned": "3.12.1"}, "WARN"),
        ("3.12.0", {"running": "3.11", "pinned": "3.12.1"}, "PASS"),
        ("3.11.1", {"running": "3.12", "requires": "==3.11.7"}, "PASS"),
        ("3.11.1", {"requires": "three"}, "INCONCLUSIVE"),
        ("", {"running": "3.11"}, "PASS"),
    ],
)
def test_the_kernel_is_the_projects_python(version, project, outcome):
    assert judge(cell(1), version=version, **project).outcome == outcome


def test_the_kernel_of_a_notebook_without_results_is_not_judged():
    assert judge(cell(None), version="3.6.1", running="3.11").outcome == "PASS"


def test_a_notebook_without_any_count_is_one_finding():
    verdict = judge(cell(None, output=True), cell(None, output=True), cell(None))
    (finding,) = (found for found in verdict.findings if found.rule == "hidden-state")
    assert finding.message.startswith("2 code cells")
    some = judge(cell(1), cell(None, "a", output=True), cell(None, "b", output=True))
    assert [found.rule for found in some.findings].count("hidden-state") == 2


def test_invalid_json_is_an_error_and_the_others_are_still_judged(tmp_path):
    write(tmp_path, {"a.ipynb": "{", "b.ipynb": text(cell(2))})
    commit(tmp_path)
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome == "ERROR"
    assert [(f.path, str(f.outcome)) for f in verdict.findings] == [
        ("a.ipynb", "ERROR"),
        ("b.ipynb", "FAIL"),
    ]


def test_untracked_notebooks_are_not_judged(tmp_path):
    write(tmp_path, {"a.py": ""})
    commit(tmp_path)
    write(tmp_path, {"scratch.ipynb": text(cell(7))})
    verdict = resolver(tmp_path).run(CHECK)
    assert verdict.outcome == "NOT_APPLICABLE"
    assert "no notebook" in verdict.summary
