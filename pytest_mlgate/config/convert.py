"""TOML values to typed settings, with errors that say what is allowed."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pytest_mlgate.errors import nearest
from pytest_mlgate.registry import Range

_NAMES = {
    bool: "true or false",
    int: "an integer",
    float: "a number",
    str: "a string",
    list: "an array",
    dict: "a table",
}
_EACH_ELEMENT = "an array, each element"
_EACH_VALUE = "a table, each value"


class Unfit(ValueError):
    """A value that its setting does not allow; the message completes "expected ..."."""


def convert(value: Any, annotation: Any) -> Any:
    """Return `value` as the type that `annotation` asks for.

    Parameters
    ----------
    value:
        What TOML holds.
    annotation:
        ``bool``, ``int``, ``float``, ``str``, an enumeration, ``Literal``,
        ``tuple[X, ...]``, ``dict[str, X]``, a union of these, ``None`` included, or
        ``Annotated[number, Range(...)]``.

    Raises
    ------
    Unfit
        If the value does not fit.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _in_range(convert(value, arguments[0]), arguments[1:])
    if origin in {Union, types.UnionType}:
        return _any_of(value, arguments)
    if origin is Literal:
        return _one_of(value, {choice: choice for choice in arguments})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _one_of(value, {member.value: member for member in annotation})
    if origin is tuple:
        if not isinstance(value, list):
            raise Unfit(describe(annotation))
        return tuple(_element(element, arguments[0], _EACH_ELEMENT) for element in value)
    if origin is dict:
        if not isinstance(value, Mapping):
            raise Unfit(describe(annotation))
        return {key: _element(item, arguments[1], _EACH_VALUE) for key, item in value.items()}
    return _plain(value, annotation)


def describe(annotation: Any) -> str:
    """Say in words what a setting allows."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        ranges = [str(extra) for extra in arguments[1:] if isinstance(extra, Range)]
        return " ".join([describe(arguments[0]), *ranges])
    if origin in {Union, types.UnionType}:
        return " or ".join(describe(a) for a in arguments if a is not type(None))
    if origin is Literal:
        return "one of " + ", ".join(map(repr, arguments))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return "one of " + ", ".join(repr(member.value) for member in annotation)
    if origin is tuple:
        return f"{_EACH_ELEMENT} {describe(arguments[0])}"
    if origin is dict:
        return f"{_EACH_VALUE} {describe(arguments[1])}"
    return _NAMES.get(annotation, str(annotation))


def _plain(value: Any, annotation: Any) -> Any:
    if annotation is Any:
        return value
    if annotation is float and isinstance(value, int) and not isinstance(value, bool):
        return _to_float(value)
    if annotation is float and isinstance(value, float) and value != value:
        raise Unfit("a number that is not nan")
    # bool is a subclass of int, and `job = true` must not pass for a number.
    if type(value) is not annotation:
        raise Unfit(describe(annotation))
    return value


def _to_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Unfit("a number below 1e308") from None


def _element(value: Any, annotation: Any, what: str) -> Any:
    try:
        return convert(value, annotation)
    except Unfit as unfit:
        raise Unfit(f"{what} {unfit}") from None


def _any_of(value: Any, arguments: tuple[Any, ...]) -> Any:
    *others, last = (a for a in arguments if a is not type(None))
    for alternative in others:
        try:
            return convert(value, alternative)
        except Unfit:
            continue
    try:
        return convert(value, last)
    except Unfit:
        if not others:
            raise
        raise Unfit(describe(Union[arguments])) from None  # noqa: UP007 - built at run time


def _one_of(value: Any, choices: Mapping[Any, Any]) -> Any:
    for choice, chosen in choices.items():
        # The type counts: true is no 1, although they are equal.
        if type(value) is type(choice) and value == choice:
            return chosen
    hint = nearest(value, map(str, choices)) if isinstance(value, str) else ""
    raise Unfit("one of " + ", ".join(map(repr, choices)) + hint)


def _in_range(value: Any, extras: tuple[Any, ...]) -> Any:
    for allowed in extras:
        if not isinstance(allowed, Range) or not isinstance(value, int | float):
            continue
        if not allowed.lowest <= value <= allowed.highest:
            raise Unfit(f"{_NAMES.get(type(value), 'a number')} {allowed}")
    return value
