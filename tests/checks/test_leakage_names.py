"""Names of the outcome and of the future, and causes of the target."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate.checks.leakage._words import holds, words
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.dag import Dag
from pytest_mlgate.inputs.feature_names import FeatureNames
from pytest_mlgate.inputs.roles import Roles
from pytest_mlgate.verdict import Verdict
from support import find_check, provide, resolver, write

NAMES = find_check("leakage.feature-names")
CAUSES = find_check("leakage.causal-descendants")


def judge(*names: str, target: str | None = "churned", **settings: Any) -> Verdict:
    inputs = {"roles": Roles(target=target), "feature_names": FeatureNames(names)}
    return NAMES.run(inputs, settings)


# Words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("num_follow-up", ("num", "follow", "up")),
        ("daysToDischarge", ("days", "to", "discharge")),
        ("HTTPCode2xx", ("http", "code", "2", "xx")),
        ("POST_OP", ("post", "op")),
        ("a.b c/d", ("a", "b", "c", "d")),
        ("nachEntlassungÜber30Tage", ("nach", "entlassung", "über", "30", "tage")),
        ("", ()),
        ("___", ()),
        ("ABc", ("a", "bc")),
        ("2026Q1", ("2026", "q", "1")),
    ],
)
def test_words_of_a_name(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@given(parts=st.lists(st.from_regex(r"[a-z]{2,6}", fullmatch=True), min_size=1, max_size=6))
def test_every_way_to_write_a_name_has_the_same_words(parts: list[str]) -> None:
    expected = tuple(parts)
    camel = parts[0] + "".join(part.capitalize() for part in parts[1:])
    ways = ["_".join(parts), "-".join(parts), " ".join(parts).upper(), camel, camel.capitalize()]
    assert {words(way) for way in ways[:4]} == {expected}


@given(name=st.text())
def test_no_name_breaks_the_reader(name: str) -> None:
    found = words(name)
    assert all(found)
    assert judge(name).outcome in {"PASS", "WARN"} or words("churned") == found[:1]


def test_words_stand_in_a_row() -> None:
    assert holds(("num", "follow", "up"), ("follow", "up"))
    assert not holds(("follow", "the", "up"), ("follow", "up"))
    assert not holds(("up",), ("follow", "up"))


# Feature names


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("num_follow-up", "follow-up"),
        ("followup_calls", "follow-up"),
        ("FollowUpCount", "follow-up"),
        ("days_to_discharge", "discharge"),
        ("dischargedAt", "discharge"),
        ("readmit_30", "readmit"),
        ("readmission_count", "readmit"),
        ("balance_after", "after"),
        ("post_op_temperature", "post"),
        ("future_orders", "future"),
        ("outcome2", "outcome"),
        ("lab-results", "result"),
        ("canceled_at", "cancelled"),
        ("CLOSED_DATE", "closed"),
        ("refunds", "refund"),
        ("charge_back_sum", "chargeback"),
    ],
)
def test_words_of_the_future_warn(name: str, word: str) -> None:
    verdict = judge("age", name)
    assert verdict.outcome == "WARN"
    assert verdict.summary == (
        f"{name}: word the feature {name!r} reads as {word}, which may be known too late"
    )


@pytest.mark.parametrize(
    "name",
    ["postal_code", "posts", "post_code", "postOfficeDistance", "total_medications", "afternoon",
     "futures", "closeness", "poster", "resultant", "up_follow", "charger", "age", "übergabe"],
)  # fmt: skip
def test_words_that_only_look_alike_pass(name: str) -> None:
    verdict = judge(name)
    assert (verdict.outcome, "a name alone is no evidence" in verdict.summary) == ("PASS", True)


@pytest.mark.parametrize(
    "name",
    ["churned", "Churned", "CHURNED", "churned_30d", "churned-flag", "churnedScore", "churned2"],
)
def test_the_name_of_the_target_fails(name: str) -> None:
    verdict = judge("age", name)
    assert (verdict.outcome, verdict.findings[0].rule) == ("FAIL", "target")
    assert ("with a suffix" in verdict.summary) == (name.lower() != "churned")


def test_words_of_the_target_warn() -> None:
    assert (
        "holds fraud, a word of the target 'is_fraud'"
        in judge("fraud_rate", target="is_fraud").summary
    )
    for name in ("is_weekend", "class_size", "rate_30_days", "age"):
        assert judge(name, target="is_fraud_class_30_days").outcome == "PASS"
    # Of a target of real data: the hours are not its.
    assert judge("hours-per-week", target="income-per-year").outcome == "PASS"
    assert judge("income_before", target="income-per-year").outcome == "WARN"
    # A target of general words only: its name fails, a suffix warns.
    assert judge("y", target="y").outcome == "FAIL"
    assert judge("y_coordinate", target="y").outcome == "WARN"
    assert judge("target_encoded_city", target="target").outcome == "WARN"
    assert judge("future", target=None).outcome == "WARN"
    assert judge("anything", target=None).outcome == "PASS"


def test_reasons_and_further_words() -> None:
    reasons = {"days_after_signup": "counted from the signup, which is before the prediction"}
    allowed = judge("days_after_signup", allowed=reasons)
    assert (allowed.outcome, "1 allowed with a reason" in allowed.summary) == ("PASS", True)
    assert judge("days_after_signup", allowed={"days_after_signup": " "}).outcome == "WARN"
    assert judge("churned", allowed={"churned": "an earlier one"}).outcome == "PASS"
    verdict = judge("ClaimPaid", "claim", further=("claim paid", " "))
    assert [f.subject for f in verdict.findings] == ["ClaimPaid"]


def test_a_reason_beside_the_declaration_of_a_feature(tmp_path: Path) -> None:
    item = "schema: features/1\nitems:\n- {name: days_after_signup"
    write(tmp_path, {"features.yaml": item + ", waive_names: counted from the signup}\n"})
    settings = {"feature_names": {"names": ("age", "days_after_signup")}}
    allowed = resolver(tmp_path, settings).run(NAMES)
    assert (allowed.outcome, "1 allowed with a reason" in allowed.summary) == ("PASS", True)
    write(tmp_path, {"features.yaml": item + "}\n"})
    assert resolver(tmp_path, settings).run(NAMES).outcome == "WARN"
    write(tmp_path, {"features.yaml": item})
    assert resolver(tmp_path, settings).run(NAMES).outcome == "ERROR"


def test_names_come_from_the_model_or_from_the_rows(tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    write(tmp_path, {"train.csv": "age,refund,id,churned\n1,2,3,4\n"})
    settings = {
        "train": {"path": "train.csv"},
        "roles": {"target": "churned", "key": ("id",), "ignore": ("refund",)},
    }
    assert resolver(tmp_path, settings).run(NAMES).outcome == "PASS"
    settings["roles"]["ignore"] = ()
    assert resolver(tmp_path, settings).run(NAMES).outcome == "WARN"
    named = {**settings, "feature_names": {"names": ("age", "closed")}}
    assert [f.subject for f in resolver(tmp_path, named).run(NAMES).findings] == ["closed"]
    unnamed = resolver(tmp_path, settings, feature_names=FeatureNames(()))
    assert [f.subject for f in unnamed.run(NAMES).findings] == ["refund"]
    broken = {**settings, "feature_names": {"path": "none.json"}}
    assert resolver(tmp_path, broken).run(NAMES).outcome == "ERROR"


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_names_of_any_frame(library: str) -> None:
    frame = pytest.importorskip(library).DataFrame({"refund": [1], "y": [1]})
    gate = resolver(Path.cwd(), train=frame, roles=Roles(target="y"))
    assert gate.run(NAMES).outcome == "WARN"


def test_no_names_at_all(tmp_path: Path) -> None:
    verdict = resolver(tmp_path).run(NAMES)
    assert (verdict.outcome, verdict.no_evidence) == ("NOT_APPLICABLE", True)
    assert judge().outcome == "INCONCLUSIVE"


def test_ten_thousand_names() -> None:
    verdict = judge(*(f"f{i}_closed" for i in range(10_000)), "f0_closed")
    assert (verdict.outcome, len(verdict.findings)) == ("WARN", 10_000)
    assert verdict.summary.startswith("10000 findings in 10000 places")


def test_a_name_cannot_forge_a_line() -> None:
    assert "\n" not in str(judge("refund\nPASS everything").findings[0])


# Causes

GRAPH = """
schema: dag/1
nodes: [{name: age}, {name: severity}, {name: sick, role: target}, {name: bill}, {name: letter}]
edges: [[age, sick], [severity, sick], [sick, bill], [bill, letter], [age, letter]]
"""


def causes(graph: Dag | str, *names: str, root: Path | None = None, target: str | None = None
           ) -> Verdict:  # fmt: skip
    if isinstance(graph, str):
        assert root is not None
        graph = provide("dag", write(root, {"dag.yaml": graph}))
    inputs = {"dag": graph, "feature_names": FeatureNames(names), "roles": Roles(target=target)}
    return CAUSES.run(inputs, {})


def test_causes_of_the_target_pass(tmp_path: Path) -> None:
    verdict = causes(GRAPH, "age", "severity", root=tmp_path)
    assert verdict.outcome == "PASS"
    assert verdict.summary == (
        "none of 2 inputs descends from sick in dag.yaml, which has no cycle"
    )


def test_effects_of_the_target_fail_with_the_way(tmp_path: Path) -> None:
    verdict = causes(GRAPH, "age", "letter", "bill", root=tmp_path)
    assert verdict.outcome == "FAIL"
    assert {f.subject: f.message for f in verdict.findings} == {
        "letter": "the input letter descends from sick: sick -> bill -> letter",
        "bill": "the input bill descends from sick: sick -> bill",
    }
    itself = causes(GRAPH, "sick", root=tmp_path)
    assert (itself.outcome, "the target itself" in itself.summary) == ("FAIL", True)


def test_an_input_that_is_no_node_is_inconclusive(tmp_path: Path) -> None:
    verdict = causes(GRAPH, "age", "shoe_size", root=tmp_path)
    assert (verdict.outcome, "shoe_size is no node of dag.yaml" in verdict.summary) == (
        "INCONCLUSIVE",
        True,
    )
    assert causes(GRAPH, "bill", "shoe_size", root=tmp_path).outcome == "FAIL"


def test_which_node_is_the_target(tmp_path: Path) -> None:
    assert causes(GRAPH, "severity", root=tmp_path, target="age").outcome == "PASS"
    assert causes(GRAPH, "letter", root=tmp_path, target="bill").outcome == "FAIL"
    assert causes(GRAPH, "bill", root=tmp_path, target="no node").outcome == "FAIL"
    named = GRAPH + "target: age\n"
    assert "descends from age" in causes(named, "bill", root=tmp_path).summary
    outcome = GRAPH.replace("role: target", "role: outcome")
    assert causes(outcome, "bill", root=tmp_path).outcome == "FAIL"
    neither = causes(GRAPH.replace(", role: target", ""), "bill", root=tmp_path)
    assert (neither.outcome, "no node of the role target" in neither.summary) == (
        "INCONCLUSIVE",
        True,
    )
    with pytest.raises(InputError, match="'nobody'"):
        causes(GRAPH + "target: nobody\n", "age", root=tmp_path)


@pytest.mark.parametrize(
    ("edges", "cycle"),
    [("[[age, age]]", "age -> age"), ("[[age, sick], [sick, bill], [bill, age]]", "")],
)
def test_a_cycle_fails_and_is_spelled_out(tmp_path: Path, edges: str, cycle: str) -> None:
    graph = GRAPH.partition("edges")[0] + f"edges: {edges}\n"
    verdict = causes(graph, "age", root=tmp_path)
    assert (verdict.outcome, verdict.findings[0].rule) == ("FAIL", "cycle")
    found = verdict.findings[0].message.removeprefix("a cycle: ").split(" -> ")
    assert found[0] == found[-1]
    if cycle:
        assert " -> ".join(found) == cycle
    else:
        steps = {("age", "sick"), ("sick", "bill"), ("bill", "age")}
        assert set(pairwise(found)) == steps


def test_a_graph_with_a_cycle_has_no_ancestors() -> None:
    graph = Dag({"a": "feature", "b": "feature"}, {"a": frozenset("b"), "b": frozenset("a")})
    assert set(graph.cycle) == {"a", "b"}
    with pytest.raises(InputError, match="found a cycle"):
        graph.ancestors("a")
    with pytest.raises(InputError, match="found a cycle"):
        graph.chain("a", "b")


def test_a_long_cycle_is_shortened_and_a_long_chain_takes_no_recursion() -> None:
    n = 5000
    names = [f"n{i}" for i in range(n)]
    parents = {names[i]: frozenset({names[i - 1]}) for i in range(1, n)}
    chain = Dag(dict.fromkeys(names, "feature"), parents)
    assert chain.cycle == ()
    assert len(chain.chain("n0", names[-1])) == n
    assert chain.chain(names[-1], "n0") == ()
    verdict = causes(chain, names[-1], target="n0")
    assert "n0 -> n1 -> n2 -> n3 -> ... -> n4997 -> n4998 -> n4999" in verdict.summary
    ring = Dag(chain.nodes, {**parents, "n0": frozenset({names[-1]})})
    assert " -> ... -> " in causes(ring, "n0").summary


@given(
    edges=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20),
    target=st.integers(0, 7),
)
def test_descendants_are_those_that_can_be_reached(
    edges: list[tuple[int, int]], target: int
) -> None:
    forward = [(str(min(e)), str(max(e))) for e in edges if e[0] != e[1]]
    names = [str(i) for i in range(8)]
    parents = {n: frozenset(a for a, b in forward if b == n) for n in names}
    verdict = causes(Dag(dict.fromkeys(names, "feature"), parents), *names, target=str(target))
    reached = {str(target)}
    for name in names:  # edges go up, so that one pass is enough
        reached |= {name} if any(a in reached for a, b in forward if b == name) else set()
    assert {f.subject for f in verdict.findings} == reached


def test_what_is_not_there(tmp_path: Path) -> None:
    assert resolver(tmp_path).run(CAUSES).outcome == "NOT_APPLICABLE"
    write(tmp_path, {"dag.yaml": GRAPH})
    assert resolver(tmp_path).run(CAUSES).outcome == "NOT_APPLICABLE"
    named = resolver(tmp_path, {"feature_names": {"names": ("age",)}})
    assert named.run(CAUSES).outcome == "PASS"
    assert causes(GRAPH, root=tmp_path).outcome == "INCONCLUSIVE"
    write(tmp_path, {"dag.yaml": "schema: dag/2\n"})
    broken = resolver(tmp_path, {"feature_names": {"names": ("age",)}})
    assert broken.run(CAUSES).outcome == "ERROR"
