"""The harness itself, against what GitHub documents about expressions, files and steps."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from action_expressions import ExpressionError, Scope, condition, evaluate, interpolate
from action_runner import Command, Job, Result, assignments, commands, run_action

CONTEXTS: dict[str, Any] = {
    "inputs": {"name": "Dana", "empty": "", "flag": "false", "odd-key": "x"},
    "github": {"event_name": "push", "event": {"labels": [{"name": "bug"}, {"name": "ml"}]}},
    "matrix": None,
    "list": ["a", "b", 1.0],
}


def scope(**status: bool) -> Scope:
    flags = {"success": True, "failure": False, "cancelled": False, "always": True} | status
    return Scope(CONTEXTS, {name: (lambda value=value: value) for name, value in flags.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("null", None),
        ("false", False),
        ("711", 711.0),
        ("-9.2", -9.2),
        ("0xff", 255.0),
        ("-2.99e-2", -0.0299),
        ("'It''s open source!'", "It's open source!"),
        ("inputs.name", "Dana"),
        ("INPUTS['NAME']", "Dana"),
        ("inputs.odd-key", "x"),
        ("inputs.missing", None),
        ("inputs.missing.deeper", None),
        ("matrix.os", None),
        ("github.event.labels[1].name", "ml"),
        ("github.event.labels[9].name", None),
        ("join(github.event.labels.*.name, ', ')", "bug, ml"),
        ("!inputs.empty", True),
        ("!inputs.flag", False),
        ("!list", False),
        ("1 < 2 && 2 < 3", True),
        ("1 == 1 || false", True),
        ("!(1 == 2)", True),
        ("'abc' == 'ABC'", True),
        ("'a' < 'B'", True),
        ("null == 0", True),
        ("null == ''", True),
        ("false == ''", True),
        ("true == 1", True),
        ("'' == 0", True),
        ("' 12 ' == 12", True),
        ("'twelve' == 12", False),
        ("NaN == NaN", False),
        ("NaN != NaN", True),
        ("list == list", True),
        ("list == 'Array'", False),
        ("inputs.empty || 'default'", "default"),
        ("inputs.name || 'default'", "Dana"),
        ("inputs.name && 'given'", "given"),
        ("inputs.empty && 'given'", ""),
        ("inputs.name != '' && 'a' || 'b'", "a"),
        ("contains('Hello world', 'LLO')", True),
        ('contains(fromJSON(\'["push", "schedule"]\'), github.event_name)', True),
        ("contains(list, 'c')", False),
        ("contains(list, '1')", True),
        ("startsWith('Hello world', 'he')", True),
        ("endsWith('Hello world', 'LD')", True),
        ("format('Hello {0} {1} {0}', 'Mona', 7)", "Hello Mona 7 Mona"),
        ("format('{{Hello}}')", "{Hello}"),
        ("join(list)", "a,b,1"),
        ("toJSON(fromJSON('{\"a\": [1, null]}'))", '{\n  "a": [\n    1,\n    null\n  ]\n}'),
        ("fromJSON('{\"a\": 2}').a == 2", True),
        ("format('{0}', list)", "Array"),
        ("format('{0}', inputs)", "Object"),
    ],
)
def test_expressions(text: str, expected: object) -> None:
    found = evaluate(text, scope())

    assert found == expected
    assert type(found) is type(expected)


def test_not_a_number() -> None:
    assert math.isnan(evaluate("NaN", scope()))


@pytest.mark.parametrize(
    "text",
    ["", "a b", "unknown.name", "nothing()", "(1", "1 ==", '"double"', "format('{1}', 'a')", "1 +",
     "format('{')"],
)  # fmt: skip
def test_what_the_runner_refuses(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text, scope())


def test_texts_with_expressions() -> None:
    text = "a ${{ inputs.name }}, ${{ 1.50 }}, ${{ true }}, ${{ null }}!"

    assert interpolate(text, scope()) == "a Dana, 1.5, true, !"


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("", {}, True),
        ("", {"success": False}, False),
        ("true", {"success": False}, False),
        ("always()", {"success": False}, True),
        ("${{ always() && inputs.flag }}", {"success": False}, True),
        ("failure()", {"success": False, "failure": True}, True),
        ("inputs.name == 'dana'", {}, True),
        ("inputs.name == 'always()'", {"success": False}, False),
        ("!cancelled()", {"cancelled": True}, False),
    ],
)
def test_conditions(text: str, status: dict[str, bool], expected: bool) -> None:
    assert condition(text, scope(**status)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a=1\nb=x=y\n\nc=", {"a": "1", "b": "x=y", "c": ""}),
        ("a<<EOF\none\ntwo=2\n\nEOF\nb=1\n", {"a": "one\ntwo=2\n", "b": "1"}),
        ("a<<EOF\nEOF\n", {"a": ""}),
        ("a=<<EOF\n", {"a": "<<EOF"}),
        ("a=1\na=2\n", {"a": "2"}),
        ("", {}),
    ],
)
def test_files_of_assignments(text: str, expected: dict[str, str]) -> None:
    assert assignments(text) == expected


@pytest.mark.parametrize("text", ["a", "a<<EOF\nx\n", "<<EOF\nEOF\n", "a<<\n"])
def test_files_that_fail_the_step(text: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid format|delimiter not found"):
        assignments(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("::error file=a.py,line=1::Missing%0Asemi: 100%25",
         Command("error", {"file": "a.py", "line": "1"}, "Missing\nsemi: 100%")),
        ("  ::notice title=a%3Ab%2Cc::x::y", Command("notice", {"title": "a:b,c"}, "x::y")),
        ("text ##[warning]careful", Command("warning", {}, "careful")),
        ("##[error file=a;line=2]x%5D", Command("error", {"file": "a", "line": "2"}, "x]")),
        ("text ::error::no", None),
        ("::unknown::no", None),
        ("::error", None),
        ("##[unknown]", None),
    ],
)  # fmt: skip
def test_commands(line: str, expected: Command | None) -> None:
    assert commands(line) == ([expected] if expected else [])


def act(tmp_path: Path, *steps: dict[str, Any], **outputs: str) -> tuple[Result, Job]:
    """Run a tiny action of these steps."""
    folder = tmp_path / "an action"
    workspace, temp = tmp_path / "work space", tmp_path / "temp"
    for path in (folder, workspace / "a b", temp):
        path.mkdir(parents=True)
    action = {
        "name": "a", "description": "b", "inputs": {"who": {"default": "you"}, "none": {}},
        "outputs": {name: {"description": "c", "value": value} for name, value in outputs.items()},
        "runs": {"using": "composite", "steps": [{"shell": "bash", **s} if "run" in s else s
                                                 for s in steps]},
    }  # fmt: skip
    (folder / "action.yml").write_text(yaml.safe_dump(action), encoding="utf-8")
    job = Job(workspace, temp)
    return run_action(folder, {}, job), job


def test_outputs_go_from_step_to_step_and_out(tmp_path: Path) -> None:
    result, _ = act(
        tmp_path,
        {"id": "one", "run": 'printf "a<<X\\n1\\n2\\nX\\n" >> "$GITHUB_OUTPUT"; exit 3'},
        {"id": "two", "run": "echo no"},
        {"id": "three", "if": "always()", "env": {"A": "${{ steps.one.outputs.a }}"},
         "run": 'echo "b=${A//$\'\\n\'/-}" >> "$GITHUB_OUTPUT"'},
        b="${{ steps.three.outputs.b }}", outcome="${{ steps.one.outcome }}",
        skipped="${{ steps.two.conclusion }}",
    )  # fmt: skip

    assert result.conclusion == "failure"
    assert result.outputs == {"b": "1-2", "outcome": "failure", "skipped": "skipped"}


def test_continue_on_error_changes_the_conclusion_and_not_the_outcome(tmp_path: Path) -> None:
    result, _ = act(
        tmp_path,
        {"id": "one", "run": "false\necho unreachable", "continue-on-error": True},
        {"id": "two", "run": "true"},
    )

    assert result.conclusion == "success"
    assert (result.steps["one"].outcome, result.steps["one"].conclusion) == ("failure", "success")
    assert "unreachable" not in result.log
    assert result.steps["two"].conclusion == "success"


def test_a_pipe_that_breaks_fails_the_step(tmp_path: Path) -> None:
    assert act(tmp_path, {"run": "false | cat"})[0].conclusion == "failure"


def test_environment_and_path_reach_later_steps(tmp_path: Path) -> None:
    result, job = act(
        tmp_path,
        {"run": 'echo "A=b c" >> "$GITHUB_ENV"; echo "$PWD/bin" >> "$GITHUB_PATH"; echo "[$A]"'},
        {"run": 'echo "[$A] $PATH"', "working-directory": "a b"},
        {"run": "pwd", "working-directory": "a b", "if": "env.A == 'B C'"},
    )

    first, second, third = (step.log for step in result.steps.values())
    assert first == "[]\n"
    assert second.startswith(f"[b c] {job.workspace}/bin:")
    assert third == f"{job.workspace}/a b\n"


def test_summaries_add_up_and_too_large_ones_are_dropped(tmp_path: Path) -> None:
    _, job = act(
        tmp_path,
        {"run": 'echo one >> "$GITHUB_STEP_SUMMARY"'},
        {"run": 'echo two >> "$GITHUB_STEP_SUMMARY"; exit 1'},
        {"run": 'head -c 2000000 /dev/zero >> "$GITHUB_STEP_SUMMARY"', "if": "always()"},
    )

    assert job.summary == "one\ntwo\n"


def test_stopped_commands_are_text(tmp_path: Path) -> None:
    _, job = act(
        tmp_path,
        {"run": "echo ::stop-commands::t0ken\necho ::error::one\necho '##[error]two'\n"
         "echo ::t0ken::\necho ::error::three"},
    )  # fmt: skip

    assert [command.data for command in job.annotations] == ["three"]


def test_an_action_must_be_pinned_and_get_inputs_that_it_has(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is not pinned by its commit"):
        act(tmp_path / "a", {"uses": "actions/setup-python@v7"})
    with pytest.raises(AssertionError, match=r"Unexpected input\(s\) \['pyton'\]"):
        act(tmp_path / "b", {"uses": f"actions/setup-python@{'a' * 40}", "with": {"pyton": "3"}})


def test_every_run_step_names_its_shell(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="names its shell"):
        act(tmp_path, {"run": "true", "shell": "sh"})
