from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from pytest_mlgate.errors import Unmeasurable
from pytest_mlgate.stats.multiplicity import adjust

METHODS = {
    "holm": "holm", "hochberg": "simes-hochberg", "bonferroni": "bonferroni",
    "bh": "fdr_bh", "by": "fdr_by",
}  # fmt: skip
families = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def multitest() -> Iterator[Any]:
    found = pytest.importorskip("statsmodels.stats.multitest")
    gc.freeze()  # its Holm collects garbage at every call
    yield found
    gc.unfreeze()


@pytest.mark.parametrize("method", METHODS)
@given(p=families)
def test_against_statsmodels(multitest: Any, method: str, p: list[float]) -> None:
    expected = multitest.multipletests(p, method=METHODS[method])[1]
    assert adjust(p, method) == pytest.approx(expected, abs=1e-12)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", METHODS)
@given(p=families)
def test_adjusted_values_keep_the_order_and_only_grow(method: str, p: list[float]) -> None:
    found = adjust(p, method)  # type: ignore[arg-type]
    assert (found >= np.array(p)).all()
    assert (found <= 1).all()
    order = np.argsort(p, kind="stable")
    assert (np.diff(found[order]) >= -1e-12).all()
    shuffled = adjust(p[::-1], method)[::-1]  # type: ignore[arg-type]
    assert shuffled == pytest.approx(found, abs=1e-12)


def test_by_hand() -> None:
    assert adjust([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert adjust([0.01, 0.04, 0.03], "hochberg").tolist() == pytest.approx([0.03, 0.04, 0.04])
    assert adjust([0.2]).tolist() == [0.2]
    assert adjust([0.0, 1.0]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("p", [[], [0.1, np.nan]])
def test_a_family_with_an_unknown_member_has_no_level(p: list[float]) -> None:
    with pytest.raises(Unmeasurable):
        adjust(p)


def test_what_is_no_p_value_or_method() -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        adjust([1.2])
    with pytest.raises(ValueError, match="'sidak' is none of"):
        adjust([0.2], "sidak")  # type: ignore[arg-type]


def test_so_many_tests_find_something() -> None:
    assert round(1 - 0.95**10, 3) == 0.401
    assert round(1 - 0.95**28, 3) == 0.762
    assert round(0.05 / 28, 5) == 0.00179
    assert round(stats.binom.sf(17, 247, 0.05), 3) == 0.072


@pytest.mark.slow
@pytest.mark.parametrize("method", ["holm", "hochberg", "bonferroni"])
def test_the_family_keeps_its_level(method: str) -> None:
    rng = np.random.default_rng(1)
    runs = 4000
    false = sum((adjust(rng.random(8), method) <= 0.05).any() for _ in range(runs))  # type: ignore[arg-type]
    assert false <= stats.binom.ppf(0.9995, runs, 0.05)
