"""The options that answer and exit: list, explain, init."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pytest_mlgate import files
from pytest_mlgate.config import locate
from pytest_mlgate.errors import ConfigError, MlgateError
from pytest_mlgate.fixtures import plugin_registry
from pytest_mlgate.registry import Registry
from pytest_mlgate.reports.docstring import Block, Kind, blocks
from pytest_mlgate.reports.text import Line, wrapped
from pytest_mlgate.session import start_folder
from pytest_mlgate.starter import starter_config


def answer(config: pytest.Config) -> int:
    """Print the answer to ``--mlgate-list``, ``--mlgate-explain`` or ``--mlgate-init``.

    Raises
    ------
    pytest.UsageError
        If there is no such check, or a configuration exists already.
    """
    option, width = config.option, shutil.get_terminal_size().columns
    try:
        registry = plugin_registry(config)
        if option.mlgate_list:
            said = listing(registry, width)
        elif option.mlgate_explain:
            said = explanation(registry, option.mlgate_explain, width)
        else:
            said = _init(start_folder(config), registry)
    except MlgateError as error:
        raise pytest.UsageError(f"mlgate: {error}") from None
    _print(said)
    return pytest.ExitCode.OK


def listing(registry: Registry, width: int) -> str:
    """Return the checks with their titles, family by family; a line each where they fit."""
    longest = max((len(check.id) for check in registry), default=0)
    lines: list[str] = []
    for family, checks in registry.families.items():
        lines.append(f"{family} ({len(checks)} checks)")
        in_columns = [Line(f"  {c.id:<{longest}}  {c.kind:<11}  ", c.title) for c in checks]
        if all(len(str(line)) <= width for line in in_columns):
            lines += map(str, in_columns)
            continue
        for check in checks:
            lines.append(f"  {check.id} ({check.kind})")
            lines += Line("      ", check.title).wrapped(width)
    return "\n".join(lines)


def explanation(registry: Registry, id: str, width: int) -> str:
    """Return everything there is to say about a check: its docstring and its declaration."""
    check = registry[id]
    lines = [check.id, "=" * len(check.id)]
    for block in blocks(check.doc):
        lines += [] if block.close else [""]
        lines += _explained(block, width)
    inputs = ", ".join(n + ("" if r else " (optional)") for n, r in check.inputs.items())
    facts = [
        Line(
            "kind: ", f"{check.kind}; {'runs code of the project' if check.runs_code else 'static'}"
        ),
        Line("blocks from phase: ", "every phase" if check.blocker else check.blocks_from),
        Line("inputs: ", inputs),
    ]
    if check.subjects:
        named = check.subjects
        listed = f"those of the setting {named}" if isinstance(named, str) else ", ".join(named)
        facts.append(Line("subjects: ", listed))
    return "\n".join([*lines, "", *wrapped(facts, width)])


def _explained(block: Block, width: int) -> list[str]:
    match block.kind:
        case Kind.HEADING:
            return [block.text, "-" * len(block.text)]
        case Kind.TERM:
            body = Line("    ", block.text).wrapped(width) if block.text else []
            return [f"{block.label} : {block.default}", *body]
        case Kind.ITEM:
            gap = " " if block.label in "*-" else "  "
            return Line(" " * block.indent + block.label + gap, block.text).wrapped(width)
        case Kind.LITERAL:
            return block.text.splitlines()
    return Line("", block.text).wrapped(width, hang=0)


def _print(text: str) -> None:
    """Print text to whatever standard output is: another encoding, or a pipe that closed."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))


def _init(root: Path, registry: Registry) -> str:
    document = locate.find(root)
    if document is not None:
        raise ConfigError(f"{document.path} configures a gate already; edit that file")
    root = locate.project_root(root)
    path = root / locate.FILE
    files.write_atomic(path, starter_config(root, registry))
    return f"wrote {path}\nnext: pytest --mlgate-only"
