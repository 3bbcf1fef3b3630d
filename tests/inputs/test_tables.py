"""Tables of every format and library, and files that mean harm."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs import _content, _engine
from pytest_mlgate.inputs._table import Table, in_one_engine, nw, read
from pytest_mlgate.inputs._times import NAIVE, ZONED, moments
from pytest_mlgate.inputs.project import Project
from support import link, write

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
arrow = pytest.importorskip("pyarrow")
dataset = pytest.importorskip("pyarrow.dataset")
feather = pytest.importorskip("pyarrow.feather")
parquet = pytest.importorskip("pyarrow.parquet")

CSV = "a,b\n1,x\n2,y\n3,\n"
LINES = '{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n{"a": 3, "b": null}\n'
TABLE = {"a": [1, 2, 3], "b": ["x", "y", None]}
ROWS = [(1, "x"), (2, "y"), (3, None)]
SECRET = "Ada-Lovelace"
"""A value that no message may hold."""


def rows(table: Table) -> list[tuple[Any, ...]]:
    return sorted(tuple(row.values()) for row in table.collect(table.frame))


def saved(root: Path, name: str, columns: Any = None) -> Path:
    """Write the table of these tests in the format that its name says."""
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    table = arrow.table(TABLE if columns is None else columns)
    suffixes = file.suffixes
    if ".parquet" in suffixes:
        parquet.write_table(table, file)
    elif {".arrow", ".feather", ".ipc"} & set(suffixes):
        feather.write_feather(table, str(file), compression="uncompressed")
    else:
        text = CSV
        if ".tsv" in suffixes:
            text = CSV.replace(",", "\t")
        elif ".json" in suffixes:
            text = json.dumps(table.to_pylist())
        elif {".jsonl", ".ndjson"} & set(suffixes):
            text = LINES
        kind = {".gz": "gzip", ".zst": "zstd"}.get(file.suffix)
        with arrow.output_stream(str(file), compression=kind) as stream:
            stream.write(text.encode())
    return file


def refused(root: Path, path: str) -> InputError:
    """Return why a path cannot be read, now or when its values are asked for."""
    with pytest.raises(InputError) as caught:
        rows(read(Project(root), path))
    assert SECRET not in str(caught.value)
    assert "Ada" not in str(caught.value)
    return caught.value


class TestFormats:
    @pytest.mark.parametrize("suffix", _engine.SUFFIXES)
    def test_every_format_gives_the_same_rows(self, tmp_path: Path, suffix: str) -> None:
        saved(tmp_path, f"t{suffix}")
        table = read(Project(tmp_path), f"t{suffix}")
        assert table.columns == ("a", "b")
        assert table.schema["a"] == nw.Int64
        assert table.n == 3
        assert rows(table) == [(1, "x"), (2, "y"), (3, None)]
        assert table.source == f"t{suffix}"

    @pytest.mark.parametrize("mark", ",;\t|")
    @pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".csv.zst"])
    def test_the_delimiter_is_that_of_the_first_line(
        self, tmp_path: Path, mark: str, suffix: str
    ) -> None:
        kind = {".gz": "gzip", ".zst": "zstd"}.get(Path(f"t{suffix}").suffix)
        with arrow.output_stream(str(tmp_path / f"t{suffix}"), compression=kind) as stream:
            stream.write(f"a{mark}b\n1{mark}x\n".encode())
        assert rows(read(Project(tmp_path), f"t{suffix}")) == [(1, "x")]

    def test_a_byte_order_mark_is_no_part_of_a_name(self, tmp_path: Path) -> None:
        (tmp_path / "t.csv").write_bytes(b"\xef\xbb\xbfa,b\r\n1,x\r\n")
        assert rows(read(Project(tmp_path), "t.csv")) == [(1, "x")]
        assert read(Project(tmp_path), "t.csv").columns == ("a", "b")

    def test_quoted_values_may_hold_the_delimiter_and_line_ends(self, tmp_path: Path) -> None:
        write(tmp_path, {"t.csv": 'a,b\n1,"x,\ny ""z"""\n'})
        assert rows(read(Project(tmp_path), "t.csv")) == [(1, 'x,\ny "z"')]

    @pytest.mark.parametrize(
        "name",
        ["with space.csv", "[1].csv", "a[b]*.csv", "q?.parquet", "größe-表.parquet", "{a}.json",
         "it's.csv", 'a"b.csv', "é/ü x/[z].csv.gz"],
    )  # fmt: skip
    @pytest.mark.skipif(os.name == "nt", reason="such names are not allowed there")
    def test_any_name_of_a_file(self, tmp_path: Path, name: str) -> None:
        saved(tmp_path, name)
        saved(tmp_path, "1.csv")  # what [1].csv stands for as a glob
        assert rows(read(Project(tmp_path), name)) == [(1, "x"), (2, "y"), (3, None)]

    @pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl", ".feather"])
    def test_a_glob_and_a_folder_are_one_table(self, tmp_path: Path, suffix: str) -> None:
        for name in ("d/one", "d/two", "d/deep/three", "d/_temporary/no", "d/.hidden/no", "d/_no"):
            saved(tmp_path, f"{name}{suffix}")
        write(tmp_path, {"d/_SUCCESS": "", "d/notes.txt": "x"})
        assert read(Project(tmp_path), f"d/*o*{suffix}").n == 3 * 3  # one, two, _no
        assert read(Project(tmp_path), "d").n == 3 * 3  # one, two, three
        assert read(Project(tmp_path), "d/").n == 3 * 3
        assert read(Project(tmp_path), f"d/**/t*{suffix}").n == 2 * 3

    def test_files_of_a_folder_may_have_their_columns_in_another_order(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, {"d/1.csv": "a,b\n1,x\n", "d/2.csv": "b,a\ny,2\n"})
        assert rows(read(Project(tmp_path), "d")) == [(1, "x"), (2, "y")]

    @pytest.mark.parametrize("suffix", [".csv", ".parquet", ".jsonl"])
    @pytest.mark.parametrize("above", ["data", "run=5/data"])
    def test_folders_named_key_value_are_columns(
        self, tmp_path: Path, suffix: str, above: str
    ) -> None:
        for day in ("2026-01-01", "2026-01-02"):
            for site in ("a", "b"):
                saved(tmp_path, f"{above}/day={day}/site={site}/part-0{suffix}")
        table = read(Project(tmp_path), above)
        assert set(table.columns) == {"a", "b", "day", "site"}
        assert table.schema["day"] == nw.Date
        assert table.n == 12
        assert read(Project(tmp_path), f"{above}/day=2026-01-01").n == 6
        assert "run" not in read(Project(tmp_path), above).columns
        only = read(Project(tmp_path), f"{above}/day=2026-01-01/site=a/part-0{suffix}")
        assert only.columns == ("a", "b")

    def test_a_project_below_a_key_value_folder_has_no_such_column(self, tmp_path: Path) -> None:
        saved(tmp_path, "user=me/d/x.csv")
        assert read(Project(tmp_path / "user=me"), "d").columns == ("a", "b")

    @pytest.mark.slow
    def test_ten_thousand_columns(self, tmp_path: Path) -> None:
        names = [f"c{i}" for i in range(10_000)]
        write(tmp_path, {"t.csv": ",".join(names) + "\n" + ",".join("1" for _ in names) + "\n"})
        table = read(Project(tmp_path), "t.csv")
        assert len(table.columns) == 10_000
        assert table.value(nw.col("c9999").sum()) == 1
        with pytest.raises(InputError, match=r"c10000: found no such column.*did you mean 'c"):
            table.require(["c10000"], "x")


class TestTimes:
    def test_iso_dates_are_dates_and_other_orders_stay_text(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                "t.csv": "iso,slash,dash\n2026-03-01,01/03/2026,01-03-2026\n",
                "t.json": '[{"iso": "2026-03-01", "slash": "01/03/2026", "dash": "01-03-2026"}]',
                "day_first.csv": "iso,slash,dash\n2026-03-13,13/03/2026,13-03-2026\n",
            },
        )
        for name in ("t.csv", "t.json", "day_first.csv"):
            table = read(Project(tmp_path), name)
            assert dict(table.schema) == {"iso": nw.Date, "slash": nw.String, "dash": nw.String}

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
    def test_zones_are_kept_as_they_are_written(
        self, tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TZ", zone)
        texts = ["2026-01-01 10:00:00", "2026-01-01T10:00:00Z", "2026-01-01T12:00:00+02:00"]
        write(
            tmp_path,
            {
                "t.csv": "t\n" + "\n".join(texts),
                "t.jsonl": "\n".join(json.dumps({"t": text}) for text in texts),
                "naive.csv": f"t\n{texts[0]}\n",
                "zoned.csv": f"t\n{texts[1]}\n",
            },
        )
        for name in ("t.csv", "t.jsonl", "naive.csv", "zoned.csv"):
            table = read(Project(tmp_path), name)
            assert table.schema["t"] == nw.String
            made = moments(table, ["t"])
            found = made.table.collect(made.frame.select(v=made.value("t"), s="mlgate_s0"))
            assert {row["v"] for row in found} == {1_767_261_600_000_000}
            states = {row["s"] for row in found}
            assert states == {
                "naive.csv": {NAIVE},
                "zoned.csv": {ZONED},
            }.get(name, {NAIVE, ZONED})

    def test_a_zone_that_comes_late_is_not_lost(self, tmp_path: Path) -> None:
        times = "2026-01-01 10:00:00\n" * 30_000 + "2026-01-01 10:00:00Z\n"
        write(tmp_path, {"t.csv": "t\n" + times})
        made = moments(read(Project(tmp_path), "t.csv"), ["t"])
        assert made.table.value(made.has("t", ZONED).cast(nw.Int64).sum()) == 1

    def test_the_engine_lives_in_utc(self) -> None:
        asked = _engine.connection().sql("SELECT current_setting('TimeZone')")
        assert asked.fetchone() == ("UTC",)


class TestFrames:
    @pytest.fixture(
        params=["pandas", "polars", "polars lazy", "arrow", "batch", "stream", "dataset", "duckdb",
                "dask", "mapping", "narwhals", "table"]
    )  # fmt: skip
    def frame(self, request: pytest.FixtureRequest, tmp_path: Path) -> Any:
        table = arrow.table(TABLE)
        match request.param:
            case "pandas":
                return table.to_pandas()
            case "polars":
                return polars.from_arrow(table)
            case "polars lazy":
                return polars.from_arrow(table).lazy()
            case "batch":
                return table.to_batches()[0]
            case "stream":
                return arrow.RecordBatchReader.from_batches(table.schema, table.to_batches())
            case "dataset":
                parquet.write_table(table, tmp_path / "t.parquet")
                return dataset.dataset(str(tmp_path / "t.parquet"))
            case "duckdb":
                return duckdb.connect().from_arrow(table)
            case "dask":
                return pytest.importorskip("dask.dataframe").from_pandas(table.to_pandas(), 2)
            case "mapping":
                return TABLE
            case "narwhals":
                return nw.from_native(table.to_pandas())
            case "table":
                return Table.of(table.to_pandas())
            case _:
                return table

    def test_every_library_gives_the_same_rows_however_often(self, frame: Any) -> None:
        table = Table.of(frame, "train")
        for _ in range(2):
            assert table.columns == ("a", "b")
            assert table.n == 3
            found = [(a, None if b != b else b) for a, b in rows(table)]  # Dask has NaN there
            assert found == ROWS
            assert list(table.head(2)["a"]) == [1, 2]
            assert table.to_pandas(["a"]).shape == (3, 1)

    def test_a_frame_is_not_changed(self) -> None:
        frame = pandas.DataFrame([[1, 2]])
        assert Table.of(frame).columns == ("0", "1")
        assert list(frame.columns) == [0, 1]

    def test_columns_of_two_levels_have_names(self) -> None:
        names = pandas.MultiIndex.from_tuples([("a", "x"), ("a", "y")])
        table = Table.of(pandas.DataFrame([[1, 2]], columns=names))
        assert table.columns == ("('a', 'x')", "('a', 'y')")

    @pytest.mark.parametrize("value", [None, 3, "t.csv", [1, 2], pandas.Series([1])])
    def test_what_is_no_table_is_refused(self, value: object) -> None:
        with pytest.raises(InputError, match=r"train: found \w+; expected a frame of pandas"):
            Table.of(value, "train")

    @pytest.mark.parametrize("value", [{"a": [1], "b": [SECRET, 2]}, {"a": 3}])
    def test_a_mapping_that_is_no_table_is_refused(self, value: object) -> None:
        with pytest.raises(InputError, match="train: found columns that make no table") as caught:
            Table.of(value, "train")
        assert SECRET not in str(caught.value)

    @pytest.mark.parametrize(
        "value",
        [
            pandas.DataFrame([[1, 2]], columns=["a", "a"]),
            pandas.DataFrame([[1, 2]], columns=["1", 1]),
            arrow.table([[1], [2]], names=["a", "a"]),
            {"1": [1], 1: [2]},
        ],
    )
    def test_a_column_that_is_there_twice_is_refused(self, value: object) -> None:
        with pytest.raises(InputError, match=r"train: [a1]: found the column twice"):
            Table.of(value, "train")

    def test_names_that_differ_in_case_only_are_refused_where_the_engine_would_rename(
        self,
    ) -> None:
        with pytest.raises(InputError, match="A: found a column 'a' as well"):
            Table.of(arrow.table([[1], [2]], names=["a", "A"]))
        assert Table.of(pandas.DataFrame([[1, 2]], columns=["a", "A"])).columns == ("a", "A")


class TestOneEngine:
    def test_one_library_stays_where_it_is(self) -> None:
        tables = {name: Table.of(pandas.DataFrame(TABLE), name) for name in ("train", "test")}
        assert in_one_engine(tables) == tables

    def test_files_and_arrow_data_are_in_one_engine_already(self, tmp_path: Path) -> None:
        saved(tmp_path, "t.csv")
        tables = {"train": read(Project(tmp_path), "t.csv"), "test": Table.of(arrow.table(TABLE))}
        joinable = in_one_engine(tables)
        assert {name: table.content for name, table in joinable.items()} == {
            name: table.content for name, table in tables.items()
        }
        self.join(joinable)

    @pytest.mark.parametrize("one", ["pandas", "polars", "file", "duckdb", "other", "dask"])
    @pytest.mark.parametrize("two", ["polars lazy", "file", "arrow", "duckdb"])
    def test_tables_of_any_two_libraries_can_be_joined(
        self, tmp_path: Path, one: str, two: str
    ) -> None:
        saved(tmp_path, "t.parquet")
        table = arrow.table(TABLE)
        shared = duckdb.connect()
        made: dict[str, Callable[[], Table]] = {
            "pandas": lambda: Table.of(table.to_pandas()),
            "polars": lambda: Table.of(polars.from_arrow(table)),
            "polars lazy": lambda: Table.of(polars.from_arrow(table).lazy()),
            "arrow": lambda: Table.of(table),
            "file": lambda: read(Project(tmp_path), "t.parquet"),
            "duckdb": lambda: Table.of(shared.from_arrow(table)),
            "other": lambda: Table.of(duckdb.connect().from_arrow(table)),
            "dask": lambda: Table.of(
                pytest.importorskip("dask.dataframe").from_pandas(table.to_pandas(), 2)
            ),
        }
        self.join(in_one_engine({"train": made[one](), "test": made[two]()}))

    def test_a_table_that_turns_out_broken_is_named(self, tmp_path: Path) -> None:
        lazy = polars.LazyFrame({"a": [SECRET]}).select(polars.col("a").cast(polars.Int64))
        tables = {"train": Table.of(lazy, "train"), "test": Table.of({"a": [1]}, "test")}
        with pytest.raises(InputError, match="train: found") as caught:
            in_one_engine(tables)
        assert SECRET not in str(caught.value)

    def join(self, tables: dict[str, Table]) -> None:
        one, two = tables.values()
        assert two.value(nw.len(), two.frame.join(one.frame, on="a", how="semi")) == 3


class TestFingerprint:
    def of(self, root: Path, path: str) -> str:
        return read(Project(root), path).fingerprint

    def test_it_is_that_of_the_content(self, tmp_path: Path) -> None:
        file = write(tmp_path, {"t.csv": CSV}) / "t.csv"
        before = self.of(tmp_path, "t.csv")
        status = file.stat()
        os.utime(file, ns=(1, 1))
        assert self.of(tmp_path, "t.csv") == before
        write(tmp_path, {"copy.csv": CSV})
        assert self.of(tmp_path, "copy.csv") == before
        write(tmp_path, {"t.csv": CSV.replace("x", "z")})  # as long, and as old
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert self.of(tmp_path, "t.csv") != before

    def test_names_of_files_do_not_count_and_those_of_key_value_folders_do(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, {"one/a.csv": "a\n1\n", "one/b.csv": "a\n2\n"})
        write(tmp_path, {"two/c.csv": "a\n2\n", "two/d.csv": "a\n1\n"})
        assert self.of(tmp_path, "one") == self.of(tmp_path, "two")
        write(tmp_path, {"x/k=1/a.csv": "a\n1\n", "y/k=2/a.csv": "a\n1\n"})
        assert self.of(tmp_path, "x") != self.of(tmp_path, "y")

    def test_large_files_are_sampled(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_content, "WHOLE", 3 * _content.MEBIBYTE)
        content = bytearray(random.Random(0).randbytes(9 * _content.MEBIBYTE))

        def of(changed: bytes) -> str:
            (tmp_path / "t.csv").write_bytes(changed)
            return _content.Content([("", tmp_path / "t.csv")], "t.csv").sha256

        before = of(content)
        assert of(content) == before
        assert of(content + b"x") != before
        for at in (0, 4 * _content.MEBIBYTE + 5, len(content) - 1):  # start, middle, end
            changed = content.copy()
            changed[at] ^= 1
            assert of(changed) != before
        unseen = content.copy()
        unseen[2 * _content.MEBIBYTE] ^= 1  # the documented price
        assert of(unseen) == before

    def test_the_footer_of_a_large_parquet_file_counts_whole(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(_content, "MEBIBYTE", 16)
        monkeypatch.setattr(_content, "WHOLE", 32)

        def of(largest: int) -> str:
            columns = {"a": [*range(5000), largest, *range(5000)], "b": ["x"] * 10_001}
            file = saved(tmp_path, "t.parquet", columns)
            return _content.Content([("", file)], "t.parquet").sha256

        assert of(9999) == of(9999)
        assert of(9999) != of(9998)

    def test_a_file_that_is_gone_is_said(self, tmp_path: Path) -> None:
        content = _content.Content([("", tmp_path / "t.csv")], "t.csv")
        with pytest.raises(InputError, match=r"t.csv: found a file that cannot be read"):
            content.sha256  # noqa: B018 - reading it is the test

    def test_a_frame_is_known_by_schema_and_number_of_rows(self) -> None:
        one, two, three = ({"a": [1]}, {"a": [1, 2]}, {"b": [1]})
        found = {Table.of(columns).fingerprint for columns in (one, two, three)}
        assert len(found) == 3
        assert Table.of(one).fingerprint in found


class TestEngine:
    def test_it_has_limits(self) -> None:
        asked = _engine.connection().sql(
            "SELECT current_setting('memory_limit'), current_setting('temp_directory'), "
            "current_setting('autoinstall_known_extensions')"
        )
        memory, folder, install = asked.fetchone()
        assert memory == "1.8 GiB"  # 2 GB
        assert Path(folder).is_dir()
        assert not install

    def test_its_temporary_folder_goes_with_it(self, tmp_path: Path) -> None:
        asked = (
            "from pytest_mlgate.inputs import _engine\n"
            "c = _engine.connection()\n"
            "print(c.sql(\"SELECT current_setting('temp_directory')\").fetchone()[0])\n"
        )
        environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", asked], env=environment, check=True, capture_output=True,
            text=True,
        )  # fmt: skip
        assert Path(done.stdout.strip()).parent == tmp_path
        assert list(tmp_path.iterdir()) == []

    def test_too_little_memory_is_said(self, tmp_path: Path) -> None:
        error = duckdb.OutOfMemoryException(f"Out of Memory Error: {SECRET}")
        assert "more than fits 2GB of memory" in str(_engine.broken(error, "t.csv"))

    @pytest.mark.slow
    @pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
    def test_a_gzip_bomb_keeps_memory_bounded(self, tmp_path: Path) -> None:
        with gzip.open(tmp_path / "bomb.csv.gz", "wb", compresslevel=9) as stream:
            stream.write(b"a,b\n")
            for _ in range(400):
                stream.write(b"1,2\n" * 250_000)
        assert (tmp_path / "bomb.csv.gz").stat().st_size < 500_000
        asked = (
            "import pathlib, re, sys\n"
            "from pytest_mlgate.inputs._table import nw, read\n"
            "from pytest_mlgate.inputs.project import Project\n"
            "table = read(Project(pathlib.Path(sys.argv[1])), 'bomb.csv.gz')\n"
            "assert table.value(nw.col('b').sum()) == 200_000_000\n"
            "status = pathlib.Path('/proc/self/status').read_text()\n"
            "print(re.search(r'VmHWM:\\s+(\\d+)', status)[1])\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", asked, str(tmp_path)], check=True, capture_output=True, text=True
        )
        assert int(done.stdout) < 300 * 1024  # kB, of 400 MB


LATE = "1,2\n" * 30_000
TEXT = "x,y\n" * 30_000
HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "zero bytes": ("t.csv", b"", "t.csv: found an empty file; expected a table"),
    "zero bytes of Parquet": ("t.parquet", b"", "t.parquet: found an empty file"),
    "a column twice": ("t.csv", b"a,b,a\n1,2,3\n", "t.csv: a: found the column twice"),
    "a column twice in TSV": ("t.tsv", b"a\tb\ta\n1\t2\t3\n", "a: found the column twice"),
    "names that differ in case": ("t.csv", b"id,ID\n1,2\n", "ID: found a column 'id' as well"),
    "another type late": (
        "t.csv", f"a,b\n{LATE}{SECRET},2\n".encode(),
        "t.csv: line 30002: found a value of another type than the rows before it in column 'a'",
    ),
    "another type late in JSON": (
        "t.jsonl", f'{chr(10).join(["{}"] * 30_000)}'.replace("{}", '{"a": 1}').encode()
        + f'\n{{"a": "{SECRET}"}}\n'.encode(),
        "t.jsonl: line 30001: found a value of another type than the rows before it",
    ),
    "a longer row": (
        "t.csv", f"a,b\n1,2\n1,{SECRET},3\n".encode(),
        "found rows that have another number of values than the header",
    ),
    "a longer row late": (
        "t.csv", f"a,b\n{TEXT}x,{SECRET},3\n".encode(),
        "t.csv: line 30002: found a row with another number of values than the header",
    ),
    "a shorter row late": (
        "t.csv", f"a,b\n{TEXT}{SECRET}\n".encode(), "t.csv: line 30002: found a row with another",
    ),
    "an open quote": ("t.csv", f'a,b\n1,"{SECRET}\n2,3\n'.encode(), "t.csv: found rows that"),
    "no Parquet": ("t.parquet", f"a,b\n{SECRET}".encode(), "found a broken or cut Parquet file"),
    "no Arrow": ("t.arrow", f"a,b\n{SECRET}".encode(), "found content that is no Arrow file"),
    "no JSON": ("t.json", f'[{{"a": 1}}, {SECRET}'.encode(), "t.json: found malformed JSON"),
    "no JSON lines": ("t.jsonl", f'{{"a": 1}}\n{SECRET}'.encode(), "t.jsonl: line 3: found malf"),
    "an empty list": ("t.json", b"[]", "t.json: found JSON without a record"),
    "plain numbers": ("t.jsonl", b"1\n2\n", "t.jsonl: found JSON without a record"),
    "garbage": (
        "t.csv", random.Random(1).randbytes(5000), "t.csv: found binary content; expected a table",
    ),
    "UTF-16": ("t.csv", "a,b\n1,2\n".encode("utf-16"), "t.csv: found binary content"),
    "no UTF-8": (
        "t.csv", b"a,b\n1,Ada\xe9\n", "t.csv: line 2: found bytes that are not UTF-8",
    ),
    "no UTF-8 late": (
        "t.csv", b"a,b\n" + TEXT.encode() + b"x,Ada\xe9\n",
        "t.csv: line 30002: found bytes that are not UTF-8",
    ),
    "one huge line": (
        "t.csv", b"a,b\n1," + b"Ada" * 1_000_000 + b"\n", "found a line of more than 2 MB",
    ),
    "one huge name": ("t.csv", b"Ada" * 1_000_000, "found a line of more than 2 MB"),
    "no gzip": ("t.csv.gz", b"a,b\n1,2\n", "t.csv.gz: found a broken or cut compressed file"),
    "no zstd": ("t.csv.zst", b"a,b\n1,2\n", "expected a whole zstd file"),
    "no gzip of JSON": ("t.jsonl.gz", b'{"a": 1}', "expected a whole gzip file"),
    "another format": ("t.pkl", b"x", r"t.pkl: found the suffix '.pkl'; expected one of .parquet,"),
}  # fmt: skip


class TestHostile:
    @pytest.mark.parametrize(("name", "content", "message"), HOSTILE.values(), ids=HOSTILE)
    def test_a_broken_file_is_explained_without_its_values(
        self, tmp_path: Path, name: str, content: bytes, message: str
    ) -> None:
        (tmp_path / name).write_bytes(content)
        assert message in str(refused(tmp_path, name))

    @pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
    def test_a_parquet_file_that_was_cut(self, tmp_path: Path, share: float) -> None:
        content = saved(tmp_path, "t.parquet").read_bytes()
        (tmp_path / "t.parquet").write_bytes(content[: int(len(content) * share)])
        assert "found a broken or cut Parquet file" in str(refused(tmp_path, "t.parquet"))

    def test_a_parquet_file_whose_pages_are_overwritten(self, tmp_path: Path) -> None:
        content = bytearray(saved(tmp_path, "t.parquet", {"a": range(1000)}).read_bytes())
        content[10:200] = bytes(190)
        (tmp_path / "t.parquet").write_bytes(content)
        assert "found a broken or cut Parquet file" in str(refused(tmp_path, "t.parquet"))

    @pytest.mark.parametrize("name", ["t.csv.gz", "t.csv.zst", "t.jsonl.gz", "d"])
    def test_a_compressed_file_that_was_cut_is_no_shorter_table(
        self, tmp_path: Path, name: str
    ) -> None:
        file = tmp_path / ("d/x.csv.gz" if name == "d" else name)
        file.parent.mkdir(exist_ok=True)
        row = '{"a": 1}\n' if "json" in name else "1,2\n"
        kind = "zstd" if name.endswith("zst") else "gzip"
        with arrow.output_stream(str(file), compression=kind) as stream:
            stream.write(f"{'' if 'json' in name else f'a,b{chr(10)}'}{row * 50_000}".encode())
        content = file.read_bytes()
        file.write_bytes(content[:-9])  # all rows of the first blocks are there, and whole
        message = str(refused(tmp_path, name))
        assert "a broken or cut compressed file" in message
        assert file.name in message

    def test_two_parquet_columns_of_one_name(self, tmp_path: Path) -> None:
        twice = arrow.table([[1], [2]], names=["a", "a"])
        for name in ("t.parquet", "d/ok.parquet", "d/z.parquet"):
            saved(tmp_path, name, {"a": [1]} if "ok" in name else twice)
        for path in ("t.parquet", "d", "d/*.parquet"):
            assert "a: found the column twice" in str(refused(tmp_path, path))

    def test_the_column_of_one_file_of_many(self, tmp_path: Path) -> None:
        write(tmp_path, {"d/1.csv": "a,b\n1,2\n", "d/2.csv": "a,a\n1,2\n"})
        assert "a: found the column twice" in str(refused(tmp_path, "d"))

    def test_no_rows_are_a_table(self, tmp_path: Path) -> None:
        write(tmp_path, {"t.csv": "a,b\n"})
        saved(tmp_path, "t.parquet", {"a": [], "b": []})
        for name in ("t.csv", "t.parquet"):
            table = read(Project(tmp_path), name)
            assert (table.columns, table.n) == (("a", "b"), 0)

    def test_a_missing_column_names_the_nearest(self, tmp_path: Path) -> None:
        write(tmp_path, {"t.csv": "patient,age\n1,2\n"})
        with pytest.raises(InputError) as caught:
            read(Project(tmp_path), "t.csv").require(["pateint"], "[inputs.roles] group")
        assert str(caught.value) == (
            "t.csv: pateint: found no such column; expected the column that [inputs.roles] group "
            "names; did you mean 'patient'?"
        )

    @pytest.mark.parametrize(
        ("path", "message"),
        [
            ("no.csv", "no.csv: found no such file"),
            ("no/*.csv", r"no/\*.csv: found no file; expected files ending in .parquet"),
            ("empty", "empty: found no file"),
            ("../t.csv", "a path that leaves the project root"),
            ("../*.csv", "a path that leaves the project root"),
            ("empty/../*.csv", "a glob that may leave the project"),
            ("/etc/*.csv", "a path that leaves the project root"),
            ("/etc/hostname", "a path that leaves the project root"),
            ("a\0b.csv", "an unusable path"),
            ("*\0.csv", "an unusable path"),
            ("empty/*", "found the suffix '.txt'"),
            ("mixed", r"files of several formats \(.csv, .parquet\)"),
            ("delta", "found a Delta table"),
        ],
    )
    def test_paths_that_are_no_table(self, tmp_path: Path, path: str, message: str) -> None:
        root = tmp_path / "project"
        write(tmp_path, {"t.csv": CSV})
        write(root, {"empty/notes.txt": "x", "mixed/1.csv": CSV, "delta/_delta_log/0.json": "{}"})
        saved(root, "mixed/2.parquet")
        saved(root, "delta/1.parquet")
        with pytest.raises(InputError, match=message):
            read(Project(root), path)

    @pytest.mark.parametrize("path", ["l.csv", "*.csv", "d", "d/*.csv", "deep/l.csv"])
    def test_a_link_does_not_leave_the_project(self, tmp_path: Path, path: str) -> None:
        root = write(tmp_path / "project", {"d/ok.csv": CSV})
        write(tmp_path, {"secret.csv": f"a,b\n1,{SECRET}\n", "out/l.csv": CSV})
        link(root / "l.csv", tmp_path / "secret.csv")
        link(root / "d" / "l.csv", tmp_path / "secret.csv")
        link(root / "deep", tmp_path / "out")
        assert "leaves the project root" in str(refused(root, path))

    def test_a_link_inside_the_project_is_followed(self, tmp_path: Path) -> None:
        write(tmp_path, {"t.csv": CSV})
        link(tmp_path / "l.csv", "t.csv")
        assert read(Project(tmp_path), "l.csv").n == 3

    def test_a_file_in_another_partition_than_the_others(self, tmp_path: Path) -> None:
        saved(tmp_path, "d/k=1/x.parquet")
        saved(tmp_path, "d/x.parquet")
        assert "other key=value folders" in str(refused(tmp_path, "d"))

    @pytest.mark.parametrize("library", ["pandas", "polars", "dask"])
    def test_a_frame_that_breaks_while_it_is_read_is_named(self, library: str) -> None:
        bad = nw.col("a").cast(nw.Int64)
        table = Table.of(polars.LazyFrame({"a": [SECRET]}) if library == "polars" else
                         pandas.DataFrame({"a": [SECRET]}), "train")  # fmt: skip
        if library == "dask":
            dask = pytest.importorskip("dask.dataframe")
            table = Table.of(dask.from_pandas(pandas.DataFrame({"a": [SECRET]}), 1), "train")
        with pytest.raises(InputError, match="train: found") as caught:
            table.value(bad)
        assert SECRET not in str(caught.value)
