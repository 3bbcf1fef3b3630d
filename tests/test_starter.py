from __future__ import annotations

import tomllib
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest

from pytest_mlgate.config.locate import Document, find
from pytest_mlgate.config.settings import load
from pytest_mlgate.errors import InputAbsent
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Kind, Phase, Registry, check, provides
from pytest_mlgate.starter import starter_config
from pytest_mlgate.verdict import Verdict
from support import commit, write
from support import registry as built_in


class Level(Enum):
    LOW = 1


def registry(*paths: str) -> Registry:
    @provides
    def repo() -> SimpleNamespace:
        """Provide the tracked files."""
        return SimpleNamespace(files=paths)

    @check("data.rows")
    def rows(*, least: int = 1) -> Verdict:
        """Count the rows.

        More words.
        """
        raise NotImplementedError

    @check("fairness.ratio", kind=Kind.CONFIG)
    def ratio(
        *,
        columns: tuple[str, ...] = ("sex", 'a "b"\\c'),
        floor: float = 0.8,
        exact: bool = False,
        names: dict[str, str] = {"s x": "é\n"},  # noqa: B006 - read only
        phase: Phase = Phase.STAGING,
        policy: Literal["point"] | None = None,
        level: Level = Level.LOW,
        required: str,
    ) -> Verdict:
        """Compare rates."""
        raise NotImplementedError

    return Registry.of([ratio, rows], [repo])


def starter(root: Path, *paths: str) -> str:
    return starter_config(root, registry(*paths))


def test_the_whole_file(tmp_path: Path) -> None:
    assert (
        starter(tmp_path, "train.py", "README.md", "src/features.py", "tests/test_a.py")
        == r"""
# The gate of this project: run it with  pytest --mlgate
# Every check explains itself:           pytest --mlgate-explain CHECK

# Where the project stands: "exploration" only warns, later phases block.
phase = "development"

# Accept today's findings and fail only on new ones: uncomment, run
# pytest --mlgate-update, and commit the file.
# baseline = "mlgate-baseline.json"

# What the source files are for; checks are stricter with training and feature code.
[paths]
train = ["train.py"]
feature = ["src/features.py"]
# serve = ["src/serve/**"]
# pipeline = ["src/pipeline/**"]

# data
#
# Count the rows.
# [data.rows]  # runs without being named
#   least = 1

# fairness
#
# Compare rates.
# [fairness.ratio]
#   columns = ["sex", "a \"b\"\\c"]
#   floor = 0.8
#   exact = false
#   names = { "s x" = "é\U0000000a" }
#   phase = "staging"
#   policy = "..."
#   level = "..."
#   required = "..."
""".removeprefix("\n")
    )


def uncomment(text: str) -> str:
    """Bring in every section and key that the file offers as a comment."""
    lines = []
    for line in text.splitlines():
        offered = line.startswith(("# [", "#   ", "# baseline", "# serve", "# pipeline"))
        lines.append(line[1:] if offered and '"..."' not in line else line)
    return "\n".join(lines)


def test_what_it_offers_can_be_uncommented(tmp_path: Path) -> None:
    known = registry("train.py")
    text = uncomment(starter_config(tmp_path, known))
    config = load(Document(tmp_path / "mlgate.toml", text, tomllib.loads(text)), known)
    assert config.settings.baseline == "mlgate-baseline.json"
    assert config.checks["data.rows"].settings == {"least": 1}
    assert config.checks["fairness.ratio"].settings == {
        "columns": ("sex", 'a "b"\\c'), "floor": 0.8, "exact": False, "names": {"s x": "é\n"},
        "phase": Phase.STAGING,
    }  # fmt: skip
    assert config.roles[Role.SERVE] == ("src/serve/**",)


def test_the_offer_of_the_built_in_checks_can_be_uncommented(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "", "app.py": ""})
    commit(tmp_path)
    known = built_in()
    text = uncomment(starter_config(tmp_path, known))
    config = load(Document(tmp_path / "mlgate.toml", text, tomllib.loads(text)), known)
    assert set(config.checks) == set(known.checks)
    assert config.roles[Role.TRAIN] == ("train.py",)
    assert config.roles[Role.SERVE] == ("app.py",)


def test_the_file_as_written_is_a_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"mlgate.toml": starter(tmp_path, "train.py")})
    document = find(tmp_path)
    assert document is not None
    assert load(document, registry()).checks == {}


@pytest.mark.parametrize(
    "path",
    ["train.py", 'train "x".py', "train\\u0041.py", "train_\\.py", "train\n.py", "train\x1b[2K.py",
     "train 🎲.py", "train\U000e0001.py", "train[1].py", "train*.py", "train?.py",
     "train_\udcff.py"],
)  # fmt: skip
def test_any_file_name_is_found_again(tmp_path: Path, path: str) -> None:
    text = starter(tmp_path, path)
    text.encode()
    assert "\x1b" not in text
    (glob,) = tomllib.loads(text)["paths"]["train"]
    only = Project(tmp_path, dict.fromkeys(Role, ()) | {Role.TRAIN: (glob,)})
    assert only.role_of(path) is Role.TRAIN


def test_many_files_are_left_to_their_names(tmp_path: Path) -> None:
    text = starter(tmp_path, *(f'train_{n} "q"\n.py' for n in range(9)))
    assert '# train: 9 files by the usual names, such as train_0 \\"q\\"\\U0000000a.py\n' in text
    assert tomllib.loads(text)["paths"] == {}
    eight = starter(tmp_path, *(f"train_{n}.py" for n in range(8)))
    assert len(tomllib.loads(eight)["paths"]["train"]) == 8


def test_without_git_files_are_listed_too(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": ""})
    paths = tomllib.loads(starter_config(tmp_path, built_in()))["paths"]
    assert paths == {"train": ["train.py"]}


def test_without_a_list_of_files_none_is_named(tmp_path: Path) -> None:
    @provides
    def repo() -> SimpleNamespace:
        """Provide nothing."""
        raise InputAbsent("no repository")

    text = starter_config(tmp_path, Registry.of([], [repo]))
    assert tomllib.loads(text) == {"phase": "development", "paths": {}}
