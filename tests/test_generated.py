"""What is derived from the code is up to date."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from support import registry

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def generate() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    spec = importlib.util.spec_from_file_location("generate", ROOT / "tools" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT / "tools"))


def test_derived_text_is_fresh(generate: ModuleType) -> None:
    expected = generate.documents(ROOT)

    stale = [p for p, text in expected.items() if not has_text(ROOT / p, text)]
    assert stale == [], "run python tools/generate.py"


def has_text(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def test_no_page_is_left_over(generate: ModuleType) -> None:
    pages = set((ROOT / "docs").rglob("*.md")) - set((ROOT / "docs" / "guides").glob("*.md"))

    assert {page.relative_to(ROOT) for page in pages} <= set(generate.documents(ROOT))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a_b * c < d | e [f]", r"a\_b \* c \< d \| e \[f\]"),
        ("``x | y`` and `a_b`", "`x | y` and `a_b`"),
        ("1. one", r"1\. one"),
        ("# no heading", r"\# no heading"),
        ("- no item", r"\- no item"),
    ],
)
def test_prose_as_markdown(generate: ModuleType, words: str, expected: str) -> None:
    assert generate.pages.markdown(words) == expected
    assert generate.pages.cell("`a | b` | c") == r"`a \| b` \| c"


def test_the_index_links_to_folders_that_exist(generate: ModuleType) -> None:
    index = generate.documents(ROOT)[Path("checks/README.md")]

    for check in registry():
        for part in ("good", "bad"):
            assert f"]({check.family}/{check.name}/{part})" in index
            assert (ROOT / "checks" / check.family / check.name / part).is_dir()


def test_a_stale_file_is_reported_and_mended(
    generate: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    regions = "<!-- generated: {} -->\nold\n<!-- end -->\n"
    (tmp_path / "checks").mkdir()
    (tmp_path / "README.md").write_text(
        "mine\n" + regions.format("checks") + regions.format("settings") + "mine too\n"
    )
    monkeypatch.setattr(generate, "ROOT", tmp_path)

    assert generate.main(["--check"]) == 1
    assert "README.md is out of date" in capsys.readouterr().out
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    readme = (tmp_path / "README.md").read_text()
    assert readme.startswith("mine\n")
    assert readme.endswith("mine too\n")
    assert "old" not in readme.splitlines()


@pytest.mark.parametrize(
    "text", ["", "<!-- generated: x -->\n", "<!-- generated: x -->\n<!-- end -->" * 2]
)
def test_a_region_must_be_there_once(generate: ModuleType, text: str) -> None:
    with pytest.raises(ValueError, match="expected one region"):
        generate.replace_region(text, "x", ["new"])


def test_every_key_of_the_configuration_is_documented(generate: ModuleType) -> None:
    general = "\n".join(generate.general())

    for key in ("phase", "strict", "on-inconclusive", "families", "alpha", "waivers", "baseline",
                "exclude", "severity", "train"):  # fmt: skip
        assert f"| `{key}` |" in general
