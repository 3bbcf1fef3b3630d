"""Rows that two parts of the data share."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from leakage_tables import parts

from pytest_mlgate.checks.leakage import _text_copies
from pytest_mlgate.checks.leakage._text_copies import ALIKE, jaccard, near_copies, pieces_of
from pytest_mlgate.inputs._table import Table, read
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
duckdb = pytest.importorskip("duckdb")
arrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
np = pytest.importorskip("numpy")

CHECK = find_check("leakage.row-overlap")
NAN, INF = float("nan"), float("inf")
Make = Callable[..., Table]


@pytest.fixture(params=["pandas", "polars", "lazy", "arrow", "duckdb", "file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Give a function that makes a table of one library from columns."""
    connection = duckdb.connect()

    def made(columns: Mapping[str, Any], name: str = "table") -> Table:
        frame = arrow.table(dict(columns))
        match request.param:
            case "pandas":
                return Table.of(frame.to_pandas(), name)
            case "polars":
                return Table.of(polars.from_arrow(frame), name)
            case "lazy":
                return Table.of(polars.from_arrow(frame).lazy(), name)
            case "arrow":
                return Table.of(frame, name)
            case "duckdb":
                return Table.of(connection.from_arrow(frame), name)
        parquet.write_table(frame, tmp_path / f"{name}.parquet")
        return read(Project(tmp_path), f"{name}.parquet")

    return made


def judge(
    roles: dict[str, Any] | None = None,
    *,
    recorded: bool = False,
    settings: dict[str, Any] | None = None,
    **tables: Table,
) -> Verdict:
    return CHECK.run({"parts": parts(roles or {}, recorded=recorded, **tables)}, settings or {})


def two(make: Make, train: Any, test: Any, **more: Any) -> Verdict:
    return judge(train=make(train, "train"), test=make(test, "test"), **more)


def rules(verdict: Verdict) -> set[tuple[str, str]]:
    return {(finding.rule, str(finding.outcome)) for finding in verdict.findings}


def shared(verdict: Verdict, what: str = "shared rows") -> float | None:
    found = {e.name.split(" of ")[0]: e.value for e in verdict.estimates}
    return found.get(what)


class TestOutcomes:
    def test_parts_of_their_own_pass(self, make: Make) -> None:
        verdict = two(make, {"x": [1.5, 2.5], "y": ["a", "b"]}, {"x": [1.5], "y": ["b"]})
        assert verdict.outcome == "PASS"
        assert verdict.summary == "no row is shared by train (2 rows) and test (1)"
        assert [(e.name, e.value, e.n) for e in verdict.estimates] == [
            ("shared rows of train and test", 0, 1),
            ("near-duplicates of train and test", 0, 1),
        ]

    def test_a_shared_row_fails_with_counts_and_without_its_values(self, make: Make) -> None:
        verdict = two(
            make,
            {"id": [1, 2], "x": ["Ada", "Bob"], "y": [0, 1]},
            {"id": [3, 4, 5], "x": ["Eve", "Bob", "Bob"], "y": [0, 1, 0]},
            roles={"key": "id", "target": "y"},
        )
        assert rules(verdict) == {("row", "FAIL")}
        assert verdict.findings[0].message == (
            "2 of 3 rows of test are in train with all their features"
        )
        assert not any(name in str(verdict) for name in ("Ada", "Bob", "Eve"))
        assert (shared(verdict), shared(verdict, "shared keys")) == (2, 0)

    def test_a_shared_key_fails_though_the_features_differ(self, make: Make) -> None:
        verdict = two(
            make, {"id": [1, 2], "x": [1, 2]}, {"id": [2, 3], "x": [5, 6]}, roles={"key": "id"}
        )
        assert rules(verdict) == {("key", "FAIL")}
        assert verdict.findings[0].message == (
            "1 of 2 rows of test have a key (id) that train has as well"
        )

    def test_a_key_of_two_columns_counts_as_a_whole(self, make: Make) -> None:
        roles = {"key": ["a", "b"]}
        train = {"a": ["1", "2"], "b": ["x", "y"]}
        assert two(make, train, {"a": ["1", "2"], "b": ["y", "x"]}, roles=roles).outcome == "PASS"
        assert two(make, train, {"a": ["0", "2"], "b": ["y", "y"]}, roles=roles).outcome == "FAIL"

    def test_key_time_group_target_and_ignored_columns_are_no_features(self, make: Make) -> None:
        roles = {"key": "k", "time": "t", "group": "g", "target": "y", "ignore": ["i"]}
        names = ("k", "t", "g", "y", "i")
        verdict = two(
            make,
            {"x": [1, 2], **{name: [1, 2] for name in names}},
            {"x": [2, 3], **{name: [5, 6] for name in names}},
            roles=roles,
        )
        assert rules(verdict) == {("row", "FAIL")}

    def test_near_duplicates_warn_and_can_be_left_out(self, make: Make) -> None:
        train, test = {"x": [1.0, 2.0]}, {"x": [1.0000001, 2.1]}
        verdict = two(make, train, test)
        assert (verdict.outcome, rules(verdict)) == ("WARN", {("near", "WARN")})
        assert "1 more rows of test agree with a row of train to 6 digits" in verdict.summary
        assert two(make, train, test, settings={"near_duplicates": False}).outcome == "PASS"

    def test_an_equal_row_is_not_a_near_duplicate_as_well(self, make: Make) -> None:
        values = [1.0000005 - 1e-14, 0.30000000000000004, 1 / 3]
        others = [1.0000005 + 1e-14, 0.3, 1 / 3]
        verdict = two(make, {"x": values}, {"x": others})
        assert (shared(verdict), shared(verdict, "near-duplicates")) == (3, 0)

    def test_features_that_repeat_by_nature_only_warn(self, make: Make) -> None:
        verdict = two(make, {"x": [0, 1] * 50}, {"x": [0, 1]})
        assert (verdict.outcome, rules(verdict)) == ("WARN", {("row", "WARN")})
        assert "98.0% of the rows of train repeat another one" in verdict.summary
        assert two(
            make, {"x": [0, 1] * 50}, {"x": [0, 1]}, settings={"max_repeats": 0.99}
        ).outcome == "FAIL"  # fmt: skip

    def test_a_part_without_rows_is_inconclusive(self, make: Make) -> None:
        empty = arrow.array([], arrow.int64())
        verdict = two(make, {"x": [1]}, {"x": empty})
        assert verdict.outcome == "INCONCLUSIVE"
        assert "the part test (test" in verdict.summary

    def test_nothing_in_common_is_inconclusive(self, make: Make) -> None:
        verdict = two(make, {"x": [1]}, {"z": [1]})
        assert verdict.outcome == "INCONCLUSIVE"
        assert "neither a key nor a feature in common" in verdict.summary

    def test_one_part_is_not_applicable(self, make: Make) -> None:
        assert judge(train=make({"x": [1]})).outcome == "NOT_APPLICABLE"

    def test_a_missing_key_is_an_error_with_the_nearest_name(self, make: Make) -> None:
        verdict = two(make, {"row_id": [1]}, {"row_id": [1]}, roles={"key": "rowid"})
        assert verdict.outcome == "ERROR"
        assert "did you mean 'row_id'" in verdict.summary

    @pytest.mark.parametrize(
        ("train", "test"),
        [
            (["1"], [1]),
            ([1.5], ["1.5"]),
            ([datetime(2026, 1, 1)], ["2026-01-01"]),
            ([datetime(2026, 1, 1)], [datetime(2026, 1, 1, tzinfo=UTC)]),
            ([datetime(2026, 1, 1)], [1]),
        ],
    )
    def test_another_type_is_an_error(self, make: Make, train: Any, test: Any) -> None:
        verdict = two(make, {"x": train}, {"x": test})
        assert verdict.outcome == "ERROR"
        assert "expected one type in both" in verdict.summary

    def test_the_champions_rows_are_compared_with_the_test_and_not_with_train(
        self, make: Make
    ) -> None:
        verdict = judge(
            train=make({"x": [1, 2]}, "train"),
            champion_train=make({"x": [1, 3]}, "champion"),
            test=make({"x": [3, 4]}, "test"),
        )
        assert [f.subject for f in verdict.findings] == ["champion train/test"]

    def test_every_pair_of_parts_is_judged(self, make: Make) -> None:
        verdict = judge(
            train=make({"x": [1, 2]}, "train"),
            validation=make({"x": [2, 3]}, "validation"),
            test=make({"x": [3, 4]}, "test"),
        )
        assert [f.subject for f in verdict.findings] == ["train/validation", "validation/test"]

    def test_a_record_of_the_split_has_keys_only(self, make: Make) -> None:
        record = {
            "row_id": ["a", "b", "c", "b"],
            "part": ["train", "train", "test", "test"],
            "note": ["x"] * 4,
        }
        found = provide_parts(make(record, "splits"))
        verdict = CHECK.run({"parts": found}, {})
        assert rules(verdict) == {("key", "FAIL")}
        assert "1 of 2 rows of test have a key (row_id)" in verdict.summary
        record["row_id"][3] = "d"
        verdict = CHECK.run({"parts": provide_parts(make(record, "splits"))}, {})
        assert verdict.outcome == "PASS"


def provide_parts(splits: Table) -> Any:
    return provide("parts", Path(), given={"splits": splits, "project": Project(Path())})


SAME: dict[str, tuple[list[Any], list[Any]]] = {
    "floats to 12 digits": ([0.1 + 0.2, 1e300 * 3], [0.3, 3e300]),
    "floats that round up to a power of ten": (
        [0.7 + 0.2 + 0.1, 1000.0, 1e-5], [1.0, 999.9999999999999, 1e-5 * (1 - 2e-16)],
    ),
    "negative floats": ([-0.1 - 0.2], [-0.3]),
    "smallest and largest floats": ([5e-324, 1.7e308], [5e-324, 1.7e308]),
    "NaN and null": ([NAN, 1.0], [None, 1.0]),
    "the sign of zero": ([0.0], [-0.0]),
    "infinities": ([INF, -INF], [-INF, INF]),
    "whole numbers and floats": ([1, 2, 30], [2.0, 30.0]),
    "whole numbers and truth": ([1, 0], [True, False]),
    "text after trimming": (["a ", "b\t"], [" a", "\nb"]),
    "text after NFC": (["é", "ﾊﾟ"], ["e\u0301", "ﾊﾟ"]),
    "missing text": (["a", None], [None, "a"]),
    "dates": ([date(2026, 1, 1)], [date(2026, 1, 1)]),
    "one moment in two zones": (
        [datetime(2026, 1, 1, 12, tzinfo=UTC)],
        [datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))],
    ),
    "missing times": ([datetime(2026, 1, 1), None], [None, datetime(2026, 1, 1)]),
}  # fmt: skip
OTHER: dict[str, tuple[list[Any], list[Any]]] = {
    "floats": ([0.1], [0.1001]),
    "signs": ([1.5], [-1.5]),
    "powers of ten": ([1.5], [15.0]),
    "infinities": ([INF], [-INF]),
    "NaN and zero": ([NAN], [0.0]),
    "null and zero": ([None, 5], [0, 6]),
    "whole numbers above 2^53": ([2**53], [2**53 + 1]),
    "large whole numbers": ([2**63 - 1], [2**63 - 2]),
    "case": (["a"], ["A"]),
    "empty and missing text": ([""], [None]),
    "dates": ([date(2026, 1, 1)], [date(2026, 1, 2)]),
    "moments": ([datetime(2026, 1, 1)], [datetime(2026, 1, 1, 0, 0, 0, 1)]),
    "missing times": ([datetime(1970, 1, 1)], [None]),
}


class TestValues:
    @pytest.mark.parametrize(("train", "test"), SAME.values(), ids=SAME)
    def test_equal_values(self, make: Make, train: list[Any], test: list[Any]) -> None:
        verdict = two(make, {"x": train}, {"x": test})
        assert verdict.outcome == "FAIL"
        assert shared(verdict) == len(test)

    @pytest.mark.parametrize(("train", "test"), OTHER.values(), ids=OTHER)
    def test_different_values(self, make: Make, train: list[Any], test: list[Any]) -> None:
        verdict = two(make, {"x": train}, {"x": test})
        assert verdict.outcome == "PASS"

    def test_units_of_time_make_no_difference(self, make: Make) -> None:
        moment = datetime(2026, 1, 1, 5)
        for one, other in (("ns", "s"), ("us", "ms")):
            columns = [arrow.array([moment], arrow.timestamp(unit)) for unit in (one, other)]
            assert shared(two(make, {"x": columns[0]}, {"x": columns[1]})) == 1

    def test_whole_numbers_without_a_sign(self, make: Make) -> None:
        large = arrow.array([2**64 - 1, 2**64 - 2], arrow.uint64())
        verdict = two(make, {"x": large}, {"x": arrow.array([2**64 - 2, 7], arrow.uint64())})
        assert shared(verdict) == 1
        assert shared(two(make, {"x": large}, {"x": [-1, -2]})) == 0

    def test_categories_count_by_their_names(self, make: Make) -> None:
        one = arrow.array(["x", "y", "x"]).dictionary_encode()
        other = arrow.array(["z", "y"]).dictionary_encode()
        assert shared(two(make, {"x": one}, {"x": other})) == 1
        assert shared(two(make, {"x": one}, {"x": ["y", "q"]})) == 1

    def test_a_column_without_values_has_no_type(self, make: Make) -> None:
        train = {"x": [1.0, 2.0], "y": [1.5, None]}
        for kind in (arrow.string(), arrow.null(), arrow.timestamp("us")):
            nothing = arrow.array([None, None], kind)
            assert shared(two(make, train, {"x": [2.0, 1.0], "y": nothing})) == 1

    def test_values_do_not_move_between_columns(self, make: Make) -> None:
        verdict = two(make, {"x": ["a", None], "y": [None, "b"]}, {"x": [None], "y": ["a"]})
        assert verdict.outcome == "PASS"

    def test_the_order_of_columns_makes_no_difference(self, make: Make) -> None:
        verdict = two(make, {"x": [1, 2], "y": [3, 4]}, {"y": [4, 3], "x": [2, 2]})
        assert shared(verdict) == 1

    def test_files_and_frames_are_compared(self, tmp_path: Path) -> None:
        write(tmp_path, {"test.csv": "id,x,d\n7,a,2026-01-02\n8,b,2026-01-03\n"})
        train = {"id": [1], "x": ["b"], "d": [date(2026, 1, 3)]}
        inputs = resolver(
            tmp_path,
            {"test": {"path": "test.csv"}, "roles": {"key": ("id",)}},
            train=Table.of(polars.DataFrame(train), "train"),
        )
        verdict = CHECK.run({"parts": inputs.get("parts")}, {})
        assert rules(verdict) == {("row", "FAIL")}


CELLS = st.one_of(st.integers(0, 10**6), st.none(), st.sampled_from([2**53, 2**53 + 1, -(2**62)]))
ROWS = st.lists(
    st.tuples(
        CELLS,
        st.floats(allow_nan=True, width=32) | st.none(),
        st.text("ab é\u0301", max_size=4) | st.none(),
    ),
    min_size=1,
    max_size=12,
)


def canonical(row: tuple[Any, ...]) -> tuple[Any, ...]:
    import unicodedata

    whole, number, text = row
    number = None if number is None or number != number else float(f"{number:.11e}") + 0.0
    return whole, number, None if text is None else unicodedata.normalize("NFC", text.strip())


class TestProperty:
    @pytest.mark.slow
    @given(train=ROWS, other=ROWS, seed=st.integers(0, 99), library=st.sampled_from("pdf"))
    def test_planted_copies_are_found_and_nothing_else(
        self, train: Any, other: Any, seed: int, library: str
    ) -> None:
        draw = random.Random(seed)
        test = [*other, *draw.choices(train, k=draw.randint(0, 3))]
        draw.shuffle(test)
        names = draw.sample(["a", "b", "c"], 3)

        def table(rows: Any, order: list[str]) -> Table:
            kinds = {"a": arrow.int64(), "b": arrow.float64(), "c": arrow.string()}
            columns = dict(zip("abc", zip(*rows, strict=True), strict=True))
            made = arrow.table({n: arrow.array(columns[n], kinds[n]) for n in order})
            if library == "p":
                # Whole numbers with gaps would be rounded to floats.
                return Table.of(
                    made.to_pandas(types_mapper={arrow.int64(): pandas.Int64Dtype()}.get)
                )
            return Table.of(polars.from_arrow(made) if library == "f" else made)

        settings = {"near_duplicates": False}
        there = judge(train=table(train, names), test=table(test, list("abc")), settings=settings)
        known = {canonical(row) for row in train}
        assert shared(there) == sum(canonical(row) in known for row in test)
        back = judge(train=table(test, list("abc")), test=table(train, names), settings=settings)
        assert bool(shared(back)) == bool(shared(there))


WORDS = ["".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz", k=3 + n % 7))
         for n in range(800)]  # fmt: skip


def document(draw: random.Random, words: int = 50) -> str:
    return " ".join(draw.choices(WORDS, k=words))


def edited(draw: random.Random, text: str, letters: int) -> str:
    marks = list(text)
    for at in draw.sample(range(len(marks)), letters):
        marks[at] = "#"
    return "".join(marks)


class TestText:
    def test_recall_and_precision_on_planted_copies(self) -> None:
        draw = random.Random(7)
        originals = [document(draw) for _ in range(300)]
        copies = [edited(draw, text, draw.randint(0, 8)) for text in originals]
        strangers = [document(draw) for _ in range(200)]
        truth = [
            any(jaccard(pieces_of(text), pieces_of(other)) >= ALIKE for other in [original])
            for text, original in zip(copies, originals, strict=True)
        ]
        assert 100 < sum(truth) < 300  # both sides of the limit are there
        found = near_copies([*copies, *strangers], among=originals)
        assert found[:300].tolist() == truth  # recall and precision of 1
        assert not found[300:].any()

    def test_templates_are_compared_exactly(self) -> None:
        draw = random.Random(3)
        form = "dear customer, your order {} was sent to {} today and will arrive soon"
        texts = [form.format(draw.randrange(10**6), document(draw, 4)) for _ in range(60)]
        assert not near_copies(texts[:30], among=texts[30:]).any()
        assert near_copies(texts[:30], among=texts).all()

    def test_case_spaces_and_accents_make_no_difference(self) -> None:
        text = "The quick brown fox jumps over the lazy dog in the café"
        other = "  THE quick  brown fox\njumps over the lazy dog in the cafe\u0301 "
        assert near_copies([other], among=[text]).tolist() == [True]

    def test_short_and_missing_texts_have_no_copy(self) -> None:
        values = ["yes", "", None, NAN, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 7]
        assert near_copies(values, among=values).tolist() == [False] * 6
        assert near_copies([], among=values).tolist() == []
        assert near_copies(values, among=[]).tolist() == [False] * 6

    def test_the_same_texts_give_the_same_answer_whatever_the_global_seed(self) -> None:
        draw = random.Random(1)
        texts = [document(draw) for _ in range(20)]
        near = [edited(draw, text, 3) for text in texts]
        state = np.random.get_state()[1].tolist()
        first = near_copies(near, among=texts).tolist()
        assert near_copies(near[::-1], among=texts[::-1]).tolist() == first[::-1]
        assert np.random.get_state()[1].tolist() == state

    def test_the_share_is_that_of_the_union(self) -> None:
        one, two = (np.array(values, np.uint64) for values in ([1, 2, 3], [2, 3, 4]))
        assert jaccard(one, two) == 0.5
        assert jaccard(one[:0], two[:0]) == 0.0

    def test_near_copies_warn(self, make: Make) -> None:
        draw = random.Random(5)
        texts = [document(draw) for _ in range(6)]
        verdict = two(
            make,
            {"note": texts[:3]},
            {"note": [edited(draw, texts[0], 2), texts[4], None, "short"]},
            settings={"text": ("note",)},
        )
        assert (verdict.outcome, rules(verdict)) == ("WARN", {("text", "WARN")})
        assert verdict.findings[0].message == (
            "1 of 4 rows of test have a text in note that one of train nearly equals"
        )
        assert shared(verdict, "near copies") == 1
        assert not any(word in str(verdict) for word in texts[0].split())

    def test_texts_of_their_own_pass(self, make: Make) -> None:
        draw = random.Random(6)
        verdict = two(
            make, {"note": [document(draw)]}, {"note": [document(draw)]},
            settings={"text": ("note",)},
        )  # fmt: skip
        assert verdict.outcome == "PASS"

    def test_a_missing_text_column_is_an_error(self, make: Make) -> None:
        verdict = two(make, {"note": ["a"]}, {"note": ["b"]}, settings={"text": ("nots",)})
        assert verdict.outcome == "ERROR"
        assert "[leakage.row-overlap] text names; did you mean 'note'" in verdict.summary

    def test_more_rows_than_are_held_are_inconclusive(
        self, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("pytest_mlgate.checks.leakage.row_overlap.ROWS", 5)
        draw = random.Random(8)
        verdict = two(
            make,
            {"note": [document(draw) for _ in range(40)]},
            {"note": [document(draw) for _ in range(5)]},
            settings={"text": ("note",)},
        )
        assert rules(verdict) == {("text-sample", "INCONCLUSIVE")}
        assert "of 40 texts in note of train were looked at" in verdict.summary

    def test_the_limit_is_the_documented_one(self) -> None:
        assert f"at most {_text_copies.ROWS} rows" in (CHECK.function.__doc__ or "")
