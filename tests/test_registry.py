from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Annotated, Any

import pytest

from pytest_mlgate.errors import ConfigError, InputAbsent, InputError
from pytest_mlgate.registry import Check, Kind, Phase, Range, Registry, check, provides
from pytest_mlgate.verdict import Outcome, Verdict

if TYPE_CHECKING:
    from nowhere import Frame, Threshold

PASS = Verdict(outcome=Outcome.PASS, summary="fine")


@provides
def table() -> int:
    """Provide a table."""
    return 1


@provides
def labels(table: int, *, column: str = "y") -> str:
    """Provide labels."""
    return f"{column}{table}"


def declare(id: str = "data.rows", **more: Any) -> Check[...]:
    @check(id, **more)
    def rows(table: int, labels: str | None = None, *, min_n: int = 1) -> Verdict:
        """Count the rows.

        More words.
        """
        return Verdict(outcome=Outcome.PASS, summary=f"{table} {labels} {min_n}")

    return rows


def refuse(checks: Any, inputs: Any = (table, labels)) -> str:
    with pytest.raises(ConfigError) as caught:
        Registry.of(checks, inputs)
    return str(caught.value)


# What a declaration says


def test_a_signature_is_the_declaration() -> None:
    rows = declare(runs_code=True)
    assert rows.inputs == {"table": True, "labels": False}
    assert {s.key: (s.annotation, s.default) for s in rows.settings.values()} == {"min-n": (int, 1)}
    assert (rows.family, rows.name, rows.title) == ("data", "rows", "Count the rows.")
    assert rows.doc == "Count the rows.\n\nMore words."
    assert rows(2, min_n=5).summary == "2 None 5"
    assert not rows.tests_hypotheses
    assert (labels.name, labels.inputs) == ("labels", {"table": True})


def test_alpha_makes_a_test_of_hypotheses() -> None:
    @check("data.drift")
    def drift(*, alpha: Annotated[float, Range(0, 1)] = 0.05) -> Verdict:
        """Test."""
        return PASS

    assert drift.tests_hypotheses
    assert drift.settings["alpha"].annotation == Annotated[float, Range(0, 1)]


@pytest.mark.parametrize(
    ("allowed", "text"),
    [
        (Range(0, 1), "0 to 1"),
        (Range(2), "at least 2"),
        (Range(highest=0.5), "at most 0.5"),
    ],
)
def test_ranges_in_words(allowed: Range, text: str) -> None:
    assert str(allowed) == text


def test_phases_are_ordered() -> None:
    reached = [[phase.reaches(other) for other in Phase] for phase in Phase]
    assert reached == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]


@pytest.mark.parametrize(
    ("subjects", "settings", "expected"),
    [
        ((), {}, ("",)),
        (("a", "b"), {}, ("a", "b")),
        ("columns", {}, ("sex",)),
        ("columns", {"columns": ("x", "y", "x")}, ("x", "y")),
        ("columns", {"columns": ()}, ("",)),
        ("columns", {"columns": None}, ("",)),
        ("columns", {"columns": {"x": 1, "y": 2}}, ("x", "y")),
    ],
)
def test_subjects(
    subjects: tuple[str, ...] | str, settings: dict[str, Any], expected: tuple[str, ...]
) -> None:
    @check("data.rows", subjects=subjects)
    def rows(subject: str, *, columns: tuple[str, ...] = ("sex",)) -> Verdict:
        """Count."""
        return PASS

    assert rows.subjects_for(settings) == expected
    assert rows.inputs == {}


# Running a check always gives a verdict


def test_inputs_settings_and_subject_arrive() -> None:
    @check("data.rows", subjects=("a",))
    def rows(subject: str, table: int, *, min_n: int = 1) -> Verdict:
        """Count."""
        return Verdict(outcome=Outcome.PASS, summary=f"{subject} {table} {min_n}")

    assert rows.run({"table": 3, "stray": 4}, {"min_n": 2}, subject="a").summary == "a 3 2"


@pytest.mark.parametrize(
    ("inputs", "outcome", "summary", "no_evidence"),
    [
        ({"table": 1, "labels": "y"}, "PASS", "1 y 1", False),
        ({"table": 1}, "PASS", "1 None 1", False),
        ({"table": 1, "labels": InputAbsent("nobody has labels")}, "PASS", "1 None 1", False),
        ({"table": InputAbsent("no table")}, "NOT_APPLICABLE", "no table", True),
        ({}, "NOT_APPLICABLE", "no input 'table' was given", True),
        (
            {"table": InputError("t.csv", found="nothing", expected="rows")},
            "ERROR", "t.csv: found nothing; expected rows", False,
        ),
        (
            {"table": 1, "labels": InputError("y.csv", found="nothing", expected="rows")},
            "ERROR", "y.csv: found nothing; expected rows", False,
        ),
    ],
)  # fmt: skip
def test_missing_and_broken_inputs(
    inputs: dict[str, object], outcome: str, summary: str, no_evidence: bool
) -> None:
    verdict = declare().run(inputs)
    assert (verdict.outcome, verdict.summary, verdict.no_evidence) == (
        Outcome(outcome), summary, no_evidence,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raised", "outcome", "summary"),
    [
        (InputAbsent("no labels"), "NOT_APPLICABLE", "no labels"),
        (ConfigError("no such column"), "ERROR", "no such column"),
        (ZeroDivisionError("by zero"), "ERROR", "the check broke: ZeroDivisionError: by zero"),
        (RecursionError("deep"), "ERROR", "the check broke: RecursionError: deep"),
    ],
)
def test_what_a_check_raises(raised: Exception, outcome: str, summary: str) -> None:
    @check("data.rows")
    def rows() -> Verdict:
        """Count."""
        raise raised

    verdict = rows.run({})
    assert (verdict.outcome, verdict.summary) == (Outcome(outcome), summary)
    broke = "the check broke" in summary
    assert ("Traceback" in verdict.detail) is broke
    assert bool(verdict.remedy) is broke


def test_an_interrupt_is_not_swallowed() -> None:
    @check("data.rows")
    def rows() -> Verdict:
        """Count."""
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rows.run({})


@pytest.mark.parametrize(
    ("returned", "type_name"), [(None, "NoneType"), (True, "bool"), ("PASS", "str")]
)
def test_what_is_no_verdict_is_an_error(returned: Any, type_name: str) -> None:
    @check("data.rows")
    def rows() -> Verdict:
        """Count."""
        return returned

    verdict = rows.run({})
    assert verdict.outcome is Outcome.ERROR
    assert verdict.summary == f"data.rows returned {type_name} instead of a Verdict"


def test_a_setting_that_the_check_does_not_take_is_an_error() -> None:
    verdict = declare().run({"table": 1}, {"minn": 1})
    assert verdict.outcome is Outcome.ERROR
    assert "unexpected keyword argument 'minn'" in verdict.summary


# Registration


def test_everything_is_found_by_name() -> None:
    second, first, other = declare("data.z"), declare("data.a"), declare("a-b.c")
    registry = Registry.of([second, first, other], [table, labels])
    assert [c.id for c in registry] == ["a-b.c", "data.a", "data.z"]
    assert registry.families == {"a-b": [other], "data": [first, second]}
    assert registry["data.a"] is first
    assert registry.inputs == {"table": table, "labels": labels}


def test_an_empty_registry() -> None:
    registry = Registry.of([], [])
    assert (list(registry), registry.families) == ([], {})


def test_an_unknown_check_and_its_nearest() -> None:
    registry = Registry.of([declare()], [table, labels])
    with pytest.raises(ConfigError, match=r"^there is no check 'data.row'; did you mean 'data.r"):
        registry["data.row"]
    with pytest.raises(ConfigError, match=r"^there is no check 'zz' \(pytest --mlgate-list\)$"):
        registry["zz"]


def test_two_checks_of_one_id() -> None:
    message = refuse([declare(), declare()])
    assert message.startswith("two plugins provide the check 'data.rows': ")
    assert message.count("test_registry.declare.<locals>.rows") == 2


def test_two_inputs_of_one_name() -> None:
    assert refuse([], [table, table]).startswith("two plugins provide the input 'table': ")


@pytest.mark.parametrize(
    "id",
    ["rows", "data.", ".rows", "Data.rows", "data.Rows", "data.min_n", "data.rows.more", "",
     "data.-rows", "data.rows-", "data.a--b", "data.rows\n", "1data.rows", "dätä.rows"],
)  # fmt: skip
def test_bad_ids(id: str) -> None:
    message = refuse([declare(id)])
    assert message.endswith(f"check id {id!r} is not of the form family.kebab-name")
    assert "test_registry.declare.<locals>.rows" in message


def test_a_check_without_docstring() -> None:
    @check("data.rows")
    def rows() -> Verdict:
        return PASS

    assert refuse([rows]).endswith("check 'data.rows' has no docstring")


def test_an_input_that_nobody_provides() -> None:
    @check("data.rows")
    def rows(tabel: int) -> Verdict:
        """Count."""
        return PASS

    assert refuse([rows]).endswith(
        "check 'data.rows' asks for the input 'tabel', which nobody provides; did you mean 'table'?"
    )


def test_an_input_of_an_input_that_nobody_provides() -> None:
    assert refuse([], [labels]).endswith(
        "labels: input 'labels' asks for the input 'table', which nobody provides"
    )


def test_a_setting_of_subjects_that_is_not_there() -> None:
    assert refuse([declare(subjects="columns")]).endswith(
        "check 'data.rows' takes its subjects from the setting 'columns', which it does not have"
    )


@pytest.mark.parametrize("thing", [lambda: None, None, table])
def test_what_was_not_declared_is_no_check(thing: object) -> None:
    assert refuse([thing]).endswith(" is not decorated with @pytest_mlgate.check")


def test_what_was_not_declared_is_no_input() -> None:
    def frame() -> int:
        """Provide."""
        return 1

    message = refuse([], [frame])
    assert message.endswith("<locals>.frame is not decorated with @pytest_mlgate.provides")


# Annotations


def test_a_setting_with_a_type_that_is_not_imported() -> None:
    @check("data.rows")
    def rows(*, least: Threshold = 1) -> Verdict:
        """Count."""
        return PASS

    message = refuse([rows])
    assert message.startswith("check 'data.rows': ")
    assert "the setting 'least' is annotated with 'Threshold', which cannot be evaluated" in message
    assert "(name 'Threshold' is not defined); import what it names at run time" in message


@pytest.mark.parametrize("annotation", ["int[", "str.missing", "1 + 'a'", "list[int]()()"])
def test_annotations_that_cannot_be_evaluated(annotation: str) -> None:
    def source(*, frame_column: str = "y") -> str:
        """Provide."""
        return frame_column

    source.__annotations__["frame_column"] = annotation
    message = refuse([], [provides(source)])
    assert message.startswith("input 'source': ")
    assert f"annotated with {annotation!r}, which cannot be evaluated" in message


def test_a_setting_without_annotation() -> None:
    @check("data.rows")
    def rows(*, least=1) -> Verdict:
        """Count."""
        return PASS

    assert refuse([rows]).endswith("the setting 'least' has no type annotation")


@pytest.mark.skipif(sys.version_info < (3, 14), reason="annotations are evaluated at once here")
def test_annotations_that_python_evaluates_late() -> None:
    source = (
        "@check('data.rows')\n"
        "def rows(table: Frame, *, least: int = 1, most: {most} = 2):\n"
        "    'Count.'\n"
    )

    def rows(most: str) -> Check[...]:
        names: dict[str, Any] = {"check": check}
        exec(compile(source.format(most=most), "third_party", "exec", dont_inherit=True), names)
        return names["rows"]

    settings = Registry.of([rows("float")], [table])["data.rows"].settings
    assert {name: setting.annotation for name, setting in settings.items()} == {
        "least": int, "most": float,
    }  # fmt: skip
    assert "(name 'Threshold' is not defined)" in refuse([rows("Threshold")])


def test_inputs_may_be_annotated_with_types_that_are_not_imported() -> None:
    @check("data.rows")
    def rows(table: Frame, *, least: int = 1) -> Verdict:
        """Count."""
        return PASS

    registry = Registry.of([rows], [table])
    assert registry["data.rows"].settings["least"].annotation is int


def test_a_wrapped_function_is_seen_through() -> None:
    def inner(*, phase: Phase = Phase.STAGING) -> Verdict:
        """Count."""
        return PASS

    @functools.wraps(inner)
    def outer(**settings: Any) -> Verdict:
        return inner(**settings)

    rows = check("data.rows", kind=Kind.CONFIG)(outer)
    assert rows.settings["phase"].annotation is Phase
    assert rows.run({}).outcome is Outcome.PASS


def test_any_callable_can_be_a_check() -> None:
    class Rows:
        """Count the rows."""

        def __call__(self, *, least: int = 1) -> Verdict:
            return PASS

    rows = check("data.rows")(Rows())
    assert Registry.of([rows], [])["data.rows"].run({}).outcome is Outcome.PASS
