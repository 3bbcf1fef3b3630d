"""Models from functions and folders, and those that would run code."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pytest_mlgate.errors import InputAbsent, InputError, Unmeasurable
from pytest_mlgate.inputs._models import Model, ModelFailed, folder_sha256
from pytest_mlgate.inputs.holdout import Holdout
from support import provide, write

ROWS = pd.DataFrame({"x": [1.0, 2.0, 3.0], "z": [0, 0, 0]})
OWN = """
class Half:
    feature_names_in_ = ["x"]
    classes_ = ["no", "yes"]

    def predict(self, rows):
        return ["yes" if x > 1.5 else "no" for x in rows["x"]]

    def predict_proba(self, rows):
        return [[1 - x / 10, x / 10] for x in rows["x"]]


def load():
    return Half()
"""


def test_a_function_of_the_project(tmp_path: Path) -> None:
    model = provide("model", write(tmp_path, {"own.py": OWN}), path="own:load")
    answer = model.predict(ROWS)
    assert answer.labels.tolist() == ["no", "yes", "yes"]
    assert answer.scores["score"].tolist() == pytest.approx([0.1, 0.2, 0.3])
    assert set(answer.scores) == {"score", "score_no", "score_yes"}
    assert (model.feature_names, model.sha256, model.fingerprint) == (("x",), None, "")


def test_the_model_and_the_holdout_make_predictions(tmp_path: Path) -> None:
    root = write(tmp_path, {"own.py": OWN, "h.csv": "id,x,bought\n7,1,no\n8,2,yes\n"})
    model = provide("model", root, path="own:load")
    holdout = provide("holdout", root, path="h.csv", target="bought", id="id")
    rows = provide("predictions", root, given={"model": model, "holdout": holdout},
                   favourable_label="yes")  # fmt: skip
    assert rows.ids.tolist() == [7, 8]
    assert rows.decisions.tolist() == rows.positives.tolist() == [False, True]
    assert rows.dataset_sha256 == holdout.sha256


def test_nobody_named_one(tmp_path: Path) -> None:
    for name in ("model", "champion_model", "holdout"):
        with pytest.raises(InputAbsent, match=r"path names none"):
            provide(name, tmp_path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere:load", "does not import"),
        ("own:lode", "did you mean 'load'"),
        ("folder", "no folder with a file MLmodel"),
        ("../x", "leaves the project root"),
        ("models:/a", "expected runs:/<id>"),
    ],
)
def test_paths_that_lead_nowhere(tmp_path: Path, path: str, message: str) -> None:
    write(tmp_path, {"own.py": OWN, "folder/x": ""})
    with pytest.raises(InputError, match=message):
        provide("model", tmp_path, path=path)


class Answers:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def predict(self, rows: pd.DataFrame) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        ([1, 2], ModelFailed, "an array of shape \\(2,\\) about 3 rows"),
        ([[1, 2]] * 3, ModelFailed, "shape \\(3, 2\\)"),
        ([1.0, np.nan, np.inf], Unmeasurable, "2 of 3 rows"),
        ([None, "a", "b"], Unmeasurable, "1 of 3 rows"),
        (ValueError("customer 4711"), ModelFailed, "raised ValueError"),
    ],
)
def test_answers_that_are_no_predictions(answer: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        Model.of(Answers(answer)).predict(ROWS)
    assert "4711" not in str(caught.value)


def test_one_column_of_answers_is_fine() -> None:
    assert Model.of(Answers([[1], [2], [3]])).predict(ROWS).labels.tolist() == [1, 2, 3]
    with pytest.raises(InputError, match="found int"):
        Model.of(3)


def test_holdouts(tmp_path: Path) -> None:
    write(tmp_path, {"h.csv": "id,x,sex,y\n7,1,f,0\n8,2,m,1\n"})
    found = provide("holdout", tmp_path, path="h.csv", target="y", drop=("sex", "id"))
    assert list(found.features.columns) == ["x"]
    assert found.rows["row_id"].tolist() == [0, 1]
    assert found.fingerprint
    assert Holdout.of({"x": [1]}).fingerprint == ""
    for settings, message in (
        ({"target": "z"}, "target names"),
        ({"target": "y", "id": "idd"}, "did you mean 'id'"),
        ({"target": "y", "drop": ("q",)}, "drop names"),
    ):
        with pytest.raises(InputError, match=message):
            provide("holdout", tmp_path, path="h.csv", **settings)


# Folders


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.target),))


def folder(root: Path, **files: bytes) -> Path:
    made = root / "model"
    made.mkdir()
    (made / "MLmodel").write_text("flavors:\n  sklearn: {serialization_format: pickle}\n")
    for name, content in files.items():
        (made / name.replace("__", ".")).write_bytes(content)
    return made


def test_a_pickle_is_not_touched(tmp_path: Path) -> None:
    made = folder(tmp_path, model__pkl=pickle.dumps(Trap(tmp_path / "sprung")))
    with pytest.raises(InputError, match=r"model.pkl may run code.*sha256:") as caught:
        provide("model", tmp_path, path="model")
    assert folder_sha256(made) in str(caught.value)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("name", ["code__py", "weights__pt", "model__joblib", "x__so", "model__h5"])
def test_anything_but_known_data_is_code(tmp_path: Path, name: str) -> None:
    folder(tmp_path, model__skops=b"", **{name: b""})
    with pytest.raises(InputError, match="may run code when loaded"):
        provide("model", tmp_path, path="model")


def test_a_broken_description(tmp_path: Path) -> None:
    (folder(tmp_path) / "MLmodel").write_text("[")
    with pytest.raises(InputError, match="model/MLmodel: found broken YAML"):
        provide("model", tmp_path, path="model")


def test_a_skops_model_is_loaded_without_trust(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io")
    linear = pytest.importorskip("sklearn.linear_model")
    fitted = linear.LogisticRegression().fit(ROWS[["x"]], [0, 1, 1])
    made = folder(tmp_path)
    skops.dump(fitted, made / "model.skops")
    (made / "MLmodel").write_text(
        'signature:\n  inputs: \'[{"type": "double", "name": "x"}]\'\nflavors: {}\n'
    )
    model = provide("model", tmp_path, path="model")
    assert (model.inputs, model.sha256) == (("x",), folder_sha256(made))
    assert len(model.predict(ROWS).labels) == 3
    with pytest.raises(InputError, match="x: found no such column"):
        model.predict(ROWS[["z"]])


def test_the_authors_list_of_trusted_types_is_not_trusted(tmp_path: Path) -> None:
    skops = pytest.importorskip("skops.io")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    made = folder(tmp_path)
    skops.dump(preprocessing.FunctionTransformer(os.getcwd), made / "model.skops")
    (made / "MLmodel").write_text(
        "flavors:\n  sklearn:\n    serialization_format: skops\n"
        "    skops_trusted_types: [posix.getcwd, nt.getcwd]\n"
    )
    model = provide("model", tmp_path, path="model")
    with pytest.raises(InputError, match=r"which needs the types \S*getcwd"):
        model.predict(ROWS)
