"""Calls that run what is in a file when they load it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pytest_mlgate.inputs._code import (
    FUNCTIONS,
    Code,
    argument,
    has_unknown_arguments,
    last_name,
)
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.sources import Source
from pytest_mlgate.verdict import Finding, Outcome

_MODULES = ("pickle", "_pickle", "cPickle", "six.moves.cPickle", "dill", "cloudpickle")
_PICKLES = frozenset(
    {f"{module}.{name}" for module in _MODULES for name in ("load", "loads", "Unpickler")}
    | {"joblib.load", "sklearn.externals.joblib.load", "pandas.read_pickle", "shelve.open",
       "shelve.DbfilenameShelf", "dill.load_module", "dill.load_session"}
)  # fmt: skip
_DUMPS = frozenset(f"{module}.dumps" for module in _MODULES)
_YAML = frozenset({"yaml.load", "yaml.load_all"})
_UNSAFE_YAML = frozenset(
    {"yaml.unsafe_load", "yaml.unsafe_load_all", "yaml.full_load", "yaml.full_load_all"}
)
_UNSAFE_LOADERS = frozenset(
    f"yaml.{start}{name}"
    for start in ("", "C")
    for name in ("Loader", "FullLoader", "UnsafeLoader")
)
_HASH = re.compile(
    r"(?:^|_)(?:sha\d*|md5|hash|digest|hexdigest|checksum|signature|integrity)(?:$|_)"
)
_VERIFY = re.compile(
    r"(?:^|_)(?:verify|verified|check|validate|assert|ensure|match|matches)(?:$|_)"
)
_RUNS = "runs whatever is in the file, and no hash is compared before"
_PICKLE_REMEDY = (
    "Compare the file's SHA-256 with the one in artifacts.manifest.json first, or load skops, "
    "ONNX or safetensors."
)
_YAML_REMEDY = "Use yaml.safe_load, or Loader=yaml.CSafeLoader."


@dataclass(frozen=True)
class _Load:
    """A call that may run what it reads; `remedy` says how it would not."""

    call: ast.Call
    name: str
    remedy: str
    hash_helps: bool = True


def unsafe_loads(source: Source, *, weights_only: bool = False) -> list[Finding]:
    """Return the load calls of a file: unsafe ones, and notes on those behind a hash check.

    Parameters
    ----------
    source:
        A Python file or notebook.
    weights_only:
        Whether `torch.load` of the project's torch reads weights only by default.
    """
    unsafe = Outcome.FAIL if source.role is Role.SERVE else Outcome.WARN
    found = []
    loads = list(_loads(source.code, weights_only=weights_only))
    checks = _checks(source.code) if loads else []
    for load in loads:
        checked = load.hash_helps and _follows(source.code, load.call, checks)
        harm = _RUNS if load.hash_helps else "makes any object that it is told to"
        found.append(
            source.finding(
                load.call,
                f"{load.name} {'follows a comparison of hashes' if checked else harm}",
                outcome=Outcome.PASS if checked else unsafe,
                rule="A3",
                remedy="" if checked else load.remedy,
                check="unsafe-artifacts",
            )
        )
    return found


def _loads(code: Code, *, weights_only: bool) -> Iterator[_Load]:
    for call in code.calls:
        name = code.names.resolve(call.func)
        if name in _PICKLES and not _is_own_dump(code, call):
            yield _Load(call, name, _PICKLE_REMEDY)
        elif name == "torch.load" and _torch_runs_code(call, weights_only=weights_only):
            yield _Load(call, name, f"Pass weights_only=True. {_PICKLE_REMEDY}")
        elif name == "numpy.load" and _is_true(argument(call, "allow_pickle", 2)):
            yield _Load(call, "numpy.load(allow_pickle=True)", _PICKLE_REMEDY)
        elif name in _UNSAFE_YAML or (name in _YAML and _yaml_runs_code(code, call)):
            yield _Load(call, name, _YAML_REMEDY, hash_helps=False)


def _is_own_dump(code: Code, call: ast.Call) -> bool:
    """Whether it reads back what is dumped right there, to make a deep copy."""
    given = call.args[0] if call.args else None
    return isinstance(given, ast.Call) and code.names.resolve(given.func) in _DUMPS


def _torch_runs_code(call: ast.Call, *, weights_only: bool) -> bool:
    given = argument(call, "weights_only")
    if given is None:
        return not weights_only and not has_unknown_arguments(call)
    return isinstance(given, ast.Constant) and not given.value


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and bool(node.value)


def _yaml_runs_code(code: Code, call: ast.Call) -> bool:
    loader = argument(call, "Loader", 1)
    if loader is None:
        return not has_unknown_arguments(call)
    return code.names.resolve(loader) in _UNSAFE_LOADERS


def _checks(code: Code) -> list[ast.Compare | ast.Call]:
    """Return where hashes are compared, be it in a function of the file that is called."""
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef]
    functions = [*code.of(ast.FunctionDef), *code.of(ast.AsyncFunctionDef)]
    comparing = {f.name for f in functions if any(map(_compares, ast.walk(f)))}
    return [
        *filter(_compares, code.of(ast.Compare)),
        *(call for call in code.calls if _compares(call) or last_name(call.func) in comparing),
    ]


def _follows(code: Code, call: ast.Call, checks: Sequence[ast.Compare | ast.Call]) -> bool:
    """Whether one of the checks stands above the call, in the same function or around it."""
    around = (*FUNCTIONS, ast.Module)
    scopes = {scope for scope in code.ancestors(call) if isinstance(scope, around)}
    return any(
        node is not call and node.lineno <= call.lineno and code.scope(node) in scopes
        for node in checks
    )


def _compares(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return any(_HASH.search(name) for name in _names_in(node))
    if isinstance(node, ast.Call):
        name = last_name(node.func).lower()
        return name == "compare_digest" or bool(_HASH.search(name) and _VERIFY.search(name))
    return False


def _names_in(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, (ast.Name, ast.Attribute)):
            yield last_name(inner).lower()
