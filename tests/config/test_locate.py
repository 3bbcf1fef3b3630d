from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate import files
from pytest_mlgate.config import locate
from pytest_mlgate.config.locate import line_of
from pytest_mlgate.errors import ConfigError
from support import link, pipe, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    return root


def refused(start: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        locate.find(start)
    return str(caught.value)


# Finding


def test_no_configuration(root: Path) -> None:
    write(root.parent, {"mlgate.toml": "strict = true"})
    write(root, {"pyproject.toml": "[tool.ruff]\n", "sub/a.py": ""})
    assert locate.find(root / "sub") is None
    assert locate.configured_root(root / "sub") is None
    assert locate.project_root(root / "sub") == root


def test_without_git_the_start_is_the_project(tmp_path: Path) -> None:
    assert locate.project_root(tmp_path) == tmp_path


def test_the_nearest_file_governs(root: Path) -> None:
    write(root, {"mlgate.toml": "strict = true", "sub/mlgate.toml": "", "sub/deep/a.py": ""})
    document = locate.find(root / "sub" / "deep")
    assert document is not None
    assert (document.path, document.table, document.prefix) == (root / "sub/mlgate.toml", {}, ())
    assert locate.configured_root(root / "sub" / "deep") == root / "sub"
    above = locate.find(root)
    assert above is not None
    assert above.table == {"strict": True}


def test_pyproject(root: Path) -> None:
    write(root, {"pyproject.toml": "[project]\n\n[tool.mlgate]\nstrict = true\n"})
    document = locate.find(root)
    assert document is not None
    assert (document.table, document.prefix) == ({"strict": True}, ("tool", "mlgate"))
    assert document.place(["strict"]) == "pyproject.toml:4"
    assert document.place(["phase"]) == "pyproject.toml:3"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool]\nname = 'mlgate'\n",
        "tool = 'mlgate'\n",
        "[project]\ndependencies = ['pytest-mlgate']\n",
        "[mlgate]\n",
    ],
)
def test_a_pyproject_without_gate(root: Path, text: str) -> None:
    write(root, {"pyproject.toml": text})
    assert locate.find(root) is None


def test_an_own_file_beside_a_pyproject_without_gate(root: Path) -> None:
    write(root, {"pyproject.toml": "[project]\n# mlgate\n", "mlgate.toml": ""})
    document = locate.find(root)
    assert document is not None
    assert document.path == root / "mlgate.toml"


def test_two_configurations_compete(root: Path) -> None:
    write(root, {"pyproject.toml": "[tool.mlgate]\n", "mlgate.toml": ""})
    assert refused(root) == (
        f"{root}: found both mlgate.toml and [tool.mlgate] in pyproject.toml; expected one of them"
    )


@pytest.mark.parametrize("value", ["1", "'x'", "[1]", "true", "[{}]", "'" + "x" * 999 + "'"])
def test_a_gate_that_is_no_table(root: Path, value: str) -> None:
    write(root, {"pyproject.toml": f"[tool]\nmlgate = {value}\n"})
    message = refused(root)
    assert message.startswith("pyproject.toml: tool.mlgate: found ")
    assert message.endswith("; expected a table")
    assert len(message) < 120


# Files that cannot be used


BROKEN = [
    "phase =",
    "[fairness",
    "a = 1\na = 2",
    "a = 1\n[a]\n",
    'a = "x',
    "a = 2026-13-01",
    "a = " + "[" * 5000 + "]" * 5000,
    # More digits than Python turns into a number.
    "a = " + "1" * 5000,
]


@pytest.mark.parametrize("text", BROKEN)
def test_broken_toml(root: Path, text: str) -> None:
    write(root, {"mlgate.toml": text})
    message = refused(root)
    assert message.startswith("mlgate.toml: found broken TOML (")
    assert message.endswith("); expected valid TOML")


def test_broken_toml_names_the_place(root: Path) -> None:
    write(root, {"pyproject.toml": "[tool.mlgate]\n\nphase = staging\n"})
    message = refused(root)
    assert message.startswith("pyproject.toml: found broken TOML (")
    assert "at line 3, column 9" in message


def plant(path: Path, kind: str) -> None:
    match kind:
        case "directory":
            path.mkdir()
        case "fifo":
            pipe(path)
        case "link out":
            (path.parent.parent / "common.toml").write_text("[tool.mlgate]\nstrict = true\n")
            link(path, "../common.toml")
        case "dangling":
            link(path, "nothing.toml")
        case "loop":
            link(path, path.name)
        case "sparse":
            path.write_text("[tool.mlgate]\n")
            os.truncate(path, 100 * files.MEBIBYTE)
        case "binary":
            path.write_bytes(b"# tool.mlgate\0\n")
        case "latin-1":
            path.write_bytes(b"[tool.mlgate]\n# caf\xe9\n")


UNUSABLE = [
    ("directory", "found a directory; expected a file"),
    ("fifo", "found a device or pipe; expected a regular file"),
    ("link out", "found a path that leaves the project root; expected a path inside the project "
     "(symbolic links count where they point)"),
    ("dangling", "found a dangling symbolic link; expected a file"),
    ("loop", "found a loop of symbolic links; expected a file"),
    ("sparse", "found 100 MiB; expected at most 1 MiB"),
    ("binary", "found a binary file; expected UTF-8 text"),
    ("latin-1", "line 2: found byte 0xe9, which is not UTF-8; expected UTF-8 text"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "message"), UNUSABLE)
def test_an_unusable_file_is_no_missing_file(root: Path, kind: str, message: str) -> None:
    plant(root / "mlgate.toml", kind)
    assert refused(root) == f"mlgate.toml: {message}"


@pytest.mark.parametrize(("kind", "message"), UNUSABLE)
def test_an_unusable_pyproject(root: Path, kind: str, message: str) -> None:
    plant(root / "pyproject.toml", kind)
    if kind in {"directory", "fifo", "dangling", "loop"}:
        assert locate.find(root) is None
    else:
        # It names a gate: to run another one instead would be a silent pass.
        assert refused(root) == f"pyproject.toml: {message}"


def test_a_pyproject_without_gate_may_be_unusable(root: Path) -> None:
    (root / "pyproject.toml").write_bytes(b"# caf\xe9\n")
    assert locate.find(root) is None


def test_a_pyproject_without_permission(root: Path) -> None:
    write(root, {"pyproject.toml": "[tool.mlgate]\n"})
    (root / "pyproject.toml").chmod(0)
    if os.access(root / "pyproject.toml", os.R_OK):
        pytest.skip("root reads everything")
    assert locate.find(root) is None


def test_a_pyproject_that_cannot_even_be_opened(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"pyproject.toml": "[tool.mlgate]\n"})

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    monkeypatch.setattr(Path, "open", fail)
    assert locate.find(root) is None


# Lines


TEXT = '''\
# phase = "commented"
phase = "staging"   # phase
exclude = [
  "a = 1",
  ["nested"]
]
note = """
strict = true
[fairness]
"""
raw = \'\'\'
  "phase" = 1
\'\'\'
strict = false
"quoted.key" = 1
'single "x"' = 2
"esc\\"aped" = 3
a.b . "c" = { d = 1 }

[fairness.disparate-impact] # [not.this]
severity = "warn"
 [ fairness . "x]y" ]
 severity = "off"
[[jobs]]
name = "[x]"
[data]
min-n = 5
last = { deep = { er = 1 } }'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("phase",), 2),
        (("exclude",), 3),
        (("note",), 7),
        (("raw",), 11),
        (("strict",), 14),
        (("quoted.key",), 15),
        (('single "x"',), 16),
        (('esc"aped',), 17),
        (("a",), 18),
        (("a", "b"), 18),
        (("a", "b", "c"), 18),
        (("a", "b", "c", "d"), 18),
        (("fairness",), 20),
        (("fairness", "disparate-impact"), 20),
        (("fairness", "disparate-impact", "severity"), 21),
        (("fairness", "x]y"), 22),
        (("fairness", "x]y", "severity"), 23),
        (("jobs", "name"), 25),
        (("data",), 26),
        (("data", "min-n"), 27),
        (("data", "missing"), 26),
        (("data", "last", "deep", "er"), 28),
        (("missing",), None),
        ((), None),
    ],
)
def test_lines(keys: tuple[str, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(TEXT, keys) == line
    assert line_of(TEXT.replace("\n", "\r\n"), keys) == line


def test_only_line_feeds_end_a_line() -> None:
    text = 'a = "\u2028\x85" # \u2029\nb = 1\n'
    assert tomllib.loads(text)["b"] == line_of(text, ["b"]) - 1 == 1


@pytest.mark.parametrize(
    "text",
    ['a = ""\nb = 1', 'a = """"""\nb = 1', "a = ''''''\nb = 1", "a = ''\nb = 1",
     'a = """x"""""\nb = 1', 'a = """\\""""\nb = 1', "a = '''x'''''\nb = 1", 'a = "\\\\"\nb = 1',
     "a = '\\'\nb = 1", "a = [] # ]]\nb = 1", 'a = "#["\nb = 1'],
)  # fmt: skip
def test_strings_and_comments_end_where_toml_ends_them(text: str) -> None:
    tomllib.loads(text)
    assert line_of(text, ["b"]) == 2


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6)
leaves = st.sampled_from(
    ["1", "true", '"x = 1"', "'[a]'", '"""\nphase = 1\n[a]\n"""', "'''\n\"a\" = 1\n'''",
     "[\n  1,\n  [2]\n]", "[ # [\n]", "{ a = 1 }", "1979-05-27", '"#"', "-1.5e3", "'\"'"]
)  # fmt: skip
tables: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(names, leaves, max_size=4),
    lambda inner: st.dictionaries(names, leaves | inner, max_size=4),
    max_leaves=12,
)


def spell(key: str, number: int) -> str:
    """Write a key in one of the ways of TOML."""
    if key and key.isascii() and key.replace("-", "a").replace("_", "a").isalnum():
        return key
    if number % 2 and "'" not in key:
        return f"'{key}'"
    return json.dumps(key, ensure_ascii=False)


class Writer:
    """Writes nested tables as TOML and remembers the line of every key."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.places: dict[tuple[str, ...], int] = {}

    def table(self, table: dict[str, Any], above: tuple[str, ...]) -> None:
        subtables = {k: v for k, v in table.items() if isinstance(v, dict)}
        for key, value in table.items():
            if key not in subtables:
                self.places[*above, key] = len(self.lines) + 1
                self.add(f"{spell(key, len(self.lines))} = {value} # [x]")
        for key, value in subtables.items():
            keys = (*above, key)
            self.add("")
            self.places[keys] = len(self.lines) + 1
            dotted = " . ".join(spell(k, len(self.lines)) for k in keys)
            self.add(f"  [{dotted}]  # comment = 1")
            self.table(value, keys)

    def add(self, text: str) -> None:
        self.lines += text.split("\n")


@given(tables)
def test_every_key_of_any_document_is_found(table: dict[str, Any]) -> None:
    writer = Writer()
    writer.table(table, ())
    text = "\n".join(writer.lines)
    tomllib.loads(text)
    assert {keys: line_of(text, keys) for keys in writer.places} == writer.places
