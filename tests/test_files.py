from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate import files
from pytest_mlgate.errors import InputError
from support import link, pipe

PROC = Path("/proc/self")
other_words = pytest.mark.skipif(os.name == "nt", reason="Windows has other words for it")
no_modes = pytest.mark.skipif(os.name == "nt", reason="file modes are not kept there")
on_linux = pytest.mark.skipif(not (PROC / "mem").exists(), reason="needs /proc")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "outside.txt").write_text("secret")
    root = tmp_path / "project"
    root.mkdir()
    (root / "a.txt").write_text("one\n", newline="\n")
    return root


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def plant(root: Path, kind: str) -> str:
    """Make an unusable file and return its name."""
    path = root / "x"
    match kind:
        case "directory":
            path.mkdir()
        case "fifo":
            pipe(path)
        case "link out":
            link(path, "../outside.txt")
        case "folder out":
            link(path, "..")
            return "x/outside.txt"
        case "dangling":
            link(path, "nothing")
        case "loop":
            link(path, "y")
            link(root / "y", "x")
        case "loop above":
            link(path, "x")
            return "x/a.txt"
        case "sparse":
            with path.open("wb") as stream:
                stream.truncate(100 * files.MEBIBYTE)
        case "parent":
            return "../outside.txt"
        case "absolute":
            return str(root.parent / "outside.txt")
        case "nul":
            return "a\0.txt"
        case "long":
            return "a" * 5000
        case "below a file":
            return "a.txt/b"
    return "x"


BAD_PATHS = [
    ("missing", "no such file", "a file at this path"),
    ("directory", "a directory", "a file"),
    ("fifo", "a device or pipe", "a regular file"),
    ("link out", "a path that leaves the project root", "a path inside the project"),
    ("folder out", "a path that leaves the project root", "a path inside the project"),
    ("parent", "a path that leaves the project root", "a path inside the project"),
    ("absolute", "a path that leaves the project root", "a path inside the project"),
    ("dangling", "a dangling symbolic link", "a file"),
    ("loop", "a loop of symbolic links", "a file"),
    ("sparse", "100 MiB", "at most 32 MiB"),
    ("nul", "an unusable path", "a file of the project"),
    pytest.param(
        "long", "an unusable path (file name too long)", "a file of the project", marks=other_words
    ),
    pytest.param(
        "below a file",
        "a file that cannot be read (not a directory)",
        "a readable file",
        marks=other_words,
    ),
]


@pytest.mark.parametrize(("kind", "found", "expected"), BAD_PATHS)
def test_what_cannot_be_read(root: Path, kind: str, found: str, expected: str) -> None:
    name = plant(root, kind)
    with pytest.raises(InputError) as caught:
        files.read_bytes(root, name)
    error = caught.value
    assert error.where == name
    assert error.found.startswith(found)
    assert error.expected.startswith(expected)
    assert str(root) not in error.found


@pytest.mark.parametrize("kind", ["link out", "folder out", "parent", "dangling", "loop", "nul"])
def test_no_path_is_given_out_that_is_not_of_the_project(root: Path, kind: str) -> None:
    with pytest.raises(InputError):
        files.inside(root, plant(root, kind))


def test_a_loop_above_the_file(root: Path) -> None:
    with pytest.raises(InputError, match=r"loop|too many levels"):
        files.read_bytes(root, plant(root, "loop above"))


def test_links_within_the_project_are_followed(root: Path) -> None:
    link(root / "link", "a.txt")
    link(root.parent / "alias", "project")
    assert files.read_bytes(root, "link") == b"one\n"
    assert files.read_bytes(root.parent / "alias", "link") == b"one\n"
    assert files.inside(root, "new/file.txt") == root.resolve() / "new/file.txt"


def test_the_limit_is_the_callers(root: Path) -> None:
    assert files.read_bytes(root, "a.txt", limit=4) == b"one\n"
    with pytest.raises(InputError, match="found 0 MiB; expected at most 0 MiB"):
        files.read_bytes(root, "a.txt", limit=3)


@on_linux
def test_a_file_that_fails_while_it_is_read() -> None:
    for read in (files.read_bytes, files.digest):
        with pytest.raises(InputError) as caught:
            read(PROC, "mem")
        assert str(caught.value) == (
            "mem: found a file that cannot be read (input/output error); expected a readable file"
        )


def test_a_file_without_permission(root: Path) -> None:
    (root / "a.txt").chmod(0)
    if os.access(root / "a.txt", os.R_OK):
        pytest.skip("root reads everything")
    with pytest.raises(InputError, match="cannot be read \\(permission denied\\)"):
        files.read_bytes(root, "a.txt")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfone\n", "one\n"),
        ("zwölf 🎲\r\n".encode(), "zwölf 🎲\r\n"),
        (b"\x1b[31m", "\x1b[31m"),
    ],
)
def test_text(root: Path, content: bytes, text: str) -> None:
    (root / "t").write_bytes(content)
    assert files.read_text(root, "t") == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a\0b", "t: found a binary file; expected UTF-8 text"),
        ("a".encode("utf-16"), "t: found a binary file; expected UTF-8 text"),
        (b"a\nb\xe9\n", "t: line 2: found byte 0xe9, which is not UTF-8; expected UTF-8 text"),
        (b"\xff", "t: line 1: found byte 0xff, which is not UTF-8; expected UTF-8 text"),
        (b"\n\n\xc3", "t: line 3: found byte 0xc3, which is not UTF-8; expected UTF-8 text"),
        # A surrogate is no character.
        (b"\xed\xa0\x80", "t: line 1: found byte 0xed, which is not UTF-8; expected UTF-8 text"),
    ],
)
def test_what_is_no_text(root: Path, content: bytes, message: str) -> None:
    (root / "t").write_bytes(content)
    with pytest.raises(InputError) as caught:
        files.read_text(root, "t")
    assert str(caught.value) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(content)
    try:
        expected = None if b"\0" in content else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        expected = None
    if expected is None:
        with pytest.raises(InputError, match=r"; expected UTF-8 text$"):
            files.read_text(path.parent, path.name)
    else:
        assert files.read_text(path.parent, path.name) == expected


# digest


def test_a_digest_streams_any_size(root: Path) -> None:
    assert files.digest(root, "a.txt") == (hashlib.sha256(b"one\n").hexdigest(), 4)
    size = files.MAX_TEXT + 1
    with (root / "big").open("wb") as stream:
        stream.truncate(size)
    assert files.digest(root, "big")[1] == size


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("missing", "no such file"),
        ("directory", "no regular file"),
        ("fifo", "no regular file"),
        ("link out", "a path that leaves the project root"),
        ("loop", "a loop of symbolic links"),
    ],
)
def test_no_digest(root: Path, kind: str, found: str) -> None:
    with pytest.raises(InputError) as caught:
        files.digest(root, plant(root, kind))
    assert caught.value.found == found


# Writing


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", ["", "two\n", "zwölf 🎲\r\n", "x" * 200_000])
def test_writing(root: Path, content: str) -> None:
    files.write_atomic(root / "new" / "deep" / "b.txt", content)
    files.write_atomic(root / "a.txt", content)
    assert (root / "new/deep/b.txt").read_bytes() == content.encode()
    assert (root / "a.txt").read_bytes() == content.encode()
    assert (names(root), names(root / "new/deep")) == (["a.txt", "new"], ["b.txt"])


@no_modes
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o444])
def test_permission_bits_are_kept(root: Path, mode: int) -> None:
    (root / "a.txt").chmod(mode)
    files.write_atomic(root / "a.txt", "two\n")
    assert stat.S_IMODE((root / "a.txt").stat().st_mode) == mode


@no_modes
def test_a_new_file_follows_the_umask(root: Path, umask: None) -> None:
    files.write_atomic(root / "b.txt", "two\n")
    assert stat.S_IMODE((root / "b.txt").stat().st_mode) == 0o640


@pytest.mark.skipif(os.name == "nt", reason="whole paths may have 260 characters there")
def test_a_long_name_is_written(root: Path) -> None:
    files.write_atomic(root / ("b" * 255), "two\n")
    assert (root / ("b" * 255)).read_text() == "two\n"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("directory", "a link, folder or device"),
        ("fifo", "a link, folder or device"),
        ("link out", "a link, folder or device"),
        ("dangling", "a link, folder or device"),
        ("loop", "a link, folder or device"),
        pytest.param(
            "below a file", "a path that cannot be written (file exists)", marks=other_words
        ),
        pytest.param(
            "long", "a path that cannot be written (file name too long)", marks=other_words
        ),
    ],
)
def test_what_cannot_be_written(root: Path, kind: str, reason: str) -> None:
    path = root / plant(root, kind)
    before = names(root)
    with pytest.raises(InputError) as caught:
        files.write_atomic(path, "two\n")
    assert caught.value.where == str(path)
    assert caught.value.found == reason
    assert names(root) == before
    assert (root.parent / "outside.txt").read_text() == "secret"
    assert (root / "a.txt").read_text() == "one\n"


@pytest.mark.parametrize("step", ["replace", "chmod", "fdopen"])
def test_a_failing_write_leaves_the_old_content_and_nothing_else(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(InputError, match="cannot be written \\(no space left on device\\)"):
        files.write_atomic(root / "a.txt", "two\n")
    assert ((root / "a.txt").read_text(), names(root)) == ("one\n", ["a.txt"])


def test_an_interrupted_write_leaves_nothing_either(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write_atomic(root / "a.txt", "two\n")
    assert ((root / "a.txt").read_text(), names(root)) == ("one\n", ["a.txt"])


def test_text_that_utf8_cannot_hold_is_refused(root: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written .*surrogates not allowed"):
        files.write_atomic(root / "a.txt", "\udcff")
    assert ((root / "a.txt").read_text(), names(root)) == ("one\n", ["a.txt"])


def test_a_folder_without_permission(root: Path) -> None:
    root.chmod(0o555)
    if os.access(root, os.W_OK):
        pytest.skip("root writes everywhere")
    with pytest.raises(InputError, match="permission denied"):
        files.write_atomic(root / "a.txt", "two\n")
    root.chmod(0o755)


# Globs


@pytest.mark.parametrize(
    ("path", "glob", "expected"),
    [
        ("a.py", "a.py", True),
        ("a.py", "*.py", True),
        ("a.py", "/a.py", True),
        ("a.py", "A.py", False),
        ("src/a.py", "*.py", False),
        ("src/a.py", "src/*", True),
        ("src/b/a.py", "src/*", False),
        ("src/b/a.py", "src/*/a.py", True),
        ("src/a.py", "**/*.py", True),
        ("a.py", "**/*.py", True),
        ("x/y/z/a.py", "**/*.py", True),
        ("x/y/a.py", "x/**/a.py", True),
        ("x/a.py", "x/**/a.py", True),
        ("y/a.py", "x/**/a.py", False),
        ("a.py", "**", True),
        ("x/y", "**", True),
        ("src/a.py", "src/", True),
        ("src/b/a.py", "src/", True),
        ("src", "src/", False),
        ("src/b/a.py", "src/**", True),
        ("src", "src/**", False),
        ("source/a.py", "src/", False),
        ("x/tests/a.py", "**/tests/", True),
        ("tests/a.py", "**/tests/", True),
        ("x/mytests/a.py", "**/tests/", False),
        ("ab.py", "a?.py", True),
        ("a/.py", "a?.py", False),
        ("a1.py", "a[0-9].py", True),
        ("a[1].py", "a[[]1].py", True),
        ("x/ab/c/b.py", "**/a*/**/b.py", True),
        ("", "**", True),
        ("a", "", False),
        ("a\nb.py", "*.py", True),
        ("zwölf/a.py", "zw*/a.py", True),
        ("\udcff.py", "*.py", True),
    ],
)
def test_globs(path: str, glob: str, expected: bool) -> None:
    assert files.matches(path, glob) is expected


parts = st.text(st.characters(exclude_characters="/*?[\0"), min_size=1, max_size=5)
paths = st.lists(parts, min_size=1, max_size=5).map("/".join)


@given(paths)
def test_a_path_matches_itself_and_everything(path: str) -> None:
    assert files.matches(path, path)
    assert files.matches(path, "**")
    assert files.matches(f"top/{path}", "top/")
    assert files.matches(f"top/{path}", "**/" + path)
