"""What a fitted object has learnt, as a flat table of comparable values."""

from __future__ import annotations

import numbers
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.checks import _frames
from pytest_mlgate.numeric import np

_DEEPEST = 12
_NAMED = ("steps", "transformers_", "transformer_list", "transformers", "estimators")
"""Lists of (name, object, ...) in scikit-learn, whose names are code and no data."""
_DURATION = "_time"
"""What a name ends with (a fitted attribute has an underscore more) that holds a duration."""


@dataclass(frozen=True)
class Learnt:
    """One value, with the names of the columns that its last axis may stand for."""

    value: Any
    columns: tuple[str, ...] = ()


def learnt(fitted: Any) -> dict[str, Learnt]:
    """Return everything that an object has learnt, by attribute.

    Attributes whose names end with one underscore count, as in scikit-learn, with all that
    is in them; others are searched for objects that have such attributes.  Of a mapping
    every entry counts, and those whose names end so are named.  Durations do not.  Keys of
    mappings inside are data, and are compared and never named.
    """
    found: dict[str, Learnt] = {}
    if isinstance(fitted, Mapping):
        for number, (key, value) in enumerate(_entries(fitted)):
            _all(value, key if key.endswith("_") else f"[{number}]", found, (), (id(fitted),))
    else:
        _search(fitted, "", found, ())
    return found


def changed(one: Mapping[str, Learnt], two: Mapping[str, Learnt]) -> list[str]:
    """Return the attributes that differ, the first with its column where it has one."""
    paths = []
    for path in dict.fromkeys([*one, *two]):
        if path not in one or path not in two:
            paths.append(path)
        elif (place := _difference(one[path], two[path])) is not None:
            paths.append(path + place)
    return paths


def _search(value: Any, path: str, found: dict[str, Learnt], above: tuple[int, ...]) -> None:
    """Look for fitted attributes in an object and in what it holds."""
    if id(value) in above or len(above) > _DEEPEST:
        return
    above = (*above, id(value))
    if isinstance(value, Mapping | list | tuple):
        items = value.values() if isinstance(value, Mapping) else value
        for number, item in enumerate(items):
            _search(item, _step(path, number, value), found, above)
        return
    if not hasattr(value, "__dict__") or isinstance(value, type) or hasattr(value, "iloc"):
        return
    attributes = dict(vars(value))
    for name in _fitted_names(attributes):
        _all(attributes[name], _join(path, name), found, _columns(value), above)
    for name, item in attributes.items():
        if not name.endswith("_"):
            _search(item, _join(path, name), found, above)


def _all(
    value: Any,
    path: str,
    found: dict[str, Learnt],
    columns: tuple[str, ...],
    above: tuple[int, ...],
) -> None:
    """Record a value with everything in it."""
    if id(value) in above or len(above) > _DEEPEST:
        return
    inner = (*above, id(value))
    if hasattr(value, "tocsr"):
        value = value.tocsr()
        parts = {"data": value.data, "indices": value.indices, "indptr": value.indptr}
        for name, part in parts.items():
            found[f"{path}.{name}"] = Learnt(part)
    elif hasattr(value, "iloc"):
        _table(value, path, found)
    elif isinstance(value, np.ndarray):
        _array(value, path, found, columns, inner)
    elif isinstance(value, Mapping):
        entries = [e for e in _entries(value) if not e[0].endswith(_DURATION)]
        found[f"{path} (its keys)"] = Learnt(tuple(key for key, _ in entries))
        for number, (_, item) in enumerate(entries):
            _all(item, f"{path}[{number}]", found, columns, inner)
    elif isinstance(value, list | tuple):
        if value and all(isinstance(item, numbers.Number) for item in value):
            found[path] = Learnt(np.asarray(value), columns)
            return
        found[f"{path} (its length)"] = Learnt(len(value))
        for number, item in enumerate(value):
            _all(item, _step(path, number, value), found, columns, inner)
    elif _is_plain(value):
        found[path] = Learnt(value)
    else:
        _object(value, path, found, inner)


def _table(value: Any, path: str, found: dict[str, Learnt]) -> None:
    """Record a DataFrame or Series, column by column, and its index."""
    frame = value.to_frame() if value.ndim == 1 else value
    found[f"{path} (its index)"] = Learnt(tuple(map(str, frame.index)))
    found[f"{path} (its columns)"] = Learnt(tuple(map(str, frame.columns)))
    for number in range(frame.shape[1]):
        found[f"{path} (column {number + 1})"] = Learnt(frame.iloc[:, number])


def _array(
    value: Any,
    path: str,
    found: dict[str, Learnt],
    columns: tuple[str, ...],
    above: tuple[int, ...],
) -> None:
    if value.dtype.names:
        for name in value.dtype.names:
            found[f"{path}.{name}"] = Learnt(value[name])
    elif value.dtype.kind == "O":
        _all(value.tolist(), path, found, columns, above)
    else:
        found[path] = Learnt(value.view("i8") if value.dtype.kind in "mM" else value, columns)


def _object(value: Any, path: str, found: dict[str, Learnt], above: tuple[int, ...]) -> None:
    """Record an object by its attributes, or by how it would be pickled."""
    if callable(value) and hasattr(value, "__qualname__"):
        found[path] = Learnt(value.__qualname__)
        return
    found[f"{path} (its type)"] = Learnt(type(value).__qualname__)
    if hasattr(value, "__dict__"):
        attributes = dict(vars(value))
        chosen = _fitted_names(attributes) or [n for n in attributes if not n.startswith("_")]
        columns = _columns(value)
        for name in chosen:
            _all(attributes[name], _join(path, name), found, columns, above)
        if not _fitted_names(attributes):
            return
        for name, item in attributes.items():
            if not name.endswith("_"):
                _search(item, _join(path, name), found, above)
        return
    try:
        state = value.__reduce_ex__(4)
    except Exception:  # what cannot be pickled cannot be looked into
        return
    if isinstance(state, tuple):
        for number, item in enumerate(state[1:3]):
            _all(item, f"{path} (its state)" + ("" if number else "."), found, (), above)


def _fitted_names(attributes: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name in attributes
        if name.endswith("_")
        and not name.startswith("_")
        and not name.endswith(("__", f"{_DURATION}_"))
    ]


def _columns(value: Any) -> tuple[str, ...]:
    return tuple(map(str, vars(value).get("feature_names_in_", ())))


def _entries(value: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return sorted(((str(key), item) for key, item in value.items()), key=lambda entry: entry[0])


def _step(path: str, number: int, holder: Any) -> str:
    """Name an item: by its own name in a list of steps, else by its number."""
    item = holder[number] if isinstance(holder, list | tuple) else None
    if path.rpartition(".")[2] in _NAMED and isinstance(item, tuple) and item:
        return f"{path}.{item[0]}"
    is_step = path.rpartition(".")[0].rpartition(".")[2] in _NAMED
    if is_step and isinstance(holder, tuple) and number == 1:
        return path
    return f"{path}[{number}]"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(
        value, numbers.Number | str | bytes | np.generic | frozenset | set
    )


def _difference(one: Learnt, two: Learnt) -> str | None:
    """Say where two values differ, nothing when they do not."""
    a, b = one.value, two.value
    if hasattr(a, "iloc") and hasattr(b, "iloc"):
        differs = len(a) != len(b) or bool(_frames.differing_rows(a, b))
        return "" if differs else None
    if not (_numeric(a) and _numeric(b)):
        return None if type(a) is type(b) and np.array_equal(a, b) else ""
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape:
        return " (its shape)"
    different = _frames.unequal(a, b)
    if not different.any():
        return None
    return next(_places(different, one.columns))


def _places(different: Any, columns: tuple[str, ...]) -> Iterator[str]:
    if different.ndim and columns and different.shape[-1] == len(columns):
        first = int(np.argwhere(different)[0][-1])
        yield f" (column {columns[first]!r})"
    yield ""


def _numeric(value: Any) -> bool:
    return np.asarray(value).dtype.kind in "fciub"
