"""Where the configuration is found, and what is said when it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate import files
from support import link, pipe

OK, FAILED, USAGE = pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.USAGE_ERROR


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess("--mlgate-only", "-p", "no:cacheprovider", *arguments)


def test_pyproject_configures_the_gate(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "mlgate.toml").unlink()
    pytester.makepyprojecttoml('[tool.mlgate]\nfamilies = ["demo"]\n[tool.mlgate.demo.absent]\n')

    result = run(pytester, "pyproject.toml::demo::absent", "pyproject.toml::demo::passes")

    assert result.ret == FAILED
    result.assert_outcomes(passed=1, failed=1)


def test_two_configurations_are_refused(pytester: pytest.Pytester, demo: Path) -> None:
    pytester.makepyprojecttoml("[tool.mlgate]\n")

    result = run(pytester)

    assert result.ret == USAGE
    result.stderr.fnmatch_lines(["*found both mlgate.toml and [[]tool.mlgate] in pyproject.toml*"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("phase = \n", "mlgate.toml: found broken TOML (*line 1*); expected valid TOML"),
        ("strikt = true\n", "mlgate.toml:1: strikt: found an unknown key;*did you mean 'strict'?"),
        ("\n[demo.fials]\n", "mlgate.toml:2: demo.fials: found an unknown key;*mean 'fails'?"),
        ("[demo]\nfails = 3\n", "mlgate.toml:2: demo.fails: found 3; expected a table"),
        (
            "[demo.late]\nlimit = 'x'\n",
            "mlgate.toml:2: demo.late.limit: found 'x'; expected a num*",
        ),
        ("[demo.fails]\nseverity = 'of'\n", "*found 'of'; expected one of 'error', 'warn', 'off'*"),
        ("[inputs.nmber]\n", "mlgate.toml:1: inputs.nmber: found an unknown key*mean 'number'?"),
        ("[inputs.number]\nvalu = 1\n", "mlgate.toml:2: inputs.number.valu: *mean 'value'?"),
        ("[paths]\ntrian = ['x']\n", "mlgate.toml:2: paths.trian: *did you mean 'train'?"),
        ("families = ['dmo']\n", "mlgate.toml:1: families: found 'dmo'; *did you mean 'demo'?"),
        ("alpha = 2\n", "mlgate.toml:1: alpha: found 2; expected a number 0 to 1"),
        ("baseline = 'none.json'\n", "none.json: found no such file; expected a file at this path"),
        ("baseline = '../b.json'\n", "../b.json: found a path that leaves the project root*"),
        ("waivers = 'w.yaml'\n", "w.yaml: found no such file; expected a file at this path"),
    ],
)
def test_mistakes_name_file_line_key_and_what_is_allowed(
    pytester: pytest.Pytester, demo: Path, text: str, message: str
) -> None:
    (demo / "mlgate.toml").write_text(text, encoding="utf-8")

    result = run(pytester)

    assert result.ret == USAGE
    result.stderr.fnmatch_lines([f"*{message.replace('[', '[[]')}"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_all_mistakes_are_told_at_once(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "mlgate.toml").write_text("strikt = 1\nphase = 2\n[demo.x]\n", encoding="utf-8")

    result = run(pytester)

    lines = [line for line in result.errlines if "mlgate.toml:" in line]
    assert len(lines) == 3


def test_every_unreadable_configuration_is_one_clear_line(
    pytester: pytest.Pytester, demo: Path
) -> None:
    path = demo / "mlgate.toml"

    def outcome() -> str:
        result = run(pytester)
        assert result.ret == USAGE
        return "\n".join(result.errlines)

    path.write_bytes(b"\x00\x01\x02")
    assert "mlgate.toml: found a binary file; expected UTF-8 text" in outcome()
    path.write_bytes(b'phase = "\xe9"\n')
    assert "mlgate.toml: line 1: found byte 0xe9, which is not UTF-8" in outcome()
    path.unlink()
    path.mkdir()
    assert "mlgate.toml: found a directory; expected a file" in outcome()
    path.rmdir()
    with path.open("wb") as stream:
        stream.truncate(100 * files.MEBIBYTE)
    assert "mlgate.toml: found 100 MiB; expected at most 1 MiB" in outcome()
    path.unlink()
    link(path, "mlgate.toml")
    assert "symbolic links" in outcome()
    path.unlink()
    outside = demo.parent / "outside.toml"
    outside.write_text("strict = true\n", encoding="utf-8")
    link(path, outside)
    assert "mlgate.toml: found a path that leaves the project root" in outcome()
    path.unlink()
    pipe(path)
    assert "mlgate.toml: found a device or pipe; expected a regular file" in outcome()


def test_an_empty_configuration_is_a_configuration(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "mlgate.toml").write_text("", encoding="utf-8")

    result = run(pytester, "--collect-only", "-q")

    assert "mlgate.toml::demo::absent" in result.outlines


def test_a_path_with_spaces_and_other_letters(pytester: pytest.Pytester, demo: Path) -> None:
    folder = demo / "données d'été"
    folder.mkdir()
    (demo / "mlgate.toml").rename(folder / "mlgate.toml")
    (demo / "conftest.py").rename(folder / "conftest.py")

    result = pytester.runpytest_subprocess("--mlgate-only", str(folder), "-k", "passes")

    assert result.ret == OK
    result.assert_outcomes(passed=1, deselected=6)


def test_init_writes_a_configuration_that_runs_at_once(
    pytester: pytest.Pytester, demo: Path
) -> None:
    (demo / "mlgate.toml").unlink()
    (demo / "train_model.py").write_text("print('hi')\n", encoding="utf-8")

    made = pytester.runpytest_inprocess("--mlgate-init")
    again = pytester.runpytest_inprocess("--mlgate-init")
    result = run(pytester, "--collect-only", "-q")

    assert made.ret == OK
    assert 'train = ["train_model.py"]' in (demo / "mlgate.toml").read_text(encoding="utf-8")
    assert again.ret == USAGE
    again.stderr.fnmatch_lines(["*configures a gate already; edit that file"])
    assert result.ret == OK
    assert "mlgate.toml::demo::passes" in result.outlines


def test_list_and_explain_read_the_registry(pytester: pytest.Pytester, demo: Path) -> None:
    listed = pytester.runpytest_inprocess("--mlgate-list")
    explained = pytester.runpytest_inprocess("--mlgate-explain", "demo.late")
    unknown = pytester.runpytest_inprocess("--mlgate-explain", "demo.lat")

    assert listed.ret == explained.ret == OK
    listed.stdout.fnmatch_lines(["demo (7 checks)", "*demo.late * config * It blocks late."])
    explained.stdout.fnmatch_lines(
        ["demo.late", "It blocks late.", "blocks from phase: production"]
    )
    assert unknown.ret == USAGE
    unknown.stderr.fnmatch_lines(["*there is no check 'demo.lat'; did you mean 'demo.late'?*"])


def test_two_gates_in_one_run_are_refused(pytester: pytest.Pytester, demo: Path) -> None:
    (pytester.mkdir("a") / "mlgate.toml").write_text("", encoding="utf-8")
    (pytester.mkdir("b") / "mlgate.toml").write_text("", encoding="utf-8")

    both = run(pytester, "a", "b", "--collect-only")
    one = run(pytester, "a", "--collect-only", "-q")

    assert both.ret == USAGE
    both.stderr.fnmatch_lines(["*a/mlgate.toml and *b/mlgate.toml; run pytest once for each gate"])
    assert one.ret == OK
    one.stdout.fnmatch_lines(["a/mlgate.toml::*"])


def test_init_from_a_subfolder_and_without_git(pytester: pytest.Pytester, demo: Path) -> None:
    (demo / "mlgate.toml").unlink()
    inside = demo / "donnees d'ete" / "[1]"
    inside.mkdir(parents=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(inside)
        made = pytester.runpytest_inprocess("--mlgate-init")

    assert made.ret == OK
    assert made.outlines[-1] == "next: pytest --mlgate-only"
    assert (demo / "mlgate.toml").exists()
    assert not (inside / "mlgate.toml").exists()
