"""The options that answer and exit: list, explain, init."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate import files
from pytest_mlgate.config import locate
from pytest_mlgate.errors import ConfigError, MlgateError
from pytest_mlgate.fixtures import plugin_registry
from pytest_mlgate.registry import Registry
from pytest_mlgate.session import start_folder
from pytest_mlgate.starter import starter_config


def answer(config: pytest.Config) -> int:
    """Print the answer to ``--mlgate-list``, ``--mlgate-explain`` or ``--mlgate-init``.

    Raises
    ------
    pytest.UsageError
        If there is no such check, or a configuration exists already.
    """
    option = config.option
    try:
        registry = plugin_registry(config)
        if option.mlgate_list:
            print(listing(registry))
        elif option.mlgate_explain:
            print(explanation(registry, option.mlgate_explain))
        else:
            print(_init(start_folder(config), registry))
    except MlgateError as error:
        raise pytest.UsageError(f"mlgate: {error}") from None
    return pytest.ExitCode.OK


def listing(registry: Registry) -> str:
    """Return one line per check, family by family."""
    width = max((len(check.id) for check in registry), default=0)
    lines = []
    for family, checks in registry.families.items():
        lines.append(f"{family} ({len(checks)} checks)")
        lines += [f"  {c.id:<{width}}  {c.kind:<11}  {c.title}" for c in checks]
    return "\n".join(lines)


def explanation(registry: Registry, id: str) -> str:
    """Return everything there is to say about a check: its docstring and its declaration."""
    check = registry[id]
    facts = [
        f"kind: {check.kind}; {'runs code of the project' if check.runs_code else 'static'}",
        f"blocks from phase: {'every phase' if check.blocker else check.blocks_from}",
        f"inputs: {', '.join(n + ('' if r else ' (optional)') for n, r in check.inputs.items())}",
    ]
    if check.subjects:
        named = check.subjects
        listed = f"those of the setting {named}" if isinstance(named, str) else ", ".join(named)
        facts.append(f"subjects: {listed}")
    return "\n".join([check.id, "=" * len(check.id), "", check.doc, "", *facts])


def _init(root: Path, registry: Registry) -> str:
    document = locate.find(root)
    if document is not None:
        raise ConfigError(f"{document.path} configures a gate already; edit that file")
    root = locate.project_root(root)
    path = root / locate.FILE
    files.write_atomic(path, starter_config(root, registry))
    return f"wrote {path}; run it with: pytest --mlgate"
