"""Configuration files that code names, found without running it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.inputs._code import Code, argument, last_name
from pytest_mlgate.inputs.sources import Source

_CONFIG = re.compile(r".*\.(?:ya?ml|toml|ini|cfg)", re.IGNORECASE)
_JSON_CONFIG = re.compile(
    r"(?:.*/)?(?:conf|configs?|params|settings)/.*\.json"
    r"|(?:.*/)?[^/]*(?:conf|param|setting|hparam)[^/]*\.json",
    re.IGNORECASE,
)
_READERS = frozenset({"load", "read", "safe_load"})
_HERE = "<the script's folder>"


@dataclass(frozen=True)
class ConfigRead:
    """A configuration file that code reads.

    Parameters
    ----------
    node:
        The call that names it.
    shown:
        The path as far as it is known.
    candidates:
        Paths relative to the project root that it may mean: from the root, from the folder
        of the script, and from those between, since the script may be started in any of
        them.  Empty for a path outside the project.
    """

    node: ast.expr | ast.stmt
    shown: str
    candidates: tuple[str, ...]


def config_reads(source: Source) -> Iterator[ConfigRead]:
    """Yield the configuration files that a source names, each once."""
    seen: set[str] = set()
    for node, path in _named(source.code):
        if path not in seen and (_CONFIG.fullmatch(path) or _JSON_CONFIG.fullmatch(path)):
            seen.add(path)
            shown = path.removeprefix(f"{_HERE}/")
            yield ConfigRead(node, shown, _candidates(source.path, path))


def _named(code: Code) -> Iterator[tuple[ast.expr, str]]:
    for call in code.calls:
        name, resolved = last_name(call.func), code.names.resolve(call.func)
        if resolved == "hydra.main" or name == "hydra_main":
            yield from _hydra(call)
        elif name in {"add_argument", "option", "Option"}:
            default = argument(call, "default")
            yield from _literal(code, call, default)
        elif name == "open" and not _is_written(call):
            method = isinstance(call.func, ast.Attribute) and not resolved
            yield from _literal(code, call, call.func.value if method else _first(call))  # type: ignore[attr-defined]
        elif name in {"read_text", "read_bytes"} and isinstance(call.func, ast.Attribute):
            yield from _literal(code, call, call.func.value)
        elif name in _READERS or re.fullmatch(r"(?:load|read|get|parse)_.*(?:conf|param).*", name):
            yield from _literal(code, call, _first(call))


def _first(call: ast.Call) -> ast.expr | None:
    if call.args:
        return call.args[0]
    return argument(call, "file") or argument(call, "path") or argument(call, "filename")


def _literal(code: Code, call: ast.Call, value: ast.expr | None) -> Iterator[tuple[ast.expr, str]]:
    path = _path(code, value, depth=0) if value is not None else None
    if path:
        yield call, path


def _is_written(call: ast.Call) -> bool:
    method = isinstance(call.func, ast.Attribute)
    mode = argument(call, "mode", 0 if method and len(call.args) < 2 else 1)
    text = mode.value if isinstance(mode, ast.Constant) else ""
    return isinstance(text, str) and len(text) <= 3 and bool(set(text) & set("wax"))


def _hydra(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    folder = argument(call, "config_path", 0)
    name = argument(call, "config_name", 1)
    match folder, name:
        case ast.Constant(value=str(place)), ast.Constant(value=str(file)):
            suffix = "" if file.endswith((".yaml", ".yml")) else ".yaml"
            yield call, f"{_HERE}/{place}/{file}{suffix}"


def _path(code: Code, node: ast.expr, depth: int) -> str | None:
    """Return the path that an expression spells out, if it does."""
    if depth > 10:
        return None
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id="__file__"):
            return f"{_HERE}/script.py"
        case ast.Name(id=name) if name in code.constants:
            return _path(code, code.constants[name], depth + 1)
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            return _joined(code, [left, right], depth)
        case ast.Attribute(attr="parent", value=value):
            path = _path(code, value, depth + 1)
            return posixpath.dirname(path) if path else None
        case ast.Call(func=function, args=args):
            return _called(code, function, args, depth)
    return None


def _called(code: Code, function: ast.expr, args: list[ast.expr], depth: int) -> str | None:
    name = code.names.resolve(function)
    if name in {"os.path.join", "pathlib.Path", "pathlib.PurePath"}:
        return _joined(code, args, depth) if args else None
    if name in {"os.path.dirname", "os.path.abspath", "os.path.realpath"} and len(args) == 1:
        path = _path(code, args[0], depth + 1)
        return posixpath.dirname(path) if path and name.endswith("dirname") else path
    if isinstance(function, ast.Attribute) and function.attr in {"resolve", "absolute"}:
        return _path(code, function.value, depth + 1)
    return None


def _joined(code: Code, parts: list[ast.expr], depth: int) -> str | None:
    found = [_path(code, part, depth + 1) for part in parts]
    if any(part is None for part in found):
        return None
    return posixpath.join(*[part for part in found if part is not None])


def _candidates(script: str, path: str) -> tuple[str, ...]:
    folder = posixpath.dirname(script)
    if path.startswith(f"{_HERE}/"):
        places = [posixpath.join(folder, path.removeprefix(f"{_HERE}/"))]
    elif path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
        places = []
    else:
        parts = folder.split("/") if folder else []
        folders = ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]
        places = [posixpath.join(place, path.replace("\\", "/")) for place in folders]
    normal = [posixpath.normpath(place) for place in places]
    return tuple(dict.fromkeys(place for place in normal if not place.startswith("..")))
