"""Write what is derived from the code: the index of checks and the lists in the README.

python tools/generate.py            write
python tools/generate.py --check    write nothing, exit 1 if something is out of date
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pages
from tables import cell, default, general, key

from pytest_mlgate import checks, inputs
from pytest_mlgate.config.convert import describe
from pytest_mlgate.registry import Check, Input, Registry, Setting

ROOT = Path(__file__).parent.parent
INDEX = Path("checks/README.md")
README = Path("README.md")


def main(arguments: list[str] | None = None) -> int:
    """Write or compare every derived file; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--check", action="store_true", help="compare only")
    only_check = parser.parse_args(arguments).check
    stale = [path for path, text in documents(ROOT).items() if _read(ROOT / path) != text]
    if only_check:
        for path in stale:
            print(f"{path.as_posix()} is out of date: run python tools/generate.py")
        return 1 if stale else 0
    for path, text in documents(ROOT).items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(stale)} files changed")
    return 0


def documents(root: Path) -> dict[Path, str]:
    """Return path -> content of every derived file."""
    registry = Registry.of(checks.discover(), inputs.discover())
    readme = _read(root / README)
    for name, lines in (("checks", _list(registry)), ("settings", general())):
        readme = replace_region(readme, name, lines)
    index = "\n".join(_index(registry)) + "\n"
    return {INDEX: index, README: readme, **pages.documents(registry)}


def replace_region(text: str, name: str, lines: Iterable[str]) -> str:
    """Return `text` with other lines between the markers of the region `name`.

    Raises
    ------
    ValueError
        Unless the region is there exactly once.
    """
    start, end = f"<!-- generated: {name} -->", "<!-- end -->"
    pattern = re.compile(f"({re.escape(start)}\n).*?({re.escape(end)})", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise ValueError(f"expected one region from {start} to {end}")
    body = "\n".join(lines)
    return pattern.sub(lambda found: f"{found[1]}\n{body}\n\n{found[2]}", text)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _index(registry: Registry) -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "Made by `python tools/generate.py` from the checks themselves; do not edit."
    yield "`pytest --mlgate-explain CHECK` prints why a check exists, its rule, its outcomes,"
    yield "its remedy and its sources.  The folders hold one tiny project that passes and one"
    yield "that fails, for every check; the tests run the gate on each."
    for family, members in registry.families.items():
        yield from ("", f"## {family}", "", f"{len(members)} checks.")
        for check in members:
            yield from _entry(check)
    yield from ("", "## Inputs", "")
    yield "What checks look at.  A fixture `mlgate_<input>` in the root `conftest.py` replaces an"
    yield "input; the keys stand in `[inputs.<input>]`."
    for provided in sorted(registry.inputs.values(), key=lambda i: i.name):
        yield from _input(provided, registry)


def _entry(check: Check[...]) -> Iterator[str]:
    home = f"{check.family}/{check.name}"
    runs = "runs code of the project" if check.runs_code else "static"
    stops = "in every phase" if check.blocker else f"from phase {check.blocks_from}"
    yield from ("", f"### `{check.id}`", "", check.title, "")
    yield f"- {check.kind}; {runs}; stops the build {stops}"
    yield f"- inputs: {', '.join(_inputs_of(check)) or 'none'}"
    if check.subjects:
        named = check.subjects
        listed = f"setting `{key(named)}`" if isinstance(named, str) else ", ".join(named)
        yield f"- one item for each of: {listed}"
    yield f"- [passes]({home}/good), [fails]({home}/bad)"
    if check.settings:
        yield ""
        yield from _settings(check.settings)


def _input(provided: Input[..., object], registry: Registry) -> Iterator[str]:
    users = [check.id for check in registry if provided.name in check.inputs]
    yield from ("", f"### `{provided.name}`", "", provided.title, "")
    yield f"- checks that use it: {', '.join(f'`{user}`' for user in users) or 'none directly'}"
    if provided.settings:
        yield ""
        yield from _settings(provided.settings)


def _list(registry: Registry) -> Iterator[str]:
    yield "| family | checks | what they look at |"
    yield "|---|---|---|"
    for family, members in registry.families.items():
        about = inspect.getdoc(import_module(f"pytest_mlgate.checks.{family}")) or ""
        link = f"[`{family}`](docs/checks/{family}.md)"
        yield f"| {link} | {len(members)} | {cell(about.partition(chr(10))[0])} |"


def _settings(settings: Mapping[str, Setting]) -> Iterator[str]:
    yield "| key | default | allowed |"
    yield "|---|---|---|"
    for setting in settings.values():
        allowed = cell(describe(setting.annotation))
        yield f"| `{setting.key}` | {default(setting.default)} | {allowed} |"


def _inputs_of(check: Check[...]) -> list[str]:
    return [
        f"`{name}`" + ("" if required else " (optional)") for name, required in check.inputs.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
