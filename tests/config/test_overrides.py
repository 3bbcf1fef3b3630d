from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pytest_mlgate.config.locate import Document
from pytest_mlgate.config.overrides import apply
from pytest_mlgate.config.settings import load
from pytest_mlgate.errors import ConfigError
from support import registry

ROOT = Path("/p")


def document(text: str) -> Document:
    return Document(ROOT / "mlgate.toml", text, tomllib.loads(text))


def table(*arguments: str, text: str = "") -> dict[str, Any]:
    found = apply(document(text), ROOT, arguments)
    assert found is not None
    return found.table


def mistakes(*arguments: str, text: str = "") -> list[str]:
    found = apply(document(text), ROOT, arguments)
    assert found is not None
    with pytest.raises(ConfigError) as caught:
        load(found, registry())
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("phase=staging", {"phase": "staging"}),
        ("phase='staging'", {"phase": "staging"}),
        ("strict=true", {"strict": True}),
        (" strict = true", {"strict": True}),
        ("alpha=0.01", {"alpha": 0.01}),
        ("families=['a', 'b']", {"families": ["a", "b"]}),
        ("inputs.base.ref=origin/main", {"inputs": {"base": {"ref": "origin/main"}}}),
        ("fairness.disparate-impact={}", {"fairness": {"disparate-impact": {}}}),
        ("a.'b=c'.d=1", {"a": {"b=c": {"d": 1}}}),
        ("a=b=c", {"a": "b=c"}),
        ("a=", {"a": ""}),
        ("a=1\nb = 2", {"a": "1\nb = 2"}),
        ("a=" + "[" * 100_000, {"a": "[" * 100_000}),
    ],
)
def test_a_value_is_toml_or_else_a_string(argument: str, expected: dict[str, Any]) -> None:
    assert table(argument) == expected


@pytest.mark.parametrize(
    "argument", ["phase", "", "=x", "a b=1", "[x]=1", "a.=1", "a\nb=1", '"\\q"=1', "x\x1b=1"]
)
def test_what_is_no_key_and_value(argument: str) -> None:
    with pytest.raises(ConfigError) as caught:
        apply(None, ROOT, [argument])
    message = str(caught.value)
    assert message.startswith("--mlgate-set: found ")
    assert message.endswith("; expected KEY=VALUE, such as phase=staging")
    assert message.isprintable()


def test_it_replaces_what_the_file_says_and_leaves_the_rest() -> None:
    text = "phase = 'production'\nstrict = true\n[inputs.base]\nref = 'a'\n"
    given = document(text)
    found = apply(given, ROOT, ["phase=staging", "inputs.base.ref=b", "inputs.run.id=c"])
    assert found is not None
    assert found.table == {
        "phase": "staging", "strict": True, "inputs": {"base": {"ref": "b"}, "run": {"id": "c"}},
    }  # fmt: skip
    assert given.table["inputs"] == {"base": {"ref": "a"}}, "the document itself stays as read"


def test_the_last_one_wins() -> None:
    assert table("phase=staging", "phase=production") == {"phase": "production"}
    assert table("a={}", "a.b=1") == {"a": {"b": 1}}


def test_without_arguments_nothing_changes() -> None:
    assert apply(None, ROOT, []) is None
    given = document("strict = true")
    assert apply(given, ROOT, []) is given


def test_without_a_file_there_is_a_configuration_and_no_file() -> None:
    found = apply(None, ROOT, ["phase=staging"])
    assert found is not None
    config = load(found, registry())
    assert (config.root, config.path, str(config.settings.phase)) == (ROOT, None, "staging")


def test_a_key_below_a_value() -> None:
    with pytest.raises(ConfigError) as caught:
        table("phase.x=1", text="phase = 'staging'")
    assert str(caught.value) == ("--mlgate-set: phase.x: found phase = 'staging'; expected a table")


def test_mistakes_are_those_of_a_file_and_name_the_option() -> None:
    assert mistakes("phase=stagin")[0].startswith(
        "--mlgate-set: phase: found 'stagin'; expected one of 'exploration', "
    )
    assert mistakes("strict=yes") == ["--mlgate-set: strict: found 'yes'; expected true or false"]
    (line,) = mistakes("fairnes.disparate-impact.min-n=3")
    assert line.startswith("--mlgate-set: fairnes: found an unknown key; ")
    assert line.endswith("did you mean 'fairness'?")
    (line,) = mistakes("fairness.disparate-impat={}", text="[fairness]\n")
    assert line.startswith("--mlgate-set: fairness.disparate-impat: found an unknown key; ")
    (line,) = mistakes("write-back.uri=x")
    assert line.startswith("--mlgate-set: write-back: found neither run nor model")


def test_mistakes_of_the_file_keep_their_line() -> None:
    text = "\n[inputs.bas]\nref = 'x'\n[inputs.run]\nidd = 'x'\n"
    first, second = mistakes("inputs.run.id=abc", "strict=true", text=text)
    assert first.startswith("mlgate.toml:2: inputs.bas: ")
    assert second.startswith("mlgate.toml:5: inputs.run.idd: ")
