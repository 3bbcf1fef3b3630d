"""Feature functions: imports, failures and the moved clock."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _callables
from pytest_mlgate.inputs.feature_fn import FeatureFn, FeaturesFailed
from support import provide, write


def test_without_a_path_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match="no feature function"):
        provide("feature_fn", tmp_path)


@pytest.mark.parametrize(
    ("source", "path", "message"),
    [
        ("x = 1", "mlg_feat:build", "no 'build' in mlg_feat"),
        ("def bulid(f): return f", "mlg_feat:build", "did you mean 'bulid'"),
        ("build = 3", "mlg_feat:build", "a int; expected a function"),
        ("import nowhere_at_all", "mlg_feat:build", "No module named 'nowhere_at_all'"),
        ("1 / 0", "mlg_feat:build", r"ZeroDivisionError at mlg_feat.py:1"),
        ("def build(:", "mlg_feat:build", "SyntaxError"),
        ("", "mlg_other:build", "No module named 'mlg_other'"),
        ("", "mlg_feat.build", 'expected "module:attribute"'),
    ],
)
def test_what_cannot_be_loaded_is_explained(
    tmp_path: Path, source: str, path: str, message: str
) -> None:
    write(tmp_path, {"mlg_feat.py": source})
    with pytest.raises(InputError, match=message):
        provide("feature_fn", tmp_path, path=path)


def test_two_projects_in_one_process_do_not_share_modules(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    import pandas

    for name, value in (("one", 1), ("two", 2)):
        write(
            tmp_path / name,
            {
                "mlg_feat.py": "def build(f):\n    from mlg_help import value\n"
                "    return f.assign(v=value)\n",
                "mlg_help.py": f"value = {value}\n",
            },
        )
    frame = pandas.DataFrame({"a": [1, 2]})
    one = provide("feature_fn", tmp_path / "one", path="mlg_feat:build")
    two = provide("feature_fn", tmp_path / "two", path="mlg_feat:build")
    for _ in range(2):
        assert list(one(frame)["v"]) == [1, 1]
        assert list(two(frame)["v"]) == [2, 2]
    assert str(tmp_path / "one") not in sys.path
    assert not list(tmp_path.rglob("__pycache__"))


def test_installed_modules_of_the_same_name_come_back(tmp_path: Path) -> None:
    import hypothesis

    write(tmp_path, {"hypothesis.py": "mine = True\n"})
    with _callables.importing_from(tmp_path):
        import hypothesis as inside

        assert inside.mine
    assert sys.modules["hypothesis"] is hypothesis


def test_the_frame_is_not_changed() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1, 2]})

    def build(given: object) -> object:
        given["a"] = 0  # type: ignore[index]
        return given

    FeatureFn(build)(frame)
    assert list(frame["a"]) == [1, 2]


def test_an_exception_is_named_without_its_message(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    write(tmp_path, {"mlg_feat.py": "def build(f):\n    raise ValueError(f['name'][0])\n"})
    build = provide("feature_fn", tmp_path, path="mlg_feat:build")
    with pytest.raises(FeaturesFailed, match=r"ValueError at mlg_feat\.py:2") as caught:
        build(pandas.DataFrame({"name": ["Ada Lovelace"]}))
    assert "Ada" not in str(caught.value)


def test_series_and_arrays_become_frames_and_other_things_are_refused() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1, 2]})
    assert FeatureFn(lambda f: f["a"])(frame).shape == (2, 1)
    assert FeatureFn(lambda f: f.to_numpy())(frame).shape == (2, 1)
    with pytest.raises(FeaturesFailed, match="returned NoneType"):
        FeatureFn(lambda f: None)(frame)


CLOCKS = {
    "time": lambda: datetime.fromtimestamp(time.time()),
    "time_ns": lambda: datetime.fromtimestamp(time.time_ns() / 1e9),
    "localtime": lambda: datetime(*time.localtime()[:6]),
    "strftime": lambda: datetime.strptime(time.strftime("%Y-%m-%d %H:%M:%S"), "%Y-%m-%d %H:%M:%S"),
    "now": datetime.now,
    "today": lambda: (
        datetime(*date.today().timetuple()[:6])
        + (datetime.now() - datetime.now().replace(hour=0, minute=0, second=0))
    ),
    "pandas.now": lambda: pytest.importorskip("pandas").Timestamp.now().to_pydatetime(),
    "pandas.today": lambda: pytest.importorskip("pandas").to_datetime("today").to_pydatetime(),
    "pandas.text": lambda: pytest.importorskip("pandas").Timestamp("now").to_pydatetime(),
}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("days", [1, 400])
def test_every_clock_is_moved_and_moved_back(clock: str, days: int) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("time_machine")
    read = CLOCKS[clock]
    frame = pandas.DataFrame({"a": [1]})
    build = FeatureFn(lambda f: f.assign(t=[read()]))
    before = datetime.now()
    moved = build(frame, days_ahead=days)["t"][0].to_pydatetime()
    # Local time, so that a change of daylight saving may lie in between.
    assert abs(moved - (before + timedelta(days=days))) < timedelta(hours=1, minutes=1)
    assert abs(read() - datetime.now()) < timedelta(minutes=1)


def test_the_moved_clock_keeps_its_types() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("time_machine")
    seen = []
    FeatureFn(lambda f: seen.append(type(datetime.now())) or f)(
        pandas.DataFrame({"a": [1]}), days_ahead=1
    )
    assert seen == [datetime]


def test_an_exception_moves_the_clock_back() -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("time_machine")
    before = time.time()
    with pytest.raises(FeaturesFailed):
        FeatureFn(lambda f: 1 / 0)(pandas.DataFrame({"a": [1]}), days_ahead=400)
    assert abs(time.time() - before) < 60
