"""The starter configuration that ``--mlgate-init`` writes."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

from pytest_mlgate.inputs.project import Project, Role
from pytest_mlgate.registry import Check, Kind, Registry
from pytest_mlgate.resolve import Resolver

MOST_PATHS = 8
"""So many files of one role are listed by name; more are left to the naming rules."""


def starter_config(root: Path, registry: Registry) -> str:
    """Return a commented configuration made from what the project holds.

    Parameters
    ----------
    root:
        The project root.
    registry:
        The checks to offer.
    """
    lines = [
        "# The gate of this project: run it with  pytest --mlgate",
        "# Every check explains itself:           pytest --mlgate-explain CHECK",
        "",
        '# Where the project stands: "exploration" only warns, later phases block.',
        'phase = "development"',
        "",
        "# Accept today's findings and fail only on new ones: uncomment, run",
        "# pytest --mlgate-update, and commit the file.",
        '# baseline = "mlgate-baseline.json"',
        "",
        *_paths(root, registry),
    ]
    for family, checks in registry.families.items():
        lines += ["", f"# {family}", "#"]
        lines += [line for check in checks for line in _section(check)]
    return "\n".join(lines) + "\n"


def _paths(root: Path, registry: Registry) -> Iterator[str]:
    project = Project(root)
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


def _glob(path: str) -> str:
    # TOML is UTF-8: a name that is not needs a wildcard for what has no character.
    return "".join("?" if "\ud800" <= c <= "\udfff" else c for c in glob.escape(path))


def _escape(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped)


def _section(check: Check[...]) -> Iterator[str]:
    yield f"# {check.title}"
    if check.kind is Kind.ZERO_CONFIG:
        yield f"# [{check.id}]  # runs without being named"
    else:
        yield f"# [{check.id}]"
    for setting in check.settings.values():
        yield f"#   {setting.key} = {_toml(setting.default)}"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return f'"{_escape(value)}"'
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            items = (f"{_toml(key)} = {_toml(item)}" for key, item in value.items())
            return f"{{ {', '.join(items)} }}"
        case _:
            return '"..."'
