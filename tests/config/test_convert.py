from __future__ import annotations

import contextlib
import datetime as dt
import math
from enum import Enum, StrEnum
from typing import Annotated, Any, Literal, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.config.convert import Unfit, convert, describe
from pytest_mlgate.registry import Phase, Range


class Level(Enum):
    LOW = 1
    HIGH = 2


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


Share = Annotated[float, Range(0, 1)]
Count = Annotated[int, Range(2)]
AtMost = Annotated[int, Range(highest=9)]
DAY = dt.date(2026, 1, 2)


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        (True, bool, True),
        (3, int, 3),
        (3, float, 3.0),
        (0.5, float, 0.5),
        (math.inf, float, math.inf),
        ("", str, ""),
        ("red", Colour, Colour.RED),
        ("staging", Phase, Phase.STAGING),
        (2, Level, Level.HIGH),
        ("a", Literal["a", "b"], "a"),
        (2, Literal[1, 2], 2),
        (True, Literal["a", True], True),
        ("x", Literal["x", 0], "x"),
        ([], tuple[str, ...], ()),
        (["a", "b"], tuple[str, ...], ("a", "b")),
        ([[1], []], tuple[tuple[int, ...], ...], ((1,), ())),
        (["red"], tuple[Colour, ...], (Colour.RED,)),
        ({}, dict[str, int], {}),
        ({"a": 1}, dict[str, float], {"a": 1.0}),
        ({"a": {"b": [1]}}, dict[str, dict[str, tuple[int, ...]]], {"a": {"b": (1,)}}),
        ("a", str | None, "a"),
        (0.5, Optional[Share], 0.5),  # noqa: UP045 - both spellings are met
        (1, int | str, 1),
        ("1", int | str, "1"),
        ("auto", float | Literal["auto"], "auto"),
        (1, float | Literal["auto"], 1.0),
        ([1], int | tuple[int, ...], (1,)),
        (0, Share, 0.0),
        (1, Share, 1.0),
        (2, Count, 2),
        (9, AtMost, 9),
        ("auto", Annotated[float | Literal["auto"], Range(0, 1)], "auto"),
        ([5], Annotated[tuple[int, ...], "words"], (5,)),
        ({"any": [1]}, Any, {"any": [1]}),
        (DAY, dt.date, DAY),
    ],
)
def test_what_fits(value: object, annotation: object, expected: object) -> None:
    converted = convert(value, annotation)
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("value", "annotation", "expected"),
    [
        (1, bool, "true or false"),
        ("true", bool, "true or false"),
        (True, int, "an integer"),
        (1.0, int, "an integer"),
        ("1", int, "an integer"),
        (True, float, "a number"),
        ("0.5", float, "a number"),
        (math.nan, float, "a number that is not nan"),
        (10**400, float, "a number below 1e308"),
        (1, str, "a string"),
        (DAY, str, "a string"),
        ([], str, "a string"),
        ("reed", Colour, "one of 'red', 'blue'; did you mean 'red'?"),
        ("RED", Colour, "one of 'red', 'blue'"),
        (1, Colour, "one of 'red', 'blue'"),
        ("1", Level, "one of 1, 2; did you mean '1'?"),
        (True, Level, "one of 1, 2"),
        ("aa", Literal["aaa", "b"], "one of 'aaa', 'b'; did you mean 'aaa'?"),
        (1, Literal["a", "b"], "one of 'a', 'b'"),
        (["a"], Literal["a", "b"], "one of 'a', 'b'"),
        (True, Literal[1, 2], "one of 1, 2"),
        ("a", tuple[str, ...], "an array, each element a string"),
        ({}, tuple[str, ...], "an array, each element a string"),
        (["a", 1], tuple[str, ...], "an array, each element a string"),
        (["reed"], tuple[Colour, ...],
         "an array, each element one of 'red', 'blue'; did you mean 'red'?"),
        ([[1], ["a"]], tuple[tuple[int, ...], ...],
         "an array, each element an array, each element an integer"),
        ([], dict[str, int], "a table, each value an integer"),
        ({"a": "b"}, dict[str, int], "a table, each value an integer"),
        (1, str | None, "a string"),
        ("fial", Literal["fail", "warn"] | None, "one of 'fail', 'warn'; did you mean 'fail'?"),
        (True, int | str, "an integer or a string"),
        ("automatic", float | Literal["auto"] | None, "a number or one of 'auto'"),
        (-0.1, Share, "a number 0 to 1"),
        (1.1, Share, "a number 0 to 1"),
        (math.nan, Share, "a number that is not nan"),
        (math.inf, Share, "a number 0 to 1"),
        (1, Count, "an integer at least 2"),
        (10, AtMost, "an integer at most 9"),
        (1.5, Count, "an integer"),
        (2, Share | None, "a number 0 to 1"),
        (5, Share | Literal["auto"], "a number 0 to 1 or one of 'auto'"),
        ({}, list, "an array"),
        ([], dict, "a table"),
        ("2026-01-02", dt.date, "<class 'datetime.date'>"),
    ],
)  # fmt: skip
def test_what_does_not_fit(value: object, annotation: object, expected: str) -> None:
    with pytest.raises(Unfit) as caught:
        convert(value, annotation)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (bool, "true or false"),
        (Share, "a number 0 to 1"),
        (Colour, "one of 'red', 'blue'"),
        (Level, "one of 1, 2"),
        (Literal["a", 1], "one of 'a', 1"),
        (tuple[Colour, ...], "an array, each element one of 'red', 'blue'"),
        (dict[str, bool], "a table, each value true or false"),
        (Share | None, "a number 0 to 1"),
        (int | str | None, "an integer or a string"),
    ],
)
def test_words(annotation: object, words: str) -> None:
    assert describe(annotation) == words


toml = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
annotations = st.sampled_from(
    [bool, int, float, str, Colour, Level, Phase, Literal["a", 1], tuple[str, ...], Share, Count,
     dict[str, float], float | None, Share | Literal["auto"], tuple[Share, ...], int | str]
)  # fmt: skip


@given(toml, annotations)
def test_any_value_fits_or_is_refused_in_words(value: object, annotation: object) -> None:
    with contextlib.suppress(Unfit):
        assert convert(value, annotation) is not None
