from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v3, v4

from pytest_mlgate.inputs.notebooks import parse
from support import commit, provide, write


def build(*cells, **metadata) -> str:
    document = v4.new_notebook(cells=list(cells), metadata=metadata)
    return nbformat.writes(document)


@given(
    st.lists(
        st.tuples(
            st.text(max_size=20),
            st.one_of(st.none(), st.integers(1, 50)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_the_reader_agrees_with_nbformat(cells):
    built = []
    for source, count, output, code in cells:
        if code:
            outputs = [v4.new_output("stream", text="x")] if output else []
            built.append(v4.new_code_cell(source, execution_count=count, outputs=outputs))
        else:
            built.append(v4.new_markdown_cell(source))
    text = build(*built)
    oracle = [c for c in nbformat.reads(text, as_version=4).cells if c.cell_type == "code"]
    mine = parse("n.ipynb", text)
    assert not mine.problem
    assert [(c.source, c.count, c.has_outputs) for c in mine.cells] == [
        (c.source.replace("\r\n", "\n"), c.execution_count, bool(c.outputs)) for c in oracle
    ]


def test_format_3_is_read_like_nbformat_upgrades_it():
    sheet = v3.new_worksheet(
        cells=[
            v3.new_code_cell(
                "a = 1", prompt_number=1, outputs=[v3.new_output("stream", output_text="x")]
            ),
            v3.new_text_cell("markdown", "text"),
            v3.new_code_cell("b = 2"),
        ]
    )
    text = v3.writes_json(v3.new_notebook(worksheets=[sheet]))
    oracle = nbformat.reads(text, as_version=4)
    mine = parse("old.ipynb", text)
    expected = [c for c in oracle.cells if c.cell_type == "code"]
    assert [(c.source, c.count) for c in mine.cells] == [
        (c.source, c.execution_count) for c in expected
    ]
    assert mine.cells[0].has_outputs
    assert mine.is_python


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"cells": {}}',
        '{"worksheets": [1]}',
        "[" * 100_000,
        "<<<<<<< HEAD\n{}",
    ],
)
def test_a_broken_file_says_what_is_wrong(text):
    broken = parse("n.ipynb", text)
    assert broken.problem
    assert broken.cells == ()


def test_odd_values_do_not_raise():
    text = json.dumps(
        {
            "cells": [
                1,
                {"cell_type": "code", "source": 5, "execution_count": True, "outputs": None},
            ],
            "metadata": {"kernelspec": 3, "language_info": {"name": 4, "version": 3.1}},
        }
    )
    (cell,) = parse("n.ipynb", text).cells
    assert (cell.source, cell.count, cell.has_outputs) == ("", None, False)


def test_a_broken_notebook_does_not_hide_the_others(tmp_path):
    write(
        tmp_path,
        {
            "a.ipynb": "{",
            "b.ipynb": build(v4.new_code_cell("x")),
            ".ipynb_checkpoints/b-checkpoint.ipynb": "{",
            ".python-version": "3.12\n",
            "pyproject.toml": '[project]\nname = "x"\nrequires-python = ">=3.11"\n',
        },
    )
    commit(tmp_path)
    write(tmp_path, {"new.ipynb": build()})
    found = provide("notebooks", tmp_path)
    assert [(n.path, bool(n.problem), n.tracked) for n in found.files] == [
        ("a.ipynb", True, True),
        ("b.ipynb", False, True),
        ("new.ipynb", False, False),
    ]
    assert (found.pinned, found.requires) == ("3.12", ">=3.11")


def test_a_broken_pyproject_says_nothing_about_python(tmp_path):
    write(tmp_path, {"b.ipynb": build(), "pyproject.toml": "["})
    commit(tmp_path)
    assert provide("notebooks", tmp_path).requires == ""


@pytest.mark.parametrize(
    ("path", "content", "requires"),
    [
        ("environment.yml", "dependencies: [python=3.10, numpy]\n", "==3.10.*"),
        ("Pipfile", '[requires]\npython_version = "3.9"\n', "==3.9.*"),
        ("setup.cfg", "[options]\npython_requires = >=3.8\n", ">=3.8"),
        ("setup.py", "from setuptools import setup\nsetup(python_requires='>=3.7')\n", ">=3.7"),
        ("environment.yml", "dependencies: [", ""),
    ],
)
def test_other_manifests_say_which_python_too(tmp_path, path, content, requires):
    write(tmp_path, {"b.ipynb": build(), path: content})
    commit(tmp_path)
    found = provide("notebooks", tmp_path)
    assert (found.requires, found.requires_in) == (requires, path if requires else "")
