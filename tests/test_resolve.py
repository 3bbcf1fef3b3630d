from __future__ import annotations

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.registry import Registry, check, provides
from pytest_mlgate.resolve import Resolver, load
from pytest_mlgate.verdict import Outcome, Verdict


@pytest.fixture
def registry() -> Registry:
    loads: list[str] = []

    @provides
    def table(*, rows: int = 3) -> list[int]:
        """Provide a table."""
        loads.append("table")
        if rows < 0:
            raise InputError("t.csv", found="a negative count", expected="rows")
        if rows == 0:
            raise InputAbsent("no table")
        return list(range(rows))

    @provides
    def total(table: list[int], extra: int = 0) -> int:
        """Sum."""
        return sum(table) + extra

    @provides
    def size(table: list[int] | None = None) -> int:
        """Count."""
        return -1 if table is None else len(table)

    @provides
    def extra() -> int:
        """Provide nothing."""
        raise InputAbsent("no extra")

    @provides
    def broken() -> int:
        """Break."""
        raise ZeroDivisionError

    @check("data.total", subjects=("a", "b"))
    def report(subject: str, total: int, size: int, *, least: int = 0) -> Verdict:
        """Report."""
        return Verdict(outcome=Outcome.PASS, summary=f"{subject} {total} {size} {least} {loads}")

    return Registry.of([report], [table, total, size, extra, broken])


def test_inputs_of_inputs_are_loaded_once(registry: Registry) -> None:
    verdict = Resolver(registry, {}).run(registry["data.total"], subject="a", least=2)
    assert verdict.summary == "a 3 3 2 ['table']"


def test_given_objects_replace_what_would_be_loaded(registry: Registry) -> None:
    resolver = Resolver(registry, {"table": [10, 20]})
    assert resolver.run(registry["data.total"], subject="b").summary == "b 30 2 0 []"


def test_what_is_made_of_nothing_given_comes_from_elsewhere(registry: Registry) -> None:
    asked: list[str] = []

    def elsewhere(name: str) -> object:
        asked.append(name)
        return 7

    resolver = Resolver(registry, {"table": [10, 20]}, None, elsewhere)
    assert resolver.get("total") == 37
    assert resolver.get("size") == 2
    assert asked == ["extra"]


def test_given_objects_are_adapted_before_inputs_are_made_of_them() -> None:
    @provides(adapt=list)
    def table() -> list[int]:
        """Provide a table."""
        raise InputAbsent("no table")

    @provides
    def size(table: list[int]) -> int:
        """Count."""
        return len(table)

    assert Resolver(Registry.of([], [table, size]), {"table": iter("abc")}).get("size") == 3


def test_settings_reach_the_loader(registry: Registry) -> None:
    assert Resolver(registry, {}, {"table": {"rows": 5}}).get("table") == [0, 1, 2, 3, 4]


def test_what_is_absent_says_so_all_the_way(registry: Registry) -> None:
    resolver = Resolver(registry, {}, {"table": {"rows": 0}})
    assert str(resolver.get("total")) == "no table"
    assert isinstance(resolver.get("total"), InputAbsent)
    assert resolver.get("size") == -1
    verdict = resolver.run(registry["data.total"], subject="a")
    assert (verdict.outcome, verdict.no_evidence) == (Outcome.NOT_APPLICABLE, True)


def test_what_is_broken_is_broken_even_where_it_is_optional(registry: Registry) -> None:
    resolver = Resolver(registry, {}, {"table": {"rows": -1}})
    expected = "t.csv: found a negative count; expected rows"
    assert str(resolver.get("total")) == str(resolver.get("size")) == expected
    verdict = resolver.run(registry["data.total"], subject="a")
    assert (verdict.outcome, verdict.summary) == (Outcome.ERROR, expected)


def test_a_given_exception_stands_for_the_input(registry: Registry) -> None:
    resolver = Resolver(registry, {"table": InputAbsent("taken away")})
    assert str(resolver.get("total")) == "taken away"


def test_a_loader_that_breaks_is_not_hidden(registry: Registry) -> None:
    with pytest.raises(ZeroDivisionError):
        load(registry.inputs["broken"], Resolver(registry, {}).get, {})
