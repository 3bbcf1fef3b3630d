"""What a user sees: width, colour, encodings, verbosity, folds in CI logs, and what to do next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # every test runs a gate in a process of its own

OK, FAILED = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED

LONG = '''
from pytest_mlgate import Finding, Outcome, Verdict, check

@check("demo.long")
def long() -> Verdict:
    """It has much to say."""
    deep = "data/" + "deep/" * 11 + "table.csv"
    found = [
        Finding(message="was read " + "and read again " * 12, path=f"{deep}{n}", line=n,
                remedy="Read it once, " + "and only once, " * 9)
        for n in range(1, 6)
    ]
    return Verdict.of(found, passed="", remedy="Read everything once. " * 6)

@check("demo.hostile")
def hostile() -> Verdict:
    """It quotes what others wrote."""
    text = "::error file=a.py::x\\n::stop-commands::y \\x1b[0Ksection_end:1:mlgate_1\\r\\x1b[0K"
    found = [Finding(message=text, path=f"::group::{n}.py") for n in range(5)]
    return Verdict.of(found, passed="", remedy="##[warning]mend")

@check("demo.broken")
def broken() -> Verdict:
    """It breaks with a message from outside."""
    raise ValueError("\\n::set-output name=a::b\\n##[error]c")

@check("demo.small")
def small() -> Verdict:
    """It warns."""
    found = [Finding(message=f"naïve thing {n} ✗", path="é.py", outcome=Outcome.WARN, line=n)
             for n in (1, 2)]
    return Verdict.of(found, passed="", remedy="Mend the naïve thing.")

def pytest_mlgate_checks():
    return [long, hostile, broken, small]
'''


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("NO_COLOR", "FORCE_COLOR", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    (pytester.path / "conftest.py").write_text(LONG, encoding="utf-8")
    pytester.makefile(".toml", mlgate='families = ["demo"]\n')
    return pytester.path


def gate(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    arguments = ("--mlgate-only", "-p", "no:cacheprovider", *arguments)
    result = pytester.runpytest_inprocess(*arguments)
    assert result.ret == FAILED, result.stdout.str()
    return result.outlines


def section(lines: list[str]) -> list[str]:
    """Return our own part of the output."""
    plain = [re.sub(r"\x1b\[\d*m", "", line) for line in lines]
    start = next(n for n, line in enumerate(plain) if re.fullmatch(r"=+ mlgate =+", line))
    ends = [n for n, line in enumerate(plain) if n > start and line.startswith("===")]
    return lines[start + 1 : ends[0]]


def test_nothing_is_wider_than_80_columns(pytester: pytest.Pytester, project: Path) -> None:
    lines = gate(pytester, "-k", "long or small")

    assert [
        line for line in lines if len(line) > 80 and not line.startswith(("plugins: ", "rootdir: "))
    ] == []
    assert sum("/table.csv" in line for line in lines) > 5
    assert any(line.startswith("    data/deep/") for line in lines)
    assert any(line.startswith("                  only once,") for line in lines)
    assert "         everything once. Read everything once. Read everything once." in lines


def test_the_width_of_the_terminal_is_used(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    widths = [len(line) for line in gate(pytester, "-k", "long")]

    assert max(widths) > 150


def test_workers_wrap_as_well(pytester: pytest.Pytester, project: Path) -> None:
    here = gate(pytester, "-k", "long")
    there = gate(pytester, "-k", "long", "-n", "1")

    start = next(n for n, line in enumerate(there) if line.endswith("FAILURES " + "=" * 35))
    assert section(there) == section(here)
    assert [line for line in there[start:] if len(line) > 80 and " - " not in line] == []


@pytest.mark.parametrize(
    ("variables", "arguments", "coloured"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1"}, (), True),
        ({}, ("--color=yes",), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1"}, ("--color=no",), False),
    ],
)
def test_colour(
    pytester: pytest.Pytester,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    arguments: tuple[str, ...],
    coloured: bool,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    lines = gate(pytester, "-k", "long or small", *arguments)

    assert any("\x1b[" in line for line in section(lines)) is coloured


def test_a_terminal_that_knows_ascii_only(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUTF8")
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    monkeypatch.setenv("LC_ALL", "C")

    result = pytester.runpytest_subprocess("--mlgate-only", "-v", "-k", "small")
    listed = pytester.runpytest_subprocess("--mlgate-list")
    explained = pytester.runpytest_subprocess("--mlgate-explain", "fairness.forbidden-input")

    assert result.ret == listed.ret == explained.ret == OK
    assert "  warn         \\xe9.py:2: na\\xefve thing 2 \\u2717" in result.outlines


def test_how_much_is_said(pytester: pytest.Pytester, project: Path) -> None:
    usual = section(gate(pytester, "-k", "long or small"))
    more = section(gate(pytester, "-k", "long or small", "-v"))
    quiet = section(gate(pytester, "-k", "long or small", "-q"))
    silent = section(gate(pytester, "-k", "long or small", "-qq"))

    assert "    to do: Mend the naïve thing." in usual
    assert not any(line.startswith("  warn  ") for line in usual)
    assert "  warn         é.py:2: naïve thing 2 ✗" in more
    assert "1 that do not block: demo.small" in quiet
    assert quiet[0].startswith("family ")
    assert silent[0].startswith("FAIL demo.long -> ")
    assert not any("small" in line for line in silent)


def test_the_list_says_what_was_found_where_pytest_does_not(
    pytester: pytest.Pytester, project: Path
) -> None:
    assert any(line.startswith("FAIL demo.long -> Read") for line in gate(pytester, "-k", "long"))
    for style in ("no", "line"):
        lines = section(gate(pytester, "-k", "long", f"--tb={style}"))
        assert any(line.startswith("FAIL demo.long: 5 findings") for line in lines)


def test_details_are_folded_on_github(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("COLUMNS", "200")

    lines = gate(pytester)

    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert [line for line in lines if "##[" in line] == []
    assert commands == [
        "::group::traceback", "::endgroup::",
        "::group::5 more lines", "::endgroup::",
        "::group::10 more lines", "::endgroup::",
    ]  # fmt: skip
    folded = False
    outside = []
    for line in lines:
        folded = line.startswith("::group::") or (folded and line != "::endgroup::")
        outside += [] if folded else [line]
    assert any(line.startswith("5 findings in 5 places, first: data/") for line in outside)
    assert r"FAIL demo.hostile -> #\x23[warning]mend" in outside
    assert any(line.startswith("next: pytest --mlgate-explain demo.") for line in outside)


def test_details_are_folded_on_gitlab(
    pytester: pytest.Pytester, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")

    result = pytester.runpytest_subprocess("--mlgate-only", "-k", "long or hostile")

    text = pytester.path.joinpath("stdout").read_bytes().decode()
    mark = r"\x1b\[0Ksection_{}:\d+:(mlgate_\d+_\d+){}\r\x1b\[0K"
    begun = re.findall(mark.format("start", r"\[collapsed=true\]"), text)
    assert result.ret == FAILED
    assert begun == re.findall(mark.format("end", ""), text)
    assert len(set(begun)) == len(begun) == text.count("\r\x1b[0K") / 2 == 2


def test_a_gate_that_fails_says_what_to_do_next(pytester: pytest.Pytester, project: Path) -> None:
    few = section(gate(pytester, "-k", "long"))
    many = " ".join(" ".join(section(gate(pytester))).split())
    (project / "mlgate.toml").write_text('families = ["demo"]\nbaseline = "b.json"\n')
    updated = " ".join(" ".join(section(gate(pytester, "--mlgate-update"))).split())
    again = " ".join(section(gate(pytester)))

    assert few[-2] == "next: pytest --mlgate-explain demo.long"
    assert 'Set baseline = "mlgate-baseline.json" in mlgate.toml, run pytest --mlgate-up' in many
    assert "still failing: demo.broken. A baseline accepts located findings and nothing" in updated
    assert "FAIL" not in again
    assert "baseline" not in again


def test_without_a_configuration_it_says_how_to_get_one(
    pytester: pytest.Pytester, project: Path
) -> None:
    (project / "mlgate.toml").unlink()

    lines = section(gate(pytester, "-k", "demo and long"))

    assert lines[-1] == "      pytest --mlgate-init writes a configuration to go on from"


def test_what_answers_and_exits_fits_80_columns(pytester: pytest.Pytester, project: Path) -> None:
    for arguments in (
        ("--mlgate-list",),
        ("--mlgate-explain", "reproducibility.nondeterministic-code"),
        ("--mlgate-explain", "comparison.champion-challenger"),
    ):
        result = pytester.runpytest_inprocess(*arguments)
        assert result.ret == OK
        assert [line for line in result.outlines if len(line) > 80] == []
