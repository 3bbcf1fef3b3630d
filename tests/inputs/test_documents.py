"""The input ``documents``: what is read of Markdown, reStructuredText and API descriptions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pytest_mlgate.inputs._prose import CodeBlock, Heading, read_prose
from support import link, provide, write

MARKDOWN = """\
---
title: front matter
---
Title
=====
<h2 align="center">Hi <b>there</b></h2>
<!-- # not this -->
# Install [it](https://a.example) ##
- item
---
| a |
---
```python
# no heading
```
> ```sh
> pip install x
> ```
1. foo

   ```bash
   cd x
     y
   ```
**Usage:**
See [how](CONTRIBUTING.md) and <a href="b.html">b</a> `code` text
```
never closed
"""
RST = """\
=====
Title
=====

Install
-------
Run::

    pip install x

.. code-block:: python
   :linenos:

   import x

>>> a = 1
>>> a

See `how <CONTRIBUTING.rst>`_
"""


def test_markdown() -> None:
    prose = read_prose(MARKDOWN, ".md")
    assert prose.headings == (
        Heading("Title", 4),
        Heading("Hi there", 6),
        Heading("Install it", 8),
        Heading("Usage:", 25),
    )
    assert prose.blocks == (
        CodeBlock("python", "# no heading", 14),
        CodeBlock("sh", "pip install x", 17),
        CodeBlock("bash", "cd x\n  y", 22),
    )
    assert prose.links == ("https://a.example", "CONTRIBUTING.md", "b.html")
    assert prose.text.split("\n")[25] == "See how and  b    text"


def test_restructured_text() -> None:
    prose = read_prose(RST, ".rst")
    assert prose.headings == (Heading("Title", 2), Heading("Install", 5))
    assert [(b.language, b.text.strip()) for b in prose.blocks] == [
        ("", "pip install x"),
        ("python", "import x"),
        ("pycon", ">>> a = 1\n>>> a"),
    ]
    assert prose.blocks[1].line == 14
    assert prose.links == ("CONTRIBUTING.rst",)


@pytest.mark.parametrize(
    ("text", "words"),
    [("one two-three it's", 3), ("机器学习", 4), ("", 0), ("--- 1 _ a", 2), ("`a b` c", 1)],
)
def test_words(text: str, words: int) -> None:
    assert read_prose(text, ".md").words == words


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends(ends: str) -> None:
    text = "# A\n\n```py\nx\n```\n".replace("\n", ends)
    assert read_prose(text, ".md").blocks == (CodeBlock("py", "x", 4),)


@pytest.mark.parametrize(
    "text",
    [
        " " * 10**6, "`" * 10**6, "[" * 10**6, "```a\n" * 200_000, "# " + " " * 10**6 + "x",
        "<a" * 500_000, "**" * 500_000, "> " * 500_000, "](" * 500_000, "`<" * 500_000,
        "\n".join("`" * n + "a" for n in range(1400, 2, -1)), "a::\n" * 200_000, "1. " * 300_000,
        "[a](" * 200_000, "<a b" * 200_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".md", ".rst"])
def test_hostile_text_takes_no_more_than_its_size(text: str, suffix: str) -> None:
    started = time.process_time()
    assert read_prose(text, suffix).words >= 0
    assert time.process_time() - started < 20


def test_what_is_a_document(tmp_path: Path) -> None:
    files = ["a.md", "b.RST", "docs/c.txt", "README", "openapi.json", "api/swagger-v1.yaml"]
    others = ["d.py", "e.yaml", "f.json", "READMEs/g.csv"]
    found = provide("documents", write(tmp_path, dict.fromkeys([*files, *others], "")))
    assert found.paths == tuple(sorted(files))
    assert found.matching(["**/*.rst"]) == ["b.RST"]


def test_no_link_is_followed_out_of_the_project(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret.md": "# secret"}) / "secret.md"
    root = write(tmp_path / "project", {"a.md": ""})
    link(root / "b.md", secret)
    assert (
        provide("documents", root)
        .read("b.md")
        .problem.startswith("found a path that leaves the project root")
    )
