"""Functions of the project that the configuration names by dotted path."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from pytest_mlgate.errors import InputAbsent, InputError, nearest

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")


def named(path: str | None, *, table: str, example: str, what: str) -> str:
    """Return the dotted path of the configuration after a look at its form.

    Raises
    ------
    InputAbsent
        If the configuration names none.
    InputError
        If it is not of the form ``module:attribute``.
    """
    if path is None:
        raise InputAbsent(f'no {what}: [inputs.{table}] path names none, such as "{example}"')
    if not _DOTTED.fullmatch(path):
        raise InputError(
            f"[inputs.{table}]",
            key="path",
            found=repr(path),
            expected=f'"module:attribute", such as "{example}"',
        )
    return path


@contextmanager
def importing_from(root: Path) -> Iterator[None]:
    """Let imports find the project's own modules first, as ``python script.py`` would there.

    Modules of the same names that were loaded from elsewhere step aside and come back at
    the end, so that two projects in one process do not see each other's ``features``.
    """
    import importlib

    own = _own_names(root)
    shadowed = {
        name: module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in own and not _lies_in(module, root)
    }
    for name in shadowed:
        del sys.modules[name]
    without_bytecode = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(root))
        sys.dont_write_bytecode = without_bytecode
        replaced = {name.partition(".")[0] for name in shadowed}
        for name in [n for n in sys.modules if n.partition(".")[0] in replaced]:
            del sys.modules[name]
        sys.modules.update(shadowed)


def load(root: Path, path: str, *, table: str) -> Callable[..., Any]:
    """Import the function ``module:attribute`` with the project root first on the path.

    Raises
    ------
    InputError
        As for :func:`load_value`, and if it is no function.
    """
    value = load_value(root, path, table=table)
    if not callable(value):
        raise InputError(
            f"[inputs.{table}]",
            key="path",
            found=f"{path!r}, a {type(value).__name__}",
            expected="a function",
        )
    return value  # type: ignore[no-any-return]


def load_value(root: Path, path: str, *, table: str, what: str = "a function") -> Any:
    """Import ``module:attribute``, whatever it is, with the project root first on the path.

    Raises
    ------
    InputError
        If the module cannot be imported, or has no such attribute.
    """
    import importlib

    module_name, _, attribute = path.partition(":")
    where = f"[inputs.{table}]"
    with importing_from(root):
        try:
            value: Any = importlib.import_module(module_name)
        except Exception as error:  # whatever the user's module raises
            raise InputError(
                where,
                key="path",
                found=f"{path!r}, whose module does not import ({describe(error, root)}: {error})",
                expected="a module that imports from the project root",
            ) from error
    for name in attribute.split("."):
        if not hasattr(value, name):
            raise InputError(
                where,
                key="path",
                found=f"no {name!r} in {module_name}{nearest(name, dir(value))}",
                expected=f"the name of {what}",
            )
        value = getattr(value, name)
    return value


def describe(error: BaseException, root: Path) -> str:
    """Return the type of an error and the project line that raised it, without its message.

    The message of an error in user code may hold a value of the data.
    """
    import traceback

    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            place = f" at {path.relative_to(root).as_posix()}:{frame.lineno}"
    return f"{type(error).__name__}{place}"


def _own_names(root: Path) -> frozenset[str]:
    """Top-level modules that the project itself holds."""
    modules = {path.stem for path in root.glob("*.py")}
    packages = {path.parent.name for path in root.glob("*/__init__.py")}
    return frozenset(modules | packages) - sys.stdlib_module_names - {"conftest", "pytest_mlgate"}


def _lies_in(module: ModuleType, root: Path) -> bool:
    origin = getattr(module, "__file__", None)
    return origin is not None and Path(origin).is_relative_to(root)
