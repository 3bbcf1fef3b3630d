"""Where code reads data files, and which paths it names while doing so."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mlgate.inputs._code import argument
from pytest_mlgate.inputs.sources import Source

_FRAMES = ("pandas", "polars", "geopandas", "dask.dataframe", "modin.pandas", "cudf", "duckdb")
_FORMATS = frozenset(
    {
        *("csv", "parquet", "table", "json", "ndjson", "excel", "feather", "pickle", "hdf", "orc"),
        *("fwf", "stata", "sas", "spss", "xml", "html", "file", "avro", "ipc", "delta"),
    }
)
_READERS = {
    **dict.fromkeys(("numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "numpy.fromfile"), 0),
    **dict.fromkeys(("numpy.memmap", "scipy.io.loadmat", "h5py.File", "xarray.open_dataset"), 0),
    **dict.fromkeys(("pyarrow.parquet.read_table", "pyarrow.parquet.ParquetFile"), 0),
    **dict.fromkeys(("pyarrow.parquet.ParquetDataset", "pyarrow.dataset.dataset"), 0),
    **dict.fromkeys(("pyarrow.csv.read_csv", "pyarrow.json.read_json", "pyarrow.memory_map"), 0),
    **dict.fromkeys(("pyarrow.feather.read_table", "pyarrow.feather.read_feather"), 0),
    **dict.fromkeys(("pyarrow.orc.read_table", "datasets.load_from_disk"), 0),
}
_OPENERS = frozenset({"io.open", "gzip.open", "bz2.open", "lzma.open", "codecs.open"})
_SPARK = frozenset({"csv", "parquet", "json", "orc", "text", "load", "xml"})
_PATH_KEYWORDS = (
    *("filepath_or_buffer", "path_or_buf", "path", "io", "source", "file", "fname", "filename"),
    *("where", "file_name", "paths", "dataset_path", "name"),
)
_PATH_TYPES = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath"})
_PATH_METHODS = frozenset({"open", "read_text", "read_bytes"})
_SETTINGS = (".yaml", ".yml", ".toml", ".json", ".ini", ".cfg", ".md", ".py", ".env")
_DEPTH = 20


@dataclass(frozen=True)
class DataRead:
    """One place that reads data.

    Parameters
    ----------
    node:
        The call.
    reader:
        What reads, in words.
    path:
        The literal path, ``None`` where it is computed.
    anchored:
        Whether `path` is relative to the project root already, because the code starts
        from its own ``__file__``.
    """

    node: ast.Call
    reader: str
    path: str | None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    value: str
    anchored: bool = False


def data_reads(source: Source) -> Iterator[DataRead]:
    """Yield the calls that read data files, computed paths included."""
    for call in source.code.calls:
        found = _reader(source, call)
        if found is None:
            continue
        reader, node, is_open = found
        text = _evaluate(source, node, 0)
        if text is None:
            if not _is_memory(source, node):
                yield DataRead(call, reader, None)
        elif not (is_open and _is_no_data(text.value)):
            yield DataRead(call, reader, text.value, text.anchored)


def _reader(source: Source, call: ast.Call) -> tuple[str, ast.expr, bool] | None:
    """Return the reader, the expression of its path, and whether it opens any kind of file."""
    names = source.code.names
    name = names.resolve(call.func)
    package, _, function = name.rpartition(".")
    path = _path_argument(call)
    if path is not None:
        verb, _, kind = function.partition("_")
        if package in _FRAMES and verb in {"read", "scan"} and kind in _FORMATS:
            return name, path, False
        if name in _READERS and not (name == "h5py.File" and _writes(call)):
            return name, path, False
        is_open = names.builtin(call.func) == "open" or name in _OPENERS
        if is_open and not _writes(call):
            return "open", path, True
        if not name and _is_spark(call):
            return "spark.read", path, False
    if isinstance(call.func, ast.Attribute) and call.func.attr in _PATH_METHODS:
        owner = call.func.value
        is_path = _is_path(source, owner)
        if is_path and not (call.func.attr == "open" and _writes(call, position=0)):
            return f"Path.{call.func.attr}", owner, True
    return None


def _path_argument(call: ast.Call) -> ast.expr | None:
    if call.args and not isinstance(call.args[0], ast.Starred):
        return call.args[0]
    return next((found for key in _PATH_KEYWORDS if (found := argument(call, key))), None)


def _writes(call: ast.Call, *, position: int = 1) -> bool:
    mode = argument(call, "mode", position)
    return (
        isinstance(mode, ast.Constant)
        and isinstance(mode.value, str)
        and bool(set("wax") & set(mode.value))
        and "+" not in mode.value.replace("w+", "w")
    )


def _is_spark(call: ast.Call) -> bool:
    """Whether a call is the end of a chain such as ``spark.read.option(...).csv(...)``."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _SPARK:
        return False
    node: ast.expr = call.func.value
    while True:
        if isinstance(node, ast.Attribute):
            if node.attr in {"read", "readStream"}:
                return True
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return False


def _is_path(source: Source, node: ast.expr) -> bool:
    """Whether an expression is visibly a ``pathlib`` path."""
    for _ in range(_DEPTH):
        if isinstance(node, ast.Call):
            if source.code.names.resolve(node.func) in _PATH_TYPES:
                return True
            node = node.func
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            node = node.left
        elif isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Name) and node.id in source.code.constants:
            node = source.code.constants[node.id]
        else:
            return False
    return False


def _evaluate(source: Source, node: ast.expr, depth: int) -> _Text | None:
    """Return the text of a path that the code spells out, ``None`` for a computed one."""
    if depth > _DEPTH:
        return None
    depth += 1
    match node:
        case ast.Constant(value=str() as value):
            return _Text(value)
        case ast.Name(id="__file__"):
            return _Text(source.path, anchored=True)
        case ast.Name(id=name) if name in source.code.constants:
            if _is_local(source, node):
                return None
            return _evaluate(source, source.code.constants[name], depth)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _joined(source, [left, right], depth)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            start, end = _evaluate(source, left, depth), _evaluate(source, right, depth)
            return _Text(start.value + end.value, start.anchored) if start and end else None
        case ast.JoinedStr(values=values):
            parts = [
                _evaluate(source, v.value if isinstance(v, ast.FormattedValue) else v, depth)
                for v in values
            ]
            texts = [part for part in parts if part is not None]
            if len(texts) < len(parts):
                return None
            anchored = bool(texts) and texts[0].anchored
            return _Text("".join(text.value for text in texts), anchored)
        case ast.Attribute(value=inner, attr="parent"):
            return _parent(_evaluate(source, inner, depth), 1)
        case ast.Subscript(
            value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int() as up)
        ) if up >= 0:
            return _parent(_evaluate(source, inner, depth), up + 1)
        case ast.Call():
            return _called(source, node, depth)
    return None


def _called(source: Source, call: ast.Call, depth: int) -> _Text | None:
    name = source.code.names.resolve(call.func)
    arguments = call.args
    if name in _PATH_TYPES or name in {"os.path.join", "posixpath.join"}:
        return _joined(source, arguments, depth)
    if name == "os.path.dirname" and arguments:
        return _parent(_evaluate(source, arguments[0], depth), 1)
    keeps = {"os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fspath"}
    is_text = source.code.names.builtin(call.func) == "str"
    if (name in keeps or is_text) and len(arguments) == 1:
        return _evaluate(source, arguments[0], depth)
    match call.func:
        case ast.Attribute(value=inner, attr="resolve" | "absolute" | "as_posix"):
            return _evaluate(source, inner, depth)
        case ast.Attribute(value=inner, attr="joinpath"):
            return _joined(source, [inner, *arguments], depth)
    return None


def _joined(source: Source, nodes: list[ast.expr], depth: int) -> _Text | None:
    parts = [_evaluate(source, node, depth) for node in nodes]
    texts = [part for part in parts if part is not None]
    if not texts or len(texts) < len(parts):
        return None
    return _Text(posixpath.join(*(text.value for text in texts)), texts[0].anchored)


def _parent(text: _Text | None, levels: int) -> _Text | None:
    if text is None:
        return None
    value = text.value
    for _ in range(levels):
        value = posixpath.dirname(value)
    return _Text(value, text.anchored)


def _is_local(source: Source, name: ast.Name) -> bool:
    """Whether a parameter of the same name hides the constant."""
    scope = source.code.scope(name)
    if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        arguments = scope.args
        known = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        return any(parameter.arg == name.id for parameter in known)
    return False


def _is_memory(source: Source, node: ast.expr) -> bool:
    """Whether what is read is visibly no file but a buffer in memory."""
    return isinstance(node, ast.Call) and source.code.names.resolve(node.func) in {
        "io.StringIO",
        "io.BytesIO",
    }


def _is_no_data(path: str) -> bool:
    return path.endswith(_SETTINGS) or path.startswith(("/dev/", "/proc/", "/sys/"))
