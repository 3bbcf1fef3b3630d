from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.inputs.documents import Documents
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.readme")
LONG = "word " * 100
WHOLE = f"# Title\n\n{LONG}\n\n## Install\n\n## Usage\n\n## Contributing\n"


def run(root: Path, files: dict[str, str], **settings: object) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def missing(verdict: Verdict) -> set[str]:
    return {f.message.split(":")[0].removeprefix("says nothing on ") for f in verdict.findings}


def test_whole(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": WHOLE})
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == (
        "README.md covers installation, usage, contributing, and its Python code parses"
    )
    [estimate] = verdict.estimates
    assert (estimate.name, estimate.value, estimate.unit) == ("readme sections", 1.0, "share")


def test_none(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"train.py": "", "deep/README.md": WHOLE})
    assert verdict.outcome is Outcome.FAIL
    assert "there is no README" in verdict.summary
    assert verdict.estimates[0].value == 0


@pytest.mark.parametrize(
    "name",
    ["README", "readme.txt", "Readme.rst", "README.MD", ".github/README.md", "docs/README.md"],
)
def test_names_and_places(tmp_path: Path, name: str) -> None:
    files = {
        name: WHOLE
        if name.lower().endswith("md")
        else f"{LONG}\n\nInstall\n=======\n\nUsage\n=====\n\nContributing\n============\n"
    }
    write(tmp_path, {"requirements.txt": "how to install, use, contribute"})
    # Hidden folders belong to a project without git where they are known.
    assert run(tmp_path, files).outcome is Outcome.PASS


def test_the_root_and_markdown_come_first(tmp_path: Path) -> None:
    files = {"README.md": WHOLE, "README.rst": "", "docs/README.md": "", "README.zh.md": ""}
    assert run(tmp_path, files).outcome is Outcome.PASS


def test_empty(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": " \n<!-- later -->\n"})
    assert verdict.outcome is Outcome.FAIL
    assert {"is empty", *(f.message for f in verdict.findings)} == {
        f.message for f in verdict.findings
    }
    assert verdict.estimates[0].value == 0


def test_share_of_sections(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": f"# Title\n{LONG}\n## Usage\n"})
    assert verdict.outcome is Outcome.FAIL
    assert missing(verdict) == {"installation", "contributing"}
    assert verdict.estimates[0].value == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("## Getting started\n", {"installation", "usage"}),
        ("Setup\n-----\n", {"installation"}),
        ("<h2 align='center'>📦 Installing</h2>\n", {"installation"}),
        ("**Quick start:**\n", {"installation", "usage"}),
        ("```sh\npip install churn\n```\n", {"installation"}),
        ("Usage\n\nfirst do this, then that and so on\n", {"usage"}),
        ("```sh\npython src/train.py --fast\n```\n", {"usage"}),
        ("## How to use\n", {"usage"}),
        ("## Development\n", {"contributing"}),
        ("We welcome every pull request.\n", {"contributing"}),
        ("See [how](docs/CONTRIBUTING.md).\n", {"contributing"}),
        ("We installed, used and developed a model for a contributor.\n", set()),
        ("# comment\n```\n## Installation\n```\n", set()),
        ("<!--\n## Installation\n-->\n", set()),
    ],
)
def test_what_covers_a_section(tmp_path: Path, text: str, covered: set[str]) -> None:
    verdict = run(tmp_path, {"README.md": f"{LONG} and\n\n{text}"})
    assert missing(verdict) == {"installation", "usage", "contributing"} - covered


@pytest.mark.parametrize(
    "path", ["CONTRIBUTING.md", ".github/contributing.rst", "docs/CONTRIBUTING.md"]
)
def test_a_guide_covers_contributing(tmp_path: Path, path: str) -> None:
    files = {"README.md": f"{LONG}\n# Install\n# Usage\n", path: "how"}
    assert run(tmp_path, files).outcome is Outcome.PASS


def test_own_sections(tmp_path: Path) -> None:
    verdict = run(
        tmp_path, {"README.md": f"{LONG}\n# Instalação\n"}, sections={"install": ("instala",)}
    )
    assert verdict.outcome is Outcome.PASS
    verdict = run(tmp_path, {}, sections={"licence": ("licen",)})
    assert missing(verdict) == {"licence"}
    assert run(tmp_path, {}, sections={}).estimates[0].value == 1


def test_few_words_warn(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": "# Install, usage, contributing\nword word word\n"})
    assert verdict.outcome is Outcome.WARN
    assert "has 6 words of prose, fewer than 100" in verdict.summary
    assert run(tmp_path, {}, min_words=6).outcome is Outcome.PASS


def test_exactly_enough_words(tmp_path: Path) -> None:
    text = "Install Usage Contributing".replace(" ", "\n\n") + "\n\n" + "word " * 97
    assert run(tmp_path, {"README.md": text}).outcome is Outcome.PASS
    assert run(tmp_path, {"README.md": text}, min_words=101).outcome is Outcome.WARN


PARSES = [
    "x = 1",
    ">>> x = 1\n>>> x\n1 is not python here\n",
    ">>> def f():\n...     return 1\n...\n>>> f()\n",
    "In [1]: x = 1\nOut[1]: what is it",
    "model.fit(...)\nfit(x, depth=1, ...)",
    "def fit(...):\n    ...",
    "def fit(…): …",
    "!pip install churn\n%matplotlib inline\nimport churn",
    "%%bash\nls -l",
    "await client.get()",
    "path = <your path>",
    "$ pip install churn",
    "pip install churn",
    "python train.py --fast",
    "    import churn\n    churn.fit()",
    "class Model(Base):",
    "",
]


@pytest.mark.parametrize("code", PARSES)
@pytest.mark.parametrize("language", ["python", "Python", "py", "{.python}", "python title='x'"])
def test_code_that_parses(tmp_path: Path, code: str, language: str) -> None:
    assert (
        run(tmp_path, {"README.md": f"{WHOLE}\n```{language}\n{code}\n```\n"}).outcome
        is Outcome.PASS
    )


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = = 1", 1),
        ("import a\ndef f()\n    return 1", 2),
        ("print 'old'", 1),
        (">>> x = (1\n>>> y", 1),
        ("if (a) {\n  b\n}", 1),
        ("├── data", 1),
    ],
)
def test_code_that_does_not(tmp_path: Path, code: str, line: int) -> None:
    verdict = run(tmp_path, {"README.md": f"{WHOLE}\n```python\n{code}\n```\n"})
    assert verdict.outcome is Outcome.WARN
    [finding] = verdict.findings
    assert finding.message.startswith("a Python code block does not parse: a syntax error")
    assert finding.line == WHOLE.count("\n") + 2 + line


@pytest.mark.parametrize("language", ["", "text", "sh", "json", "r"])
def test_other_languages_are_not_judged(tmp_path: Path, language: str) -> None:
    assert (
        run(tmp_path, {"README.md": f"{WHOLE}\n```{language}\nx = = 1\n```\n"}).outcome
        is Outcome.PASS
    )


def test_code_in_restructured_text(tmp_path: Path) -> None:
    text = (
        f"{LONG}\n\nInstall and use\n===============\n\nContributing\n------------\n\n"
        ".. code-block:: python\n   :linenos:\n\n   x = 1\n   y = = 2\n\nDone::\n\n   no python\n"
    )
    verdict = run(tmp_path, {"README.rst": text}, sections={"installation": ("install",)})
    assert verdict.outcome is Outcome.WARN
    assert [f.line for f in verdict.findings] == [13]


def test_unreadable(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"\xff\xfe\x00")
    verdict = run(tmp_path, {})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "README.md: could not be read: found a binary file" in verdict.summary


def test_too_large(tmp_path: Path) -> None:
    verdict = run(tmp_path, {"README.md": "word " * 300_000})
    assert verdict.outcome is Outcome.INCONCLUSIVE


def test_a_link_out_of_the_project_is_no_readme(tmp_path: Path) -> None:
    outside = write(tmp_path, {"secret.md": WHOLE}) / "secret.md"
    root = tmp_path / "project"
    root.mkdir()
    (root / "README.md").symlink_to(outside)
    assert run(root, {"train.py": ""}).outcome is Outcome.FAIL


def test_without_files() -> None:
    verdict = CHECK.run({"documents": Documents(Project(Path.cwd()), ())})
    assert verdict.outcome is Outcome.FAIL
