"""Evaluation rows from files and tables, joined with attributes and with one another."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.errors import InputAbsent, InputError, Unmeasurable
from pytest_mlgate.inputs._predictions import paired
from pytest_mlgate.inputs.predictions import Predictions
from pytest_mlgate.inputs.sensitive import Sensitive, attribute
from support import provide, write

CSV = "row_id,y_true,y_pred,score,sex\n1,1,0,.2,f\n2,0,1,.9,m\n3,1,1,.7,f\n"


def rows(**columns: Any) -> Predictions:
    return Predictions.of(columns)


def test_a_csv_file(tmp_path: Path) -> None:
    found = provide("predictions", write(tmp_path, {"p.csv": CSV}), path="p.csv")

    assert (found.n, len(found), found.source, found.favourable) == (3, 3, "p.csv", 1)
    assert found.decisions.tolist() == [False, True, True]
    assert found.positives.tolist() == [True, False, True]
    assert found.score.tolist() == [0.2, 0.9, 0.7]
    assert found.ids.tolist() == [1, 2, 3]
    assert (found.weights, found.clusters, found.task) == (None, None, None)


@pytest.mark.parametrize("suffix", [".parquet", ".feather", ".json", ".jsonl", ".csv.gz"])
def test_every_format_gives_the_same(tmp_path: Path, suffix: str) -> None:
    frame = pd.read_csv(write(tmp_path, {"p.csv": CSV}) / "p.csv")
    file = tmp_path / f"p{suffix}"
    match suffix:
        case ".parquet":
            frame.to_parquet(file)
        case ".feather":
            frame.to_feather(file)
        case ".json":
            frame.to_json(file, orient="records")
        case ".jsonl":
            frame.to_json(file, orient="records", lines=True)
        case _:
            frame.to_csv(file, index=False)
    pd.testing.assert_frame_equal(
        provide("predictions", tmp_path, path=file.name).frame,
        provide("predictions", tmp_path, path="p.csv").frame,
        check_dtype=False,
    )


def test_a_table_as_mlflow_logs_it(tmp_path: Path) -> None:
    table = {"columns": ["row_id", "y_pred"], "data": [[1, 0], [2, 1]]}
    found = provide("predictions", write(tmp_path, {"t.json": json.dumps(table)}), path="t.json")
    assert found.decisions.tolist() == [False, True]


def test_parquet_metadata_declares_what_the_file_is(tmp_path: Path) -> None:
    table = pa.table({"row_id": [1], "y_pred": ["yes"]})
    said = {"mlgate.favourable_label": "yes", "model_sha256": "m", "dataset_sha256": "d"}
    pq.write_table(table.replace_schema_metadata(said), tmp_path / "p.parquet")
    found = provide("predictions", tmp_path, path="p.parquet")
    assert (found.favourable, found.model_sha256, found.dataset_sha256) == ("yes", "m", "d")
    assert found.decisions.tolist() == [True]
    found = provide("predictions", tmp_path, path="p.parquet", favourable_label="no")
    assert found.favourable == "no"


def test_columns_are_renamed_and_a_score_decides_with_a_threshold(tmp_path: Path) -> None:
    root = write(tmp_path, {"p.csv": "id,label,p\na,>50K,.5\nb,<=50K,.4\n"})
    found = provide(
        "predictions",
        root,
        path="p.csv",
        columns={"row_id": "id", "y_true": "label", "score": "p"},
        favourable_label=">50K",
        threshold=0.5,
    )
    assert found.decisions.tolist() == found.positives.tolist() == [True, False]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"path": "none.csv"}, "none.csv: found no such file"),
        ({"path": "p.txt"}, "p.txt: found the suffix '.txt'; expected one of .csv"),
        ({"path": "../p.csv"}, "a path that leaves the project root"),
        ({"path": "bad.parquet"}, "bad.parquet: found content that is no .parquet table"),
        ({"path": "bad.json"}, "bad.json: found content that is no .json table"),
        ({"path": "deep.json"}, "deep.json: found content that is no .json table"),
        ({"path": "empty.csv"}, "empty.csv: found content that is no .csv table"),
        ({"path": "bad.csv.gz"}, "bad.csv.gz: found content that is no .csv.gz table"),
        (
            {"path": "p.csv", "columns": {"y_true": "y_tru"}},
            "p.csv: y_tru: found no such column; expected a column that [inputs.predictions] "
            "columns names; did you mean 'y_true'?",
        ),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    write(
        tmp_path,
        {
            "p.csv": CSV,
            "p.txt": CSV,
            "bad.parquet": "no",
            "bad.json": "{}",
            "deep.json": "[" * 100_000,
            "bad.csv.gz": "no",
            "empty.csv": "",
        },
    )
    with pytest.raises(InputError) as caught:
        provide("predictions", tmp_path, **settings)
    assert message in str(caught.value)


def test_nobody_named_any(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"no predictions: \[inputs.predictions\] path"):
        provide("predictions", tmp_path)
    with pytest.raises(InputAbsent, match=r"no champion predictions: \[inputs.champion-"):
        provide("champion_predictions", tmp_path)


def test_a_column_twice_is_refused() -> None:
    frame = pd.DataFrame([[1, 2]], columns=["y_pred", "y_pred"])
    with pytest.raises(InputError, match="y_pred: found the column twice"):
        Predictions.of(frame)


@pytest.mark.parametrize(
    "table",
    [
        {"y_pred": [1, 0]},
        pd.DataFrame({"y_pred": [1, 0]}, index=[7, 3]),
        pa.table({"y_pred": [1, 0]}),
        Predictions(pd.DataFrame({"y_pred": [1, 0]}), favourable=1),
    ],
)
def test_tables_of_any_library_are_predictions(table: object) -> None:
    assert Predictions.of(table).decisions.tolist() == [True, False]


def test_what_is_no_table() -> None:
    with pytest.raises(InputError, match="found int; expected a DataFrame"):
        Predictions.of(3)
    with pytest.raises(InputError, match="columns that make no table"):
        Predictions.of({"y_pred": [1], "y_true": [1, 0]})


def test_attributes_of_a_frame_declare_what_it_is() -> None:
    frame = pd.DataFrame({"score": [0.4, 0.6]})
    frame.attrs |= {"favourable_label": "good", "threshold": 0.5, "task": "binary"}
    found = Predictions.of(frame)
    assert found.decisions.tolist() == [False, True]
    assert (found.favourable, found.task) == ("good", "binary")


def test_the_favourable_label_must_be_declared() -> None:
    with pytest.raises(InputError, match="favourable label: found none declared"):
        rows(y_pred=["a", "b"]).decisions  # noqa: B018


@pytest.mark.parametrize(("labels", "favourable"), [([0, 1], "1"), (["0", "1"], 1)])
def test_text_and_numbers_differ(labels: list[object], favourable: object) -> None:
    found = Predictions(pd.DataFrame({"y_pred": labels}), favourable=favourable)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="text and numbers differ"):
        found.decisions  # noqa: B018


def test_nobody_selected_is_no_mistake() -> None:
    assert not Predictions(pd.DataFrame({"y_pred": ["no"]}), favourable="yes").decisions.any()
    assert not rows(y_pred=[0, 0]).decisions.any()


def test_missing_values_are_counted_not_dropped() -> None:
    found = rows(y_pred=[1, None, 0], score=[0.1, math.inf, math.nan])
    with pytest.raises(Unmeasurable, match="1 of 3 rows of predictions have no y_pred"):
        found.decisions  # noqa: B018
    with pytest.raises(Unmeasurable, match="2 of 3 values of score in predictions"):
        found.score  # noqa: B018


def test_columns_that_are_wrong() -> None:
    found = rows(y_pred=[1, 0], score=["x", "y"])
    with pytest.raises(InputError, match="score: found values that are no numbers"):
        found.score  # noqa: B018
    with pytest.raises(InputError, match="y_tru: found no such column; expected one of y_pred"):
        found.column("y_tru")
    with pytest.raises(Unmeasurable, match="no rows"):
        rows(y_pred=[]).column("y_pred")


@pytest.mark.parametrize(
    ("ids", "message"),
    [([1, 1], "1 ids that are there twice"), ([1, None], "a row without id")],
)
def test_ids_are_there_once(ids: list[object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        rows(row_id=ids).ids  # noqa: B018


def test_weights_and_clusters() -> None:
    found = rows(weight=[1, 2], cluster_id=["b", "a"])
    assert (found.weights.tolist(), found.clusters.tolist()) == ([1, 2], [0, 1])  # type: ignore[union-attr]
    with pytest.raises(InputError, match="a weight that is not positive"):
        rows(weight=[1, 0]).weights  # noqa: B018


def test_the_fingerprint_follows_the_content() -> None:
    assert rows(y_pred=[1, 0]).fingerprint == rows(y_pred=[1, 0]).fingerprint
    assert rows(y_pred=[1, 0]).fingerprint != rows(y_pred=[0, 1]).fingerprint


# Two models on the same rows


@given(st.permutations(range(5)))
def test_pairs_are_matched_by_id(order: list[int]) -> None:
    ours = rows(row_id=np.arange(5), y_true=np.arange(5), y_pred=np.arange(5))
    theirs = rows(row_id=order, y_true=order, y_pred=order)
    _, aligned = paired(ours, theirs)
    assert aligned.y_pred.tolist() == [0, 1, 2, 3, 4]


def test_ids_of_two_formats_match_as_text() -> None:
    _, aligned = paired(rows(row_id=["1", "2"]), rows(row_id=[2, 1], y_pred=[0, 1]))
    assert aligned.y_pred.tolist() == [1, 0]


@pytest.mark.parametrize(
    ("theirs", "message"),
    [
        ({"row_id": [1, 2, 4]}, "1 of 3 rows of the first and 1 of 3 rows of the second"),
        ({"row_id": [1, 2]}, "1 of 3 rows of the first and 0 of 2 rows of the second"),
        ({"row_id": [1, 2, 3, 4]}, "0 of 3 rows of the first and 1 of 4 rows of the second"),
        ({"row_id": [1, 2, 3], "y_true": [0, 1, 1]}, "1 rows whose observed values differ"),
    ],
)
def test_pairs_that_do_not_match(theirs: dict[str, Any], message: str) -> None:
    ours = rows(row_id=[1, 2, 3], y_true=[0, 1, 0])
    with pytest.raises(InputError, match=message):
        paired(ours, rows(**theirs))


def test_two_data_sets_are_no_pair() -> None:
    a = Predictions(pd.DataFrame({"row_id": [1]}), dataset_sha256="a")
    b = Predictions(pd.DataFrame({"row_id": [1]}), dataset_sha256="b")
    with pytest.raises(InputError, match="two different evaluation data sets"):
        paired(a, b)


# Sensitive attributes


def test_attributes_in_the_predictions_and_beside_them(tmp_path: Path) -> None:
    found = rows(row_id=[3, 1, 2, 9], sex=["m", None, "f", "f"])
    assert attribute(found, None, "sex").tolist() == ["m", None, "f", "f"]
    root = write(tmp_path, {"s.csv": "id,race\n1,a\n2,b\n3,\n"})
    beside = provide("sensitive", root, path="s.csv", columns={"row_id": "id"})
    assert attribute(found, beside, "race").tolist() == [None, "a", "b", None]
    assert attribute(found, beside, "sex").tolist() == ["m", None, "f", "f"]


def test_attributes_without_ids_are_in_order() -> None:
    beside = Sensitive.of({"sex": ["a", "b"]})
    assert attribute(rows(y_pred=[0, 1]), beside, "sex").tolist() == ["a", "b"]
    with pytest.raises(InputError, match="row_id: found no such column"):
        attribute(rows(y_pred=[0, 1, 1]), beside, "sex")


@pytest.mark.parametrize(
    ("beside", "message"),
    [
        ({"row_id": [1, 1], "sex": ["a", "b"]}, "an id that is there twice"),
        ({"row_id": [8, 9], "sex": ["a", "b"]}, "no id of the predictions"),
        ({"row_id": [1, 2], "sx": ["a", "b"]}, "sex: found no such column.*did you mean 'sx'"),
    ],
)
def test_attributes_that_do_not_match(beside: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        attribute(rows(row_id=[1, 2]), Sensitive.of(beside), "sex")


def test_nobody_named_attributes(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"\[inputs.sensitive\] path names none"):
        provide("sensitive", tmp_path)
