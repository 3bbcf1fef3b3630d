"""What an encoder makes of levels that it has never seen, and of missing values."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

from pytest_mlgate.checks import _frames
from pytest_mlgate.errors import InputError, Unmeasurable, nearest
from pytest_mlgate.inputs._tables import as_frame
from pytest_mlgate.inputs.feature_fn import FeatureFn, FeaturesFailed
from pytest_mlgate.numeric import pandas
from pytest_mlgate.verdict import Finding, Verdict

REMEDY = (
    "Give unknown and missing values a code of their own, such as a level kept for them, "
    'OneHotEncoder(handle_unknown="ignore") without drop, or OrdinalEncoder(unknown_value=-1, '
    "encoded_missing_value=-2)."
)
_UNSEEN = "mlgate-unseen"


def handles_unseen(
    encoder: object, sample: Any, *, column: str = "", unseen: Any = None, allow_nan: bool = False
) -> Verdict:
    """Judge the codes of an unseen level and of null beside those of the known levels.

    Parameters
    ----------
    encoder:
        An object with ``transform(frame)``, or a function of a frame.
    sample:
        Rows with the known levels: a table, or a pandas Series.
    column:
        Which column is encoded; the only one when empty.
    unseen:
        The unseen level; ``None`` for a made-up one.
    allow_nan:
        Whether NaN is a code like any other.

    Raises
    ------
    InputError
        If the column is not there, or `unseen` is a level of the sample.
    FeaturesFailed
        If the encoder fails on what it knows.
    Unmeasurable
        If it gives all known levels one code, or none is known.
    """
    frame = as_frame(sample.to_frame() if hasattr(sample, "to_frame") else sample, "sample")
    column = _column(frame, column)
    encode = _encoder(encoder)
    rows = frame[frame[column].notna()].drop_duplicates(column)
    if rows.empty:
        raise Unmeasurable(f"{column} has no value in {len(frame)} rows, so no level is known")
    # All else stays the same, so that codes differ by this column only.
    complete = frame.dropna()
    base = (frame if complete.empty else complete).iloc[:1].reset_index(drop=True)
    levels = rows[column].reset_index(drop=True)
    known = _encoded(encode, base, levels)
    if len(known) != len(levels):
        raise Unmeasurable(f"{encode.path} gives {len(known)} rows for {len(levels)}")
    if len(levels) > 1 and len(_like(known, known.iloc[:1])) == len(levels):
        raise Unmeasurable(
            f"{encode.path} gives all {len(levels)} levels of {column} one code, so it does not "
            "encode it"
        )
    probes = {"an unseen level": _level(levels, unseen), "a missing value": _missing(levels)}
    findings = [
        Finding(message=f"{encode.path} {message}", rule=rule, subject=column)
        for what, probe in probes.items()
        if probe is not None
        for rule, message in _wrong(encode, base, probe, known, f"{what} of {column}", allow_nan)
    ]
    tried = " and ".join(what for what, probe in probes.items() if probe is not None)
    return Verdict.of(
        findings,
        passed=f"{encode.path} tells {tried} of {column} from {len(levels)} known levels",
        remedy=REMEDY,
    )


def _wrong(
    encode: FeatureFn, base: Any, probe: Any, known: Any, what: str, allow_nan: bool
) -> Iterator[tuple[str, str]]:
    """Yield rule and message of what is wrong with the code of one value."""
    try:
        found = _encoded(encode, base, probe)
    except FeaturesFailed as failed:
        why = str(failed).removeprefix(f"{encode.path} ")
        yield "raises", f"does not take {what}: it {why}"
        return
    if len(found) != 1:
        yield "rows", f"gives {len(found)} rows for one with {what}"
        return
    if list(found.columns) != list(known.columns):
        yield (
            "columns",
            f"gives {found.shape[1]} columns for {what} and {known.shape[1]} for known levels",
        )
        return
    lost = [name for name in known if found[name].isna().all() and known[name].notna().all()]
    if lost and not allow_nan:
        yield "nan", f"gives {what} no value in {len(lost)} of {known.shape[1]} columns"
    if same := len(_like(known, found)):
        yield "collides", f"gives {what} the code of {same} of {len(known)} known levels"


def _column(frame: Any, name: str) -> str:
    if not name and frame.shape[1] == 1:
        return str(frame.columns[0])
    if name not in frame.columns:
        raise InputError(
            "sample",
            key="column",
            found=repr(name) if name else f"none of {frame.shape[1]} columns named",
            expected=f"the name of a column{nearest(name, frame.columns)}",
        )
    return name


def _encoder(value: object) -> FeatureFn:
    transform = getattr(value, "transform", value)
    if not callable(transform):
        raise InputError(
            "encoder",
            found=type(value).__name__,
            expected="an object with a method transform, or a function",
        )
    names = [str(name) for name in getattr(value, "feature_names_in_", ())]

    def encode(frame: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # saying that a level is unknown is no failure
            return transform(frame[names] if names and set(names) <= set(frame.columns) else frame)

    return FeatureFn(encode, getattr(value, "__name__", None) or type(value).__name__)


def _encoded(encode: FeatureFn, base: Any, values: Any) -> Any:
    """Return the codes of values in rows that are otherwise the same."""
    rows = base.iloc[[0] * len(values)].reset_index(drop=True)
    found = encode(rows.assign(**{str(values.name): values})).reset_index(drop=True)
    return found.set_axis([str(name) for name in found.columns], axis=1)


def _like(known: Any, one: Any) -> set[int]:
    """Return the rows that equal this one in all columns."""
    rows = set(range(len(known)))
    for place in range(known.shape[1]):
        repeated = one.iloc[[0] * len(known), place].reset_index(drop=True)
        rows -= set(_frames.differing_rows(known.iloc[:, place], repeated))
    return rows


def _level(levels: Any, given: Any) -> Any:
    """Return a column with one level that is not known, ``None`` where there is none."""
    if given is not None:
        if (levels == given).any():
            raise InputError("unseen", found="a level of the sample", expected="another one")
        value = given
    elif pandas.api.types.infer_dtype(levels) == "boolean":
        return None
    elif isinstance(levels.dtype, pandas.CategoricalDtype):
        value = _new(levels.astype(levels.cat.categories.dtype))
    else:
        value = _new(levels)
    if isinstance(levels.dtype, pandas.CategoricalDtype):
        kinds = levels.cat.categories.tolist()
        dtype: Any = pandas.CategoricalDtype([*kinds, *({value} - set(kinds))])
    else:
        dtype = levels.dtype
    try:
        return pandas.Series([value], dtype=dtype, name=levels.name)
    except (TypeError, ValueError, OverflowError):  # no value of that type
        return pandas.Series([value], name=levels.name)


def _new(levels: Any) -> Any:
    types = pandas.api.types
    if types.is_numeric_dtype(levels):
        largest = levels.max()
        largest = largest.item() if hasattr(largest, "item") else largest  # small types overflow
        return largest + max(1, abs(largest))  # one more is nothing beside 1e300
    if types.is_datetime64_any_dtype(levels):
        return levels.max() + pandas.Timedelta(days=1)
    text = _UNSEEN
    while (levels.astype(str) == text).any():
        text += "-"
    return text


def _missing(levels: Any) -> Any:
    return levels.iloc[:1].mask([True])
