from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from pytest_mlgate.errors import MlgateError
from pytest_mlgate.extras import MissingExtra, lazy, require


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_what_is_installed_is_imported() -> None:
    assert require("math", extra="x", purpose="count") is math


@pytest.mark.parametrize("module", ["absent_thing", "absent_thing.stats"])
def test_the_extra_is_named(module: str) -> None:
    with pytest.raises(MissingExtra) as caught:
        require(module, extra="stats", purpose="test for drift")
    assert str(caught.value) == (
        "absent_thing is not installed, and is needed to test for drift: "
        "pip install 'pytest-mlgate[stats]'"
    )
    assert isinstance(caught.value, MlgateError)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("missing", ["absent", "absent_thing_dependency"])
def test_a_missing_dependency_of_an_installed_package_is_not_blamed_on_it(
    package: Path, missing: str
) -> None:
    # "absent" is also the beginning of the package's own name.
    (package / "absent_thing_2.py").write_text(f"import {missing}\n")
    with pytest.raises(ModuleNotFoundError, match=f"No module named '{missing}'"):
        require("absent_thing_2", extra="stats", purpose="test")


def test_a_broken_package_shows_how_it_broke(package: Path) -> None:
    (package / "broken_thing.py").write_text("raise ModuleNotFoundError('odd')\n")
    with pytest.raises(ModuleNotFoundError, match="odd"):
        require("broken_thing", extra="stats", purpose="test")


def test_a_lazy_module_is_imported_on_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    module = lazy("colorsys", extra="stats", purpose="mix colours")
    assert "colorsys" not in sys.modules
    assert module.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert "colorsys" in sys.modules


def test_a_lazy_module_that_is_missing_says_so_on_use() -> None:
    module = lazy("no_such_package.part", extra="stats", purpose="compute")
    with pytest.raises(MissingExtra, match=r"no_such_package is not installed.*to compute"):
        module.anything  # noqa: B018 - the look-up imports
