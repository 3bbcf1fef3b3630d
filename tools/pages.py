"""The pages under ``docs/``: what checks, inputs, fixtures and public names say of themselves."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tables

import pytest_mlgate
from pytest_mlgate import builtin, plugin
from pytest_mlgate.config.convert import describe
from pytest_mlgate.config.settings import WriteBack
from pytest_mlgate.registry import Check, Input, Registry, Setting
from pytest_mlgate.reports.docstring import Block, Kind, blocks, sections

ROOT = Path(__file__).parent.parent
DOCS = Path("docs")
CASES = Path("checks")
NOTE = "Made by `python tools/generate.py` from the code; do not edit."
_CODE = re.compile(r"``(.+?)``|`(.+?)`")
_MARKS = re.compile(r"([\\*_<>\[\]|~])")


def documents(registry: Registry) -> dict[Path, str]:
    """Return path -> content of every page that is derived from the code."""
    pages = {
        DOCS / f"checks/{family}.md": _family(family, members)
        for family, members in registry.families.items()
    }
    pages |= {
        DOCS / "index.md": _index(registry),
        DOCS / "inputs.md": _inputs(registry),
        DOCS / "configuration.md": _configuration(),
        DOCS / "reports.md": _reports(),
        DOCS / "python.md": _python(),
    }
    return {path: "\n".join(lines).rstrip() + "\n" for path, lines in pages.items()}


def markdown(text: str) -> str:
    """Return prose of a docstring as Markdown: code stays code, everything else is escaped."""
    done, position = "", 0
    for code in _CODE.finditer(text):
        done += _MARKS.sub(r"\\\1", text[position : code.start()])
        inner = code[1] or code[2]
        done += f"`` {inner} ``" if "`" in inner else f"`{inner}`"
        position = code.end()
    done += _MARKS.sub(r"\\\1", text[position:])
    # A number, a sign or a hash at the beginning would start a list or a heading.
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([#+-])", r"\\\1", done))


def cell(text: str) -> str:
    """Return prose for a cell of a table, in which a bar ends the cell even inside code."""
    return re.sub(r"(?<!\\)\|", r"\\|", markdown(text)) or " "


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def prose(found: Iterable[Block]) -> Iterator[str]:
    """Yield the lines of blocks; terms are left to the table of settings."""
    in_list = False
    for block in found:
        if block.kind is Kind.ITEM:
            if not in_list:
                yield ""
            label = "" if block.label in "*-" else f"**{block.label}** "
            yield f"- {label}{markdown(block.text)}"
        elif block.kind is Kind.LITERAL:
            yield from ("", "```text", *inspect.cleandoc(block.text).splitlines(), "```")
        elif block.kind is not Kind.TERM:
            yield from ("", markdown(block.text))
        in_list = block.kind is Kind.ITEM


def _head(title: str, up: str) -> Iterator[str]:
    yield from (f"# {title}", "", NOTE, "", f"[All pages]({up})")


def _index(registry: Registry) -> Iterator[str]:
    yield from ("# pytest-mlgate", "", NOTE, "")
    yield "The [README](../README.md) says what it is for and how to install it."
    yield from ("", "## Guides", "")
    for path in sorted((ROOT / DOCS / "guides").glob("*.md")):
        title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        yield f"- [{title}](guides/{path.name})"
    yield from ("", "## Reference", "")
    yield "- [Configuration](configuration.md): the keys of the whole gate"
    yield "- [Inputs](inputs.md): what checks look at, and the files of evidence"
    yield "- [Reports](reports.md): options of the command line and formats"
    yield "- [Python](python.md): fixtures for tests, and the names for checks of your own"
    yield from ("", "## Checks", "")
    for family, members in registry.families.items():
        yield from ("", f"### {family}", "", "| check | rule | runs |", "|---|---|---|")
        for check in members:
            link = f"[`{check.name}`](checks/{family}.md#{anchor(check.id)})"
            yield f"| {link} | {cell(check.title)} | {check.kind} |"


def _family(family: str, members: list[Check[...]]) -> Iterator[str]:
    yield from _head(f"Checks of {family}", "../index.md")
    yield ""
    for check in members:
        yield f"- [`{check.name}`](#{anchor(check.id)}): {markdown(check.title)}"
    for check in members:
        yield from _check(check)


def _check(check: Check[...]) -> Iterator[str]:
    runs = "runs code of the project" if check.runs_code else "static"
    stops = "in every phase" if check.blocker else f"from phase {check.blocks_from}"
    inputs = [
        f"[`{name}`](../inputs.md#{anchor(name)})" + ("" if required else " (optional)")
        for name, required in check.inputs.items()
    ]
    found = sections(check.doc)
    yield from ("", f"## {check.id}", "", markdown(check.title), "")
    yield f"- {check.kind}; {runs}; stops the build {stops}"
    yield f"- inputs: {', '.join(inputs) or 'none'}"
    if check.subjects:
        named = check.subjects
        listed = f"setting `{tables.key(named)}`" if isinstance(named, str) else ", ".join(named)
        yield f"- one item for each of: {listed}"
    yield from prose(found.pop("")[1:])
    for heading, part in found.items():
        yield from ("", f"**{heading}**")
        if heading == "Settings" and check.settings:
            yield from _settings(check.settings, part)
        yield from prose(_real(part) if check.settings else part)
    yield from _example(check)


def _real(part: list[Block]) -> list[Block]:
    return [block for block in part if block.text != "None."]


def _settings(settings: Mapping[str, Setting], words: Iterable[Block]) -> Iterator[str]:
    meanings = {
        name.strip().replace("_", "-"): block.text
        for block in words
        if block.kind is Kind.TERM
        for name in block.label.split(",")
    }
    yield from ("", "| key | default | allowed | meaning |", "|---|---|---|---|")
    for setting in settings.values():
        allowed = describe(setting.annotation).replace("|", "\\|")
        default = tables.default(setting.default)
        meaning = cell(meanings.get(setting.key, ""))
        yield f"| `{setting.key}` | {default} | {allowed} | {meaning} |"


def _example(check: Check[...]) -> Iterator[str]:
    home = CASES / check.family / check.name
    link = f"../../{home.as_posix()}"
    config = (ROOT / home / "good" / "mlgate.toml").read_text(encoding="utf-8")
    fault = tomllib.loads((ROOT / home / "case.toml").read_text(encoding="utf-8"))["fault"]
    yield from ("", "**Example**", "")
    yield f"[A project that passes]({link}/good) and [one that fails]({link}/bad), which says"
    yield from ("", "```text", *fault, "```")
    if config.strip():
        yield from ("", "The first is configured by", "", "```toml", config.strip(), "```")


def _inputs(registry: Registry) -> Iterator[str]:
    inputs = sorted(registry.inputs.values(), key=lambda declared: declared.name)
    yield from _head("Inputs", "index.md")
    yield ""
    yield "What checks look at.  A fixture `mlgate_<input>` in the root `conftest.py` replaces an"
    yield "input; its keys stand in `[inputs.<input>]`, with dashes."
    yield ""
    for declared in inputs:
        yield f"- [`{declared.name}`](#{anchor(declared.name)}): {markdown(declared.title)}"
    for declared in inputs:
        yield from _input(declared, registry)


def _input(declared: Input[..., object], registry: Registry) -> Iterator[str]:
    users = [
        f"[`{check.id}`](checks/{check.family}.md#{anchor(check.id)})"
        for check in registry
        if declared.name in check.inputs
    ]
    found = sections(declared.doc)
    yield from ("", f"## {declared.name}", "", markdown(declared.title), "")
    if declared.settings:
        yield f"- table: `[inputs.{tables.key(declared.name)}]`"
    if declared.inputs:
        made = (f"[`{name}`](#{anchor(name)})" for name in declared.inputs)
        yield f"- made of: {', '.join(made)}"
    yield f"- checks that use it: {', '.join(users) or 'none directly'}"
    yield from prose(found.pop("")[1:])
    for heading, part in found.items():
        if heading == "Settings":
            yield from _settings(declared.settings, part)
        else:
            yield from ("", f"**{heading}**")
        yield from prose(_real(part))


def _configuration() -> Iterator[str]:
    yield from _head("Configuration", "index.md")
    yield from ("", *tables.general())
    yield from ("", "Keys of `[write-back]`:", "", *tables.fields(WriteBack))


def _reports() -> Iterator[str]:
    yield from _head("Reports", "index.md")
    yield from ("", "## Options", "", "| option | what it does |", "|---|---|")
    for option, words in _options():
        yield f"| `{option}` | {cell(words)} |"
    yield from ("", "## Formats", "")
    yield "For `--mlgate-report FORMAT:PATH`; `-` as PATH is the terminal."
    yield from ("", "| format | what it is |", "|---|---|")
    for name, write in sorted(builtin.pytest_mlgate_reports().items()):
        words = inspect.getdoc(inspect.getmodule(write)) or inspect.getdoc(write) or ""
        yield f"| `{name}` | {cell(words.partition(chr(10))[0])} |"


def _options() -> Iterator[tuple[str, str]]:
    """Yield the options of the plugin, as pytest's help names them."""
    found: list[tuple[str, str]] = []

    class Collector:
        def getgroup(self, *_: str) -> Collector:
            return self

        def addoption(self, name: str, **settings: Any) -> None:
            found.append((f"{name} {settings.get('metavar', '')}".strip(), settings["help"]))

    plugin.pytest_addoption(Collector())  # type: ignore[arg-type]
    yield from found


def _python() -> Iterator[str]:
    yield from _head("Python", "index.md")
    yield from ("", "- [Fixtures](#fixtures)", "- [Names](#names)", "", "## Fixtures", "")
    yield "Of the plugin itself.  Every [input](inputs.md) of a check is a fixture as well."
    yield from ("", "| fixture | what it gives |", "|---|---|")
    for function in ast.parse(inspect.getsource(plugin)).body:
        if isinstance(function, ast.FunctionDef) and _is_fixture(function):
            yield f"| `{function.name}` | {cell(ast.get_docstring(function) or '')} |"
    yield from ("", "## Names", "", "`from pytest_mlgate import` these, for checks of your own.")
    yield ""
    seen: list[str] = []
    for name in pytest_mlgate.__all__:
        seen.append(anchor(name))
        again = seen.count(anchor(name)) - 1
        yield f"- [`{name}`](#{anchor(name)}{f'-{again}' if again else ''})"
    for name in pytest_mlgate.__all__:
        yield from _name(name, getattr(pytest_mlgate, name))


def _is_fixture(function: ast.FunctionDef) -> bool:
    return "pytest.fixture" in map(ast.unparse, function.decorator_list)


def _name(name: str, value: Any) -> Iterator[str]:
    yield from ("", f"### {name}")
    if not inspect.isclass(value):
        try:
            signature = f"{name}{inspect.signature(value)}"
        except ValueError:
            signature = name
        yield from ("", "```text", signature, "```")
    for block in blocks(_plain(inspect.getdoc(value) or "")):
        if block.kind is Kind.HEADING:
            yield from ("", f"**{block.text}**", "")
        elif block.kind is Kind.TERM:
            yield f"- `{block.label}`: {markdown(block.text)}"
        else:
            yield from prose([block])


def _plain(doc: str) -> str:
    """Return a docstring with roles of Sphinx as code, and parameters as terms."""
    doc = re.sub(r":\w+:`~?\.?(.+?)`", r"`\1`", doc)
    return re.sub(r"^(\w+(?:, \w+)*):$", r"\1 : ", doc, flags=re.MULTILINE)
