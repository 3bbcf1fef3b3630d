from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import base as module
from support import commit, provide, write


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in module.TARGET_VARIABLES:
        monkeypatch.delenv(variable, raising=False)


TEXT = """\
strict = true
# accepted until May
[fairness.parity]
severity = "off"

[data]
rows.minimum = 3  # fewer is nothing
'quoted'.key = "# no comment"
inline = {a = 1}
"""


@pytest.mark.parametrize(
    ("keys", "line", "reason"),
    [
        (("strict",), 1, False),
        (("fairness", "parity"), 3, True),
        (("fairness", "parity", "severity"), 4, False),
        (("data",), 6, False),
        (("data", "rows", "minimum"), 7, True),
        (("data", "quoted", "key"), 8, False),
        (("data", "inline", "a"), 9, False),
        (("data", "none"), 6, False),
        (("none",), None, False),
    ],
)
def test_places_and_reasons(
    tmp_path: Path, keys: tuple[str, ...], line: int | None, reason: bool
) -> None:
    config = provide("gate_config", write(tmp_path, {"mlgate.toml": TEXT}))
    assert config.line(*keys) == line
    assert config.has_reason(*keys) is reason
    assert config.former is None


def test_pyproject(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[tool.mlgate]\nstrict = true\n'
    config = provide("gate_config", write(tmp_path, {"pyproject.toml": text}))
    assert (config.path, config.table, config.line("strict")) == (
        "pyproject.toml",
        {"strict": True},
        4,
    )


@pytest.mark.parametrize(
    "files", [{}, {"mlgate.toml": ""}, {"pyproject.toml": "[tool.ruff]\n"}, {"pyproject.toml": ""}]
)
def test_no_configuration(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(InputAbsent, match="nothing configures"):
        provide("gate_config", write(tmp_path, files))


def test_broken(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="broken TOML"):
        provide("gate_config", write(tmp_path, {"mlgate.toml": "["}))


@pytest.mark.parametrize(
    ("before", "former"),
    [
        ({"mlgate.toml": "strict = true\n"}, {"strict": True}),
        ({"pyproject.toml": "[tool.mlgate]\nstrict = true\n"}, {"strict": True}),
        ({"mlgate.toml": "["}, {}),
        ({"pyproject.toml": "tool = 3"}, {}),
        ({}, {}),
    ],
)
def test_former(tmp_path: Path, before: dict[str, str], former: dict[str, object]) -> None:
    commit(write(tmp_path, {"a.py": "", **before}))
    write(tmp_path, {"mlgate.toml": "strict = false\n"})
    config = provide("gate_config", tmp_path)
    assert config.table == {"strict": False}
    assert config.former == former
