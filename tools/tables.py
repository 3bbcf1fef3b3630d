"""Tables of settings in Markdown, for the README, the index and the pages."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any, get_type_hints

from pytest_mlgate.config.convert import describe
from pytest_mlgate.config.settings import CheckConfig, Settings
from pytest_mlgate.inputs.project import DEFAULT_ROLES, Role

_REQUIRED = dataclasses.MISSING


def general() -> Iterator[str]:
    """Yield the keys of the gate, of every check, and the roles of files."""
    yield "Keys of the whole gate, at the top of `mlgate.toml` or in `[tool.mlgate]`:"
    yield ""
    yield from fields(Settings)
    yield ""
    yield "Keys of every check, in `[family.check]` beside the check's own:"
    yield ""
    yield from fields(CheckConfig)
    yield ""
    yield "Roles of files, in `[paths]`, each an array of globs:"
    yield ""
    yield "| key | default |"
    yield "|---|---|"
    for role in Role:
        globs = ", ".join(f"`{glob}`" for glob in DEFAULT_ROLES.get(role, ()))
        yield f"| `{role}` | {globs or 'none'} |"


def fields(settings: type[Any]) -> Iterator[str]:
    """Yield a table of the documented fields of a class of settings."""
    hints = get_type_hints(settings, include_extras=True)
    yield "| key | default | allowed | meaning |"
    yield "|---|---|---|---|"
    for field in dataclasses.fields(settings):
        if "doc" in field.metadata:
            cells = (
                f"`{key(field.name)}`",
                default(field.default),
                describe(hints[field.name]),
                field.metadata["doc"],
            )
            yield f"| {' | '.join(map(cell, cells))} |"


def default(value: object) -> str:
    """Return a default value as it stands in TOML."""
    if value is None:
        return "not set"
    if value is _REQUIRED:
        return "required"
    text = json.dumps(value, ensure_ascii=False)
    return f"`{cell(text)}`"


def key(name: str) -> str:
    """Return the key of a setting or an input."""
    return name.replace("_", "-")


def cell(text: str) -> str:
    """Return text for a cell of a table."""
    return text.replace("|", "\\|")
