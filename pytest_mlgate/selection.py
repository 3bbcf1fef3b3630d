"""Parts of a gate: the checks that the command line names, and the files that it judges."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate import builtin, checks, inputs
from pytest_mlgate.errors import ConfigError, InputAbsent, MlgateError, nearest
from pytest_mlgate.fixtures import plugin_registry
from pytest_mlgate.gate import Gate
from pytest_mlgate.inputs.base import Base
from pytest_mlgate.registry import Registry
from pytest_mlgate.resolve import Resolver
from pytest_mlgate.scope import Scope

_FILES = "--mlgate-files"
_CHANGED = "--mlgate-changed-only"
_ALWAYS = ("project", "repo", "base")
"""Inputs that a gate itself may ask for."""


def named_checks(config: pytest.Config) -> list[str] | None:
    """Return the ids that ``--mlgate-checks`` names, ``None`` without that option."""
    if not config.option.mlgate_checks:
        return None
    listed = ",".join(config.option.mlgate_checks).split(",")
    return [id for word in listed if (id := word.strip())]


def registry_of(config: pytest.Config) -> Registry:
    """Return what the gate of this session is made of.

    Raises
    ------
    ConfigError
        If there is no check of a name, or a plugin registers something unusable.
    """
    ids = named_checks(config)
    return plugin_registry(config) if ids is None else _some(config, ids)


def _some(config: pytest.Config, ids: list[str]) -> Registry:
    """Return the checks of these ids and what they need; no other built-in one is imported."""
    foreign = list(_of_others(config, "pytest_mlgate_checks"))
    provided = list(_of_others(config, "pytest_mlgate_inputs"))
    own = set(checks.names())
    known = own.union(check.id for check in foreign)
    for id in ids or [""]:
        if id not in known:
            raise ConfigError(
                f"--mlgate-checks: there is no check {id!r}{nearest(id, known)} "
                "(pytest --mlgate-list)"
            )
    chosen = [*checks.discover(ids), *(check for check in foreign if check.id in ids)]
    wanted = {*_ALWAYS, *(name for asks in (*chosen, *provided) for name in asks.inputs)}
    loaded = [*inputs.discover(wanted), *provided]
    return Registry.of(
        chosen,
        loaded,
        unloaded=known.difference(ids),
        unloaded_inputs=set(inputs.names()).difference(one.name for one in loaded),
    )


def _of_others(config: pytest.Config, hook: str) -> Iterator[Any]:
    """Yield what plugins other than this one register."""
    return chain.from_iterable(config.pluginmanager.subset_hook_caller(hook, [builtin])())


def limited(config: pytest.Config, gate: Gate) -> Gate:
    """Return the gate for the files that the command line chooses, the same one for all files.

    Raises
    ------
    ConfigError
        If these files cannot be told.
    """
    option = config.option
    if option.mlgate_files is None and option.mlgate_changed_only is None:
        return gate
    if option.mlgate_files is not None and option.mlgate_changed_only is not None:
        raise ConfigError(f"found both {_FILES} and {_CHANGED}; expected one of them")
    if option.mlgate_update:
        raise ConfigError(
            "--mlgate-update writes down the whole project; expected it without "
            f"{_FILES} and {_CHANGED}"
        )
    if option.mlgate_files is not None:
        return gate.limited_to(_named(gate, option.mlgate_files, config.invocation_params.dir))
    return gate.limited_to(_changed(gate, option.mlgate_changed_only))


def _named(gate: Gate, names: Iterable[str], folder: Path) -> Scope:
    root = gate.config.root
    paths = set()
    for name in names:
        path = Path(os.path.abspath(folder / name))  # noqa: PTH100 - a link counts as itself
        if not path.is_relative_to(root):
            found, expected = "a file outside the project", f"files below {root}"
        elif path.is_dir() and not path.is_symlink():
            found, expected = "a folder", "files"
        elif not os.path.lexists(path):
            found, expected = "no such file", "files that are there"
        else:
            paths.add(path.relative_to(root).as_posix())
            continue
        raise ConfigError(f"{_FILES}: {name}: found {found}; expected {expected}")
    # Former commits are no business of who names files as they are now.
    past = InputAbsent("the files that were named are judged as they are, without their history")
    return Scope(frozenset(paths), "named on the command line", {"history": past})


def _changed(gate: Gate, ref: str) -> Scope:
    settings = dict(gate.config.inputs)
    if ref:
        settings["base"] = {**settings.get("base", {}), "ref": ref}
    base = Resolver(gate.registry, {"project": gate.config.project}, settings).get("base")
    if isinstance(base, Base):
        return Scope(base.changed, f"changed since {base.ref}")
    hint = f" (BASE follows an equals sign: {_CHANGED}=main)" if Path(ref).exists() and ref else ""
    assert isinstance(base, InputAbsent | MlgateError)
    raise ConfigError(f"{_CHANGED}: {base}{hint}")
