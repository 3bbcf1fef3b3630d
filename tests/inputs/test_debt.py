from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pytest_mlgate.errors import InputAbsent, InputError
from support import provide, write

ITEM = """\
- id: D-1
  description: The scale is a guess
  hours: 3.5
  priority: 8
  owner: ada
  opened: 2026-01-02
"""


def register(*items: str) -> str:
    return "schema: debt/1\nitems:\n" + "".join(items)


def test_register(tmp_path: Path) -> None:
    second = ITEM.replace("D-1", "D-2").replace("  owner: ada\n", "  link: https://x.test/2\n")
    debt = provide("debt", write(tmp_path, {"debt.yaml": register(ITEM, second)}))
    first, last = debt
    assert len(debt) == 2
    assert (first.id, first.hours, first.priority) == ("D-1", 3.5, 8)
    assert (first.owner, first.opened, first.link) == ("ada", dt.date(2026, 1, 2), "")
    assert (last.owner, last.link) == ("", "https://x.test/2")
    assert len(debt.fingerprint) == 64


@pytest.mark.parametrize("opened", ["'2026-01-02'", "2026-01-02 10:00:00"])
def test_dates(tmp_path: Path, opened: str) -> None:
    text = register(ITEM.replace("2026-01-02", opened))
    (item,) = provide("debt", write(tmp_path, {"debt.yaml": text}))
    assert item.opened == dt.date(2026, 1, 2)


def test_no_register(tmp_path: Path) -> None:
    with pytest.raises(InputAbsent, match=r"no debt\.yaml"):
        provide("debt", tmp_path)


def test_a_named_register_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"owed\.yaml"):
        provide("debt", tmp_path, path="owed.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "broken YAML"),
        ("items: []", "schema: found nothing"),
        ("schema: debt/2\nitems: []", "'debt/1'"),
        ("schema: debt/1", "items: found nothing"),
        ("schema: debt/1\nitems: []\nitem: []", "item: found an unknown key"),
        ("schema: debt/1\nitems: [3]", r"items\[0\]: found a whole number; expected a table"),
        (register(ITEM, ITEM), "two items of this id"),
        (register(ITEM.replace("priority: 8", "priority: 11")), "priority: found 11"),
        (register(ITEM.replace("priority: 8", "priority: 8.5")), "priority: found a number"),
        (register(ITEM.replace("priority: 8", "priority: true")), "priority: found true or false"),
        (register(ITEM.replace("3.5", "-1")), "hours: found -1; expected 0 or more"),
        (register(ITEM.replace("3.5", ".nan")), "hours: found nan"),
        (register(ITEM.replace("2026-01-02", "spring")), "opened: found something else"),
        (register(ITEM.replace("  opened: 2026-01-02\n", "")), "opened: found nothing"),
        (register(ITEM.replace("The scale is a guess", "''")), "description: found empty text"),
        (register(ITEM.replace("hours", "days")), r"days: found an unknown key; .*hours"),
    ],
)
def test_broken(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        provide("debt", write(tmp_path, {"debt.yaml": text}))
