"""Run one training in a process of its own and write what came out of it as JSON.

Started by the input ``train_fn`` as a script, so that nothing of pytest-mlgate is imported
beside the user's code: ``python -P _train_worker.py MODULE:ATTRIBUTE SEED OUTDIR RESULT``.

The protocol, from the training function's side
------------------------------------------------
``train(seed, outdir)`` returns a mapping of metric names to numbers, or a mapping with the
key ``metrics`` that holds it and, optionally, ``predictions`` (a path or an array),
``data_sha256`` (text) and ``small_mode`` (true or false).  In `outdir` it may write

* one ``predictions.npy``, ``.csv``, ``.json`` or ``.parquet``: numbers only, beside an
  optional column ``row_id`` that puts rows in order; without it the order is the file's;
* a model: a file or folder named ``model`` or ``model.<suffix>``.

Predictions are hashed as float64 (little endian), row by row, columns in the order of
their names; every NaN is the same NaN and -0.0 is 0.0.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import math
import struct
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

KEY = "row_id"
_FIELDS = ("metrics", "predictions", "data_sha256", "small_mode")


class Unusable(Exception):
    """The training function gave something that the protocol does not know."""


def main(arguments: Sequence[str]) -> int:
    """Train once and write the result file; return the exit status."""
    target, seed, outdir, result = arguments
    try:
        content = train(target, int(seed), Path(outdir))
        status = 0
    except Unusable as error:
        content = {"error": str(error), "where": ""}
        status = 1
    except BaseException as error:
        traceback.print_exc()
        content = {"error": _last_line(error), "where": _last_place(error)}
        status = 1
    Path(result).write_text(json.dumps(content), encoding="utf-8")
    return status


def train(target: str, seed: int, outdir: Path) -> dict[str, Any]:
    """Call the training function and describe its result in plain JSON types."""
    sys.path.insert(0, str(Path.cwd()))
    module, _, attribute = target.partition(":")
    function = importlib.import_module(module)
    for name in attribute.split("."):
        function = getattr(function, name)
    returned = function(seed, outdir)  # type: ignore[operator]
    fields = _fields(returned)
    if fields is None:
        found = type(returned).__name__
        return {"metrics": {}, "unusable": [f"it returned {found}, no mapping of metrics"]}
    metrics, unusable = _metrics(fields["metrics"])
    content: dict[str, Any] = {
        "metrics": metrics,
        "unusable": unusable,
        "model_sha256": model_digest(outdir),
        "data_sha256": _typed(fields, "data_sha256", str),
        "small_mode": _typed(fields, "small_mode", bool),
    }
    rows = _predictions(fields.get("predictions"), outdir)
    if rows is not None:
        packed = pack(rows)
        (outdir / ".mlgate-predictions").write_bytes(packed)
        content["prediction_sha256"] = hashlib.sha256(packed).hexdigest()
        content["prediction_rows"] = len(rows)
    return content


def pack(rows: Sequence[Sequence[float]]) -> bytes:
    """Return rows of numbers as little-endian float64, every NaN and zero in one form."""
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise Unusable("predictions: rows of different lengths")
    flat = [math.nan if value != value else value + 0.0 for row in rows for value in row]
    return struct.pack(f"<{len(flat)}d", *flat)


def model_digest(outdir: Path) -> str | None:
    """Return the SHA-256 of the model in `outdir`: of the file, or of all paths and files."""
    roots = [
        p for p in sorted(outdir.iterdir()) if p.name == "model" or p.name.startswith("model.")
    ]
    files = sorted(
        file
        for root in roots
        for file in (root.rglob("*") if root.is_dir() else [root])
        if file.is_file()
    )
    if not files:
        return None
    digests = []
    for file in files:
        with file.open("rb") as stream:
            digests.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(files) == 1:
        return digests[0]
    names = [file.relative_to(outdir).as_posix() for file in files]
    return hashlib.sha256(json.dumps([*zip(names, digests, strict=True)]).encode()).hexdigest()


def _fields(returned: object) -> Mapping[str, Any] | None:
    if not isinstance(returned, Mapping):
        return None
    if not isinstance(returned.get("metrics"), Mapping):
        return {"metrics": returned}
    for key in returned:
        if key not in _FIELDS:
            raise Unusable(f"the result has the key {key!r}; it may have {', '.join(_FIELDS)}")
    return returned


def _metrics(metrics: Mapping[Any, Any]) -> tuple[dict[str, float], list[str]]:
    numbers, unusable = {}, []
    for name, value in metrics.items():
        number = _number(value)
        if number is None:
            unusable.append(f"metric {name} is {type(value).__name__}, no number")
        else:
            numbers[str(name)] = number
    return numbers, unusable


def _number(value: object) -> float | None:
    """Return a Python, NumPy or 0-d tensor number as float; text and truth values are none."""
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _typed(fields: Mapping[str, Any], key: str, kind: type) -> Any:
    value = fields.get(key)
    if value is not None and not isinstance(value, kind):
        raise Unusable(f"{key} is {type(value).__name__}; expected {kind.__name__}")
    return value


def _predictions(returned: object, outdir: Path) -> list[list[float]] | None:
    """Return the predictions in row order, from the result or the file in `outdir`."""
    files = sorted(outdir.glob("predictions.*"))
    if isinstance(returned, str | Path):
        files = [outdir / returned]
    elif returned is not None:
        return _matrix(returned)
    if not files:
        return None
    if len(files) > 1:
        raise Unusable(f"{len(files)} files named predictions.*; expected one")
    path = files[0]
    readers = {".npy": _read_npy, ".csv": _read_csv, ".json": _read_json, ".parquet": _read_parquet}
    if path.suffix not in readers:
        raise Unusable(f"{path.name}: expected one of {', '.join(readers)}")
    if not path.is_file():
        raise Unusable(f"{path.name}: no such file")
    return readers[path.suffix](path)


def _read_npy(path: Path) -> list[list[float]]:
    import numpy

    return _matrix(numpy.load(path, allow_pickle=False))


def _read_csv(path: Path) -> list[list[float]]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as stream:
        return _ordered(csv.DictReader(stream), path.name)


def _read_json(path: Path) -> list[list[float]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(content, list) and content and isinstance(content[0], dict):
        return _ordered(content, path.name)
    return _matrix(content)


def _read_parquet(path: Path) -> list[list[float]]:
    parquet: Any = importlib.import_module("pyarrow.parquet")
    return _ordered(parquet.read_table(path).to_pylist(), path.name)


def _matrix(values: Any) -> list[list[float]]:
    """Return a vector, matrix or nested list as rows of floats."""
    values = values.tolist() if hasattr(values, "tolist") else values
    if not isinstance(values, list | tuple):
        raise Unusable(f"predictions are {type(values).__name__}; expected an array of numbers")
    return [[_cell(cell, "predictions") for cell in _flat(row)] for row in values]


def _flat(row: Any) -> Iterator[Any]:
    if isinstance(row, list | tuple):
        for cell in row:
            yield from _flat(cell)
    else:
        yield row


def _ordered(records: Iterable[Mapping[str, Any]], name: str) -> list[list[float]]:
    """Return the numbers of records, rows ordered by key and columns by name."""
    table = list(records)
    columns = sorted(set(table[0]) - {KEY}) if table else []
    if any(set(record) != set(table[0]) for record in table):
        raise Unusable(f"{name}: rows with different columns")
    if table and KEY in table[0]:
        keys = [str(record[KEY]) for record in table]
        if len(set(keys)) < len(keys):
            raise Unusable(f"{name}: {len(keys) - len(set(keys))} repeated values of {KEY}")
        table = [record for _, record in sorted(zip(keys, table, strict=True), key=lambda p: p[0])]
    return [[_cell(record[column], f"{name}: {column}") for column in columns] for record in table]


def _cell(value: Any, where: str) -> float:
    if value is None or value == "":
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        raise Unusable(f"{where}: a value of type {type(value).__name__} is no number") from None


def _last_line(error: BaseException) -> str:
    return traceback.format_exception_only(error)[-1].strip()


def _last_place(error: BaseException) -> str:
    """Return file and line of the innermost frame that lies in the project."""
    root = Path.cwd().resolve()
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        installed = path.name == Path(__file__).name or "site-packages" in path.parts
        if path.is_relative_to(root) and not installed:
            place = f"{path.relative_to(root).as_posix()}:{frame.lineno}"
    return place


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
