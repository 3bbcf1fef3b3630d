"""Keys of the configuration that the command line gives: ``--mlgate-set KEY=VALUE``."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytest_mlgate.config import locate
from pytest_mlgate.config.locate import OPTION, Document
from pytest_mlgate.errors import ConfigError, printable


def apply(document: Document | None, root: Path, arguments: Iterable[str]) -> Document | None:
    """Return the configuration with the keys that are set for this run; a later one wins.

    Parameters
    ----------
    document:
        The configuration as read, ``None`` where there is none.
    root:
        The project root, for a gate that has no file.
    arguments:
        ``KEY=VALUE`` each: a dotted TOML key below the gate's own table, and a TOML value.
        What is no TOML value is a string, so that ``phase=staging`` needs no quotes.

    Raises
    ------
    ConfigError
        If an argument is not of that form, or sets a key below one that is no table.
    """
    pairs = [_parse(argument) for argument in arguments]
    if not pairs:
        return document
    if document is None:
        document = Document(root / locate.FILE, "", {}, exists=False)
    table = copy.deepcopy(document.table)
    tops = tuple(_set(table, keys, value) for keys, value in pairs)
    return replace(document, table=table, overrides=tops)


def _parse(argument: str) -> tuple[tuple[str, ...], Any]:
    # A quoted part of the key may hold a "=" of its own.
    position = argument.find("=")
    while position >= 0:
        keys = locate.split_keys(argument[:position].strip())
        if keys:
            return keys, _value(argument[position + 1 :])
        position = argument.find("=", position + 1)
    raise ConfigError(
        printable(f"{OPTION}: found {argument!r}; expected KEY=VALUE, such as phase=staging")
    )


def _value(text: str) -> Any:
    try:
        table = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return table["value"] if len(table) == 1 else text


def _set(table: dict[str, Any], keys: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """Set a key, and return the topmost one that was not there before."""
    top = keys
    for depth, key in enumerate(keys[:-1], start=1):
        if key not in table:
            top = min(top, keys[:depth], key=len)
        table = table.setdefault(key, {})
        if not isinstance(table, dict):
            raise ConfigError(
                f"{OPTION}: {'.'.join(keys)}: found {'.'.join(keys[:depth])} = {table!r:.60}; "
                "expected a table"
            )
    table[keys[-1]] = value
    return top
