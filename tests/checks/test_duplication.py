from __future__ import annotations

import io
import json
import tokenize
from bisect import bisect
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.checks.health._clones import Clone, find
from pytest_mlgate.checks.health._tokens import Stream, Word, words
from pytest_mlgate.verdict import Outcome, Verdict
from support import find_check, resolver, write

CHECK = find_check("health.duplication")


def plain(first: int, lines: int) -> str:
    """Return lines of five tokens of which no two are alike."""
    return "".join(f"v{n} = {n} * {n}\n" for n in range(first, first + lines))


def run(root: Path, files: dict[str, str], **settings) -> Verdict:
    return resolver(write(root, files)).run(CHECK, **settings)


def share(verdict: Verdict) -> tuple[int, int]:
    (estimate,) = verdict.estimates
    assert (estimate.name, estimate.unit) == ("duplicated tokens", "share")
    return round(estimate.value * estimate.n), estimate.n


@pytest.mark.parametrize(
    ("copied", "outcome"),
    [(9, Outcome.PASS), (10, Outcome.WARN), (19, Outcome.WARN), (20, Outcome.FAIL)],
)
def test_a_copy_in_another_file(tmp_path, copied, outcome):
    files = {"a.py": plain(0, 380 - copied), "b.py": plain(1000, 15) + plain(0, copied)}
    verdict = run(tmp_path, files)
    repeated = 0 if copied < 10 else 2 * copied
    assert share(verdict) == (5 * repeated, 5 * 395)
    assert verdict.outcome is outcome
    if repeated:
        overall, copy = verdict.findings
        percent = 2 * copied / 395
        limit = "10%" if percent > 0.1 else "5%"
        assert str(overall) == (
            f"repeated tokens: {percent:.1%} of 1975 tokens are repeated, above {limit}"
        )
        assert str(copy) == f"b.py:16: {5 * copied} tokens repeat those at a.py:1"


def test_names_and_comments_and_layout():
    left = "import a\n'''Doc.'''\nx = f(1,\n      2)  # why\ny = 1\n"
    right = "import b\nx = f(1, 2)\n\n\n# other\ny = 1\n"
    assert [w for w, _ in tokens(left)] == [w for w, _ in tokens(right)]
    assert tokens(left) == [
        ("x", 3), ("=", 3), ("f", 3), ("(", 3), ("1", 3), (",", 3), ("2", 4), (")", 4),
        ("y", 5), ("=", 5), ("1", 5),
    ]  # fmt: skip


def test_tables_of_data_are_one_token():
    row = "[1, -2, 'a', None],\n"
    assert tokens(f"x = [\n{row * 3}]\n") == [("x", 1), ("=", 1), ("[data]", 1)]
    assert len(tokens(f"x = [{row}]\n")) == 15
    assert len(tokens(f"x = [y, {row * 9}]\n")) == 2 + 4 + 9 * 11


@pytest.mark.parametrize("notebooks", [False, True])
def test_notebooks_count_on_request(tmp_path, notebooks):
    cells = [{"cell_type": "code", "source": plain(0, 10)}] * 2
    cells.insert(0, {"cell_type": "code", "source": "%matplotlib inline\n"})
    files = {"n.ipynb": json.dumps({"cells": cells}), "a.py": plain(1000, 300)}
    verdict = run(tmp_path, files, notebooks=notebooks, warn_share=0.01)
    assert verdict.outcome is (Outcome.WARN if notebooks else Outcome.PASS)
    if notebooks:
        assert str(verdict.findings[1]) == (
            "n.ipynb[cell 3]:1: 50 tokens repeat those at n.ipynb[cell 2]:1"
        )


def test_tests_do_not_count(tmp_path):
    verdict = run(tmp_path, {"a.py": plain(0, 200), "tests/test_a.py": plain(0, 200)})
    assert share(verdict) == (0, 1000)


def test_few_lines(tmp_path):
    verdict = run(tmp_path, {"a.py": plain(0, 99), "b.py": plain(0, 100)})
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.summary == "199 lines of code outside the tests are fewer than 200"


def test_a_file_that_cannot_be_parsed(tmp_path):
    assert run(tmp_path, {"a.py": "print 'a' if\n"}).outcome is Outcome.INCONCLUSIVE
    verdict = run(tmp_path, {"b.py": plain(0, 200)})
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert share(verdict) == (0, 1000)


def test_a_waiver(tmp_path):
    copy = plain(0, 30)
    waived = copy.replace("\n", "  # mlgate: allow[duplication] generated\n", 1)
    verdict = run(tmp_path, {"a.py": plain(0, 200), "b.py": waived})
    assert [finding.outcome for finding in verdict.findings] == [Outcome.FAIL, Outcome.WARN]


def test_no_text_of_the_project_is_told(tmp_path):
    verdict = run(tmp_path, {"a.py": plain(0, 200), "b.py": plain(0, 50)})
    assert "v0" not in str(verdict)


def tokens(text: str) -> list[Word]:
    return words(tokenize.generate_tokens(io.StringIO(text).readline))


def search(*files: list[Word], size: int, height: int):
    streams = [Stream.unpacked(Stream.of(file).packed()) for file in files]
    return find(streams, min_tokens=size, min_lines=height)


def test_a_run_does_not_repeat_itself_by_overlapping():
    run = [("a", n) for n in range(7)]
    assert search(run, size=4, height=1).tokens == 0
    run.append(("a", 7))
    found = search(run, size=4, height=1)
    assert found.tokens == 8
    assert found.clones == (Clone(file=0, first=4, last=7, like=0, line=0, tokens=4),)


def longest_elsewhere(files: list[list[Word]]) -> dict[tuple[int, int], list[int]]:
    """Return the lengths of the common prefixes with all other suffixes, from a suffix array."""
    suffixes = sorted(
        ([word for word, _ in file[at:]], number, at)
        for number, file in enumerate(files)
        for at in range(len(file))
    )
    found: dict[tuple[int, int], list[int]] = {}
    for rank, (suffix, number, at) in enumerate(suffixes):
        lengths = []
        for direction in (-1, 1):
            common, other = len(suffix), rank + direction
            while 0 <= other < len(suffixes) and common:
                text, number2, at2 = suffixes[other]
                while text[:common] != suffix[:common]:
                    common -= 1
                apart = common if number != number2 else min(common, abs(at - at2))
                lengths.append(apart)
                other += direction
        found[number, at] = lengths
    return found


def repeated(files: list[list[Word]], size: int, height: int) -> int:
    """Count repeated tokens by the definition, with a suffix array."""
    marked = set()
    for (number, at), lengths in longest_elsewhere(files).items():
        length = max(lengths, default=0)
        lines = {line for _, line in files[number][at : at + length]}
        if length >= size and len(lines) >= height:
            marked |= {(number, at + n) for n in range(length)}
    return len(marked)


@st.composite
def files(draw) -> list[list[Word]]:
    found = []
    for _ in range(draw(st.integers(1, 3))):
        text = draw(st.text("ab", max_size=16))
        ends = sorted(draw(st.sets(st.integers(1, 16), max_size=8)))
        found.append([(word, bisect(ends, at)) for at, word in enumerate(text)])
    return found


@given(files(), st.integers(1, 4), st.integers(1, 3))
def test_it_finds_what_a_suffix_array_finds(files, size, height):
    assert search(*files, size=size, height=height).tokens == repeated(files, size, height)
