"""The starter configuration that ``--mlgate-init`` writes."""

from __future__ import annotations

import glob
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest_mlgate.holdings import Held, checks_held, inputs_held
from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Check, Kind, Registry
from pytest_mlgate.resolve import Resolver

BASELINE = "mlgate-baseline.json"
MOST_PATHS = 8
"""So many files of one role are listed by name; more are left to the naming rules."""
WIDTH = 99

_HEAD = f"""\
# The gate of this project.  It runs as it stands:
#   pytest --mlgate-only             the gate alone; pytest --mlgate runs your tests as well
#   pytest --mlgate-explain CHECK    why a check exists, its settings, and what to do

# Where the project stands: exploration only warns; development, staging and production block.
phase = "development"

# More findings than can be mended today?  Take the # away, run pytest --mlgate-update, and
# commit both files: what is there now is accepted, and only what is new fails.
# baseline = "{BASELINE}"
"""


def starter_config(root: Path, registry: Registry) -> str:
    """Return a commented configuration made from what the project holds.

    Parameters
    ----------
    root:
        The project root.
    registry:
        The checks to offer.
    """
    project = Project(root)
    inputs = inputs_held(project, registry)
    usable = {one.name: one.settings for one in inputs if not one.why_not}
    checks = checks_held(project, registry, usable)
    parts = [
        _paths(project, registry),
        _found(inputs, checks, registry),
        _always(registry),
        _offers(registry, {check.id for check in checks}),
    ]
    blocks = ["\n".join(lines) + "\n" for part in parts if (lines := list(part))]
    return "\n".join([_HEAD, *blocks])


def _paths(project: Project, registry: Registry) -> Iterator[str]:
    repo = Resolver(registry, {"project": project}).get("repo")
    found: dict[Role, list[str]] = {}
    for path in getattr(repo, "files", ()):
        if path.endswith((".py", ".ipynb")):
            found.setdefault(project.role_of(path), []).append(path)
    yield "# What the source files are for; checks are stricter with training and feature code."
    yield "[paths]"
    for role in (Role.TRAIN, Role.FEATURE, Role.SERVE, Role.PIPELINE):
        paths = found.get(role, [])
        if paths and len(paths) <= MOST_PATHS:
            listed = ", ".join(_toml(_glob(path)) for path in paths)
            yield f"{role} = [{listed}]"
        elif paths:
            first = _escape(_glob(paths[0]))
            yield f"# {role}: {len(paths)} files by the usual names, such as {first}"
        else:
            yield f'# {role} = ["src/{role}/**"]'


def _found(
    inputs: Sequence[Held], checks: Sequence[Check[...]], registry: Registry
) -> Iterator[str]:
    if not inputs and not checks:
        return
    yield "# What was found here.  A check that is named demands its evidence: it fails when the"
    yield "# file goes missing."
    usable = {one.name for one in inputs if not one.why_not}
    for one in inputs:
        hidden = "# " if one.why_not else ""
        if one.why_not:
            yield from _comment(f"Not usable yet: {_escape(one.why_not)}")
        elif judges := _judges(one.name, usable, registry):
            yield from _comment(f"Checks from the list below that can look at it: {judges}")
        yield f"{hidden}[inputs.{one.name.replace('_', '-')}]"
        for key, value in one.settings.items():
            yield f"{hidden}{key} = {_toml(value)}"
    for check in checks:
        yield f"[{check.id}]  # {check.title}"


def _judges(name: str, usable: set[str], registry: Registry) -> str:
    """Name the checks that look at the input and need no document that is not there."""
    documents = {n for n, declared in registry.inputs.items() if "path" in declared.settings}
    return ", ".join(
        check.id
        for check in registry
        if check.kind is Kind.CONFIG
        and check.inputs.get(name)
        and {n for n, required in check.inputs.items() if required} & documents <= usable
    )


def _always(registry: Registry) -> Iterator[str]:
    running = [check for check in registry if check.kind is Kind.ZERO_CONFIG]
    if not running:
        return
    yield f"# {len(running)} checks run without being named; a section changes one of them:"
    yield f"# [{running[0].id}]"
    yield '# severity = "warn"  # or "off"'
    for family, members in registry.families.items():
        names = [check.name for check in members if check.kind is Kind.ZERO_CONFIG]
        if names:
            yield from _comment(f"{family}: {', '.join(names)}")


def _offers(registry: Registry, taken: set[str]) -> Iterator[str]:
    first = "# Take a # away where the evidence is there, or will be."
    for family, members in registry.families.items():
        offered = [c for c in members if c.kind is not Kind.ZERO_CONFIG and c.id not in taken]
        if offered:
            yield first
            first = ""
            yield f"# {family}:"
            yield from (f"# [{check.id}]  # {check.title}" for check in offered)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="# ", subsequent_indent="#   ",
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def _glob(path: str) -> str:
    # TOML is UTF-8: a name that is not needs a wildcard for what has no character.
    return "".join("?" if "\ud800" <= c <= "\udfff" else c for c in glob.escape(path))


def _escape(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)


def _toml(value: str) -> str:
    return f'"{_escape(value)}"'
