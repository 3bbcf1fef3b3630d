"""Parsing TOML, JSON and YAML of a project that may be hostile: every failure is an InputError."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.project import Project

T = TypeVar("T")

_TOO_DEEP = "a document nested too deeply to be read"
_WORDS: Mapping[type, str] = {
    dict: "a table",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    type(None): "nothing",
}


def load_toml(project: Project, path: str) -> dict[str, Any]:
    """Return the content of a TOML file."""
    import tomllib

    text = project.read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(path, found=f"broken TOML ({error})", expected="valid TOML") from None
    except RecursionError:
        raise InputError(path, found=_TOO_DEEP, expected="valid TOML") from None


def load_json(project: Project, path: str) -> dict[str, Any]:
    """Return the object in a JSON file; a repeated key or a NaN is refused."""
    import json

    def refuse(constant: str) -> Any:
        raise InputError(path, found=constant, expected="finite numbers only")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table: dict[str, Any] = {}
        for key, value in pairs:
            if key in table:
                raise InputError(path, key=key, found="the same key twice", expected="it once")
            table[key] = value
        return table

    text = project.read_text(path)
    try:
        content = json.loads(text, parse_constant=refuse, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise InputError(
            path,
            key=f"line {error.lineno}",
            found=f"broken JSON ({error.msg})",
            expected="valid JSON",
        ) from None
    except RecursionError:
        raise InputError(path, found=_TOO_DEEP, expected="valid JSON") from None
    except ValueError as error:  # a number of more digits than Python converts
        raise InputError(path, found=str(error), expected="valid JSON") from None
    return as_table(path, "", content)


def load_yaml(project: Project, path: str) -> dict[str, Any]:
    """Return the mapping in a YAML file of one document."""
    import yaml

    text = project.read_text(path)
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not readable"
        raise InputError(
            path,
            key=f"line {mark.line + 1}" if mark else "",
            found=f"broken YAML ({problem})",
            expected="valid YAML",
        ) from None
    except RecursionError:
        raise InputError(path, found=_TOO_DEEP, expected="valid YAML") from None
    except (ValueError, TypeError, AttributeError) as error:  # an impossible date or key
        raise InputError(path, found=f"broken YAML ({error})", expected="valid YAML") from None
    return as_table(path, "", content)


def as_table(path: str, key: str, value: object) -> dict[str, Any]:
    """Return `value` when it is a table with text keys."""
    table = as_type(path, key, value, dict)
    for name in table:
        if not isinstance(name, str):
            raise InputError(path, key=key, found=f"the key {name!r}", expected="text keys only")
    return table


def as_type(path: str, key: str, value: object, kind: type[T]) -> T:
    """Return `value` when it is of the kind that the document must have there."""
    if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
        return value
    found = _WORDS.get(type(value), type(value).__name__)
    raise InputError(path, key=key, found=found, expected=_WORDS.get(kind, kind.__name__))


def as_strings(path: str, key: str, value: object) -> list[str]:
    """Return `value` when it is a list of text."""
    entries: list[Any] = as_type(path, key, value, list)
    return [as_type(path, f"{key}[{i}]", entry, str) for i, entry in enumerate(entries)]


def normalized(name: str) -> str:
    """Return a distribution name in its one canonical spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
