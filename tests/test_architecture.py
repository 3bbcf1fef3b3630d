"""The shape of the package: who may import whom, what nobody may do, how large a part may be."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = "pytest_mlgate"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("hook", "plugin"),
    ("commands",),
    ("session",),
    ("delivery", "selection", "terminal"),
    ("fixtures",),
    ("collection", "owntests"),
    ("builtin", "hookspecs", "update"),
    ("gate",),
    ("reports",),
    ("policy",),
    ("baseline", "scope", "starter", "waivers"),
    ("holdings",),
    ("checks", "config", "resolve"),
    ("inputs", "stats"),
    ("decision", "files", "numeric", "registry"),
    ("declared", "extras", "readonly", "seeding", "verdict", "_train_worker"),
    ("errors", "estimate"),
    ("_hash_seed",),
)
"""From the door down; a module imports from lower floors and from its own room, nothing else."""

ONLY: dict[str, set[str]] = {
    "checks": {
        "inputs",
        "stats",
        "registry",
        "decision",
        "verdict",
        "errors",
        "extras",
        "numeric",
    },
    "inputs": {"registry", "verdict", "errors", "extras", "files", "numeric", "_train_worker"},
    "stats": {"errors", "extras", "numeric"},
}
"""Rooms that see even less than their floor would allow."""

KNOWS_PYTEST = {
    "hook", "plugin", "commands", "session", "delivery", "selection", "terminal", "fixtures",
    "collection",
}  # fmt: skip

LAZY_ROOMS = {"plugin", "fixtures", "session", "delivery", "update", "inputs"}
"""Rooms with imports of our own inside functions: each spares a run what it does not use."""

FOREIGN_PROCESS = "pytest_mlgate._train_worker"
"""Runs beside the user's code, in the user's environment, and imports nothing of ours."""

NO_PUBLIC_NAMES = {"pytest_mlgate.inputs._pip_audit": "pip_audit._service"}
"""The one module that may know a private part of a package: pip-audit has no public one."""

IMPORTED_AS = {
    "cyclonedx-python-lib": "cyclonedx", "mlflow-skinny": "mlflow",
    "packageurl-python": "packageurl", "pyyaml": "yaml", "scikit-learn": "sklearn",
}  # fmt: skip

BANNED_CALLS = {
    "eval", "exec", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "yaml.full_load",
    "pickle.load", "pickle.loads", "cloudpickle.load", "cloudpickle.loads", "joblib.load",
    "dill.load", "dill.loads", "marshal.load", "marshal.loads", "shelve.open",
}  # fmt: skip
MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_FILE = 400


@dataclass(frozen=True)
class Imported:
    """One imported module, with the place of the import.

    It is paid for at import, on use (in a function), or never (for the type checker only).
    """

    name: str
    line: int
    paid: str


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str
    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.name.split(".")[1] if "." in self.name else ""

    def imports(self) -> Iterator[Imported]:
        yield from _imports(self.tree, "at import")

    def place(self, line: int) -> str:
        return f"{self.path.relative_to(ROOT).as_posix()}:{line}"


def parse(path: Path, name: str) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(name, path, text, ast.parse(text))


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = parse(path, name)
    return found


def _imports(node: ast.AST, paid: str) -> Iterator[Imported]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Imported(alias.name, child.lineno, paid)
        elif isinstance(child, ast.ImportFrom):
            base = "." * child.level + (child.module or "")
            for alias in child.names:
                yield Imported(f"{base}.{alias.name}", child.lineno, paid)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _imports(child, "on use")
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            yield from _imports(child, "never")
        else:
            yield from _imports(child, paid)


def own(imported: Imported) -> str | None:
    """Return the module of ours that is imported, ``None`` for any other."""
    if imported.name.partition(".")[0] != PACKAGE:
        return None
    if imported.name in modules():
        return imported.name
    return imported.name.rpartition(".")[0]


def edges() -> Iterator[tuple[Module, Module, Imported]]:
    for module in modules().values():
        if module.name != PACKAGE:
            for imported in module.imports():
                target = own(imported)
                if target is not None:
                    yield module, modules()[target], imported


def floor(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def private_part(name: str) -> bool:
    return any(part.startswith("_") and not part.startswith("__") for part in name.split("."))


def test_every_room_has_its_floor() -> None:
    rooms = {module.room for module in modules().values()} - {""}

    assert rooms == {room for rooms in FLOORS for room in rooms}


def test_imports_point_one_way() -> None:
    wrong = [
        f"{module.place(imported.line)}: {module.room} imports {target.name}"
        for module, target, imported in edges()
        if module.room != target.room
        and (not target.room or floor(target.room) <= floor(module.room))
    ]

    assert wrong == []


def test_checks_inputs_and_stats_see_only_their_own() -> None:
    wrong = [
        f"{module.place(imported.line)}: {module.room} imports {target.name}"
        for module, target, imported in edges()
        if module.room in ONLY and target.room not in {module.room, *ONLY[module.room]}
    ]

    assert wrong == []


def test_no_check_imports_another_family_or_another_check() -> None:
    wrong = []
    for module, target, imported in edges():
        if module.room == target.room == "checks" and target.name.count(".") > 2:
            family, name = target.name.split(".")[2], (target.name + ".").split(".")[3]
            if family != module.name.split(".")[2] or not name.startswith("_"):
                wrong.append(f"{module.place(imported.line)}: {target.name}")

    assert wrong == []


def test_no_cycle() -> None:
    graph: dict[str, set[str]] = {}
    for module, target, _ in edges():
        if target.name != module.name:
            graph.setdefault(module.name, set()).add(target.name)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"an import cycle, lazy imports included: {' <- '.join(error.args[1])}")


def test_only_the_rooms_at_the_door_know_pytest() -> None:
    wrong = [
        module.place(imported.line)
        for module in modules().values()
        for imported in module.imports()
        if imported.name.partition(".")[0] in {"pytest", "_pytest", "pluggy"}
        and module.room not in KNOWS_PYTEST
    ]

    assert wrong == []


def test_own_imports_in_functions_are_the_listed_ones() -> None:
    lazy = {module.room for module, _, imported in edges() if imported.paid == "on use"}

    assert lazy <= LAZY_ROOMS


def test_other_packages_are_imported_on_use() -> None:
    """Collection must not pay for what no selected check needs."""
    wrong = [
        f"{module.place(imported.line)}: {imported.name}"
        for module in modules().values()
        for imported in module.imports()
        if imported.paid == "at import"
        and imported.name.partition(".")[0] not in {*sys.stdlib_module_names, PACKAGE, "pytest"}
    ]

    assert wrong == []


def import_name(requirement: str) -> str:
    """Return the name by which a declared package is imported."""
    package = re.split(r"[^\w-]", requirement)[0].lower()
    return IMPORTED_AS.get(package, package.replace("-", "_"))


def test_only_declared_packages_are_imported() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = {import_name(line) for line in declared["dependencies"]}
    allowed |= set(sys.stdlib_module_names)
    wrong = [
        f"{module.place(imported.line)}: {imported.name}"
        for module in modules().values()
        if module.name != FOREIGN_PROCESS
        for imported in module.imports()
        if imported.paid != "never" and imported.name.partition(".")[0] not in {*allowed, PACKAGE}
    ]

    assert wrong == [], "an optional package is imported by extras.require"


def test_every_optional_package_is_in_the_extra_that_its_hint_names() -> None:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = {
        extra: {import_name(line) for line in lines}
        for extra, lines in document["project"]["optional-dependencies"].items()
    }
    wrong = []
    for module in modules().values():
        for name, call in calls(module):
            keywords = {k.arg: k.value for k in call.keywords}
            loads = name.rpartition(".")[2] in {"lazy", "require"}
            if loads and isinstance(keywords.get("extra"), ast.Constant):
                package = ast.literal_eval(call.args[0]).partition(".")[0]
                extra = ast.literal_eval(keywords["extra"])
                if package not in extras.get(extra, set()):
                    wrong.append(f"{module.place(call.lineno)}: {package} is not in [{extra}]")

    assert wrong == []


def test_no_private_name_of_another_package() -> None:
    wrong = []
    for module in modules().values():
        named = [(imported.name, imported.line) for imported in module.imports()]
        for name, call in calls(module):
            if name.rpartition(".")[2] in {"require", "import_module"} and call.args:
                argument = call.args[0]
                if isinstance(argument, ast.Constant):
                    named.append((str(argument.value), call.lineno))
        for name, line in named:
            foreign = name.partition(".")[0] not in {PACKAGE, "__future__", ""}
            internal = re.match(r"(?:pandas|numpy)\.(?:core|compat)\b", name)
            if NO_PUBLIC_NAMES.get(module.name) == name:
                continue
            if foreign and (internal or private_part(name)):
                wrong.append(f"{module.place(line)}: {name}")

    assert wrong == []


def test_no_import_is_hidden_from_the_type_checker() -> None:
    wrong = [
        module.place(imported.line)
        for module in modules().values()
        for imported in module.imports()
        if "type: ignore" in module.text.splitlines()[imported.line - 1]
    ]

    assert wrong == []


def test_only_commands_print() -> None:
    wrong = [
        module.place(call.lineno)
        for module in modules().values()
        for name, call in calls(module)
        if name == "print" and module.room != "commands"
    ]

    assert wrong == []


def dangerous(module: Module) -> Iterator[str]:
    """Yield the calls that could run what a hostile repository holds."""
    for name, call in calls(module):
        keywords = {k.arg: ast.unparse(k.value) for k in call.keywords}
        shell = keywords.get("shell", "False") != "False"
        pickles = keywords.get("allow_pickle", "False") != "False"
        safe = name == "yaml.load" and "SafeLoader" in keywords.get("Loader", "")
        if (name in BANNED_CALLS and not safe) or shell or pickles:
            yield f"{module.place(call.lineno)}: {name}"


def test_nothing_runs_code_from_a_file() -> None:
    assert [found for module in modules().values() for found in dangerous(module)] == []


def test_no_file_is_too_long() -> None:
    """A table of data is not code, however long it is."""
    wrong = {
        module.place(1): length
        for module in modules().values()
        if (length := len(module.text.splitlines())) > MOST_LINES_OF_A_FILE
        and any(isinstance(node, ast.FunctionDef) for node in ast.walk(module.tree))
    }

    assert wrong == {}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function without those of its docstring."""
    length = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function) is not None:
        docstring = function.body[0]
        length -= (docstring.end_lineno or 0) - docstring.lineno + 1
    return length


def test_no_function_is_too_long() -> None:
    wrong = {
        f"{module.place(node.lineno)}: {node.name}": lines_of(node)
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and lines_of(node) > MOST_LINES_OF_A_FUNCTION
    }

    assert wrong == {}


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "import os\nos.system('ls')",
        "import pickle\npickle.load(stream)",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "import numpy\nnumpy.load(path, allow_pickle=True)",
        "import yaml\nyaml.load(text)",
    ],
)
def test_the_guard_against_dangerous_calls_bites(source: str) -> None:
    module = Module("pytest_mlgate.x", ROOT / "x.py", source, ast.parse(source))

    assert len(list(dangerous(module))) == 1


def test_the_reader_of_imports_sees_lazy_and_conditional_ones() -> None:
    source = """
if TYPE_CHECKING:
    import t
if x:
    import a.b
def f():
    from c import d, e
    class G:
        import h
"""

    found = {(i.name, i.paid) for i in _imports(ast.parse(source), "at import")}

    lazy = {(name, "on use") for name in ("c.d", "c.e", "h")}
    assert found == {("t", "never"), ("a.b", "at import"), *lazy}
