from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_mlgate import waivers
from pytest_mlgate.errors import InputError
from pytest_mlgate.inputs.project import Project
from pytest_mlgate.waivers import Waiver
from support import link

CHECKS = ("data.rows", "fairness.disparate-impact")
GOOD: dict[str, Any] = {
    "id": "W1",
    "check": "data.rows",
    "subject": "train/**",
    "reason": "agreed with audit",
    "owner": "ana",
    "expires": "2026-12-31",
}


def load(root: Path, items: object, *, named: str | None = "w.json") -> tuple[Waiver, ...]:
    document = {"schema": "waivers/1", "items": items}
    (root / (named or "waivers.yaml")).write_text(json.dumps(document))
    return waivers.load(Project(root), named, CHECKS)


def load_text(root: Path, text: str | bytes, name: str = "w.yaml") -> tuple[Waiver, ...]:
    (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return waivers.load(Project(root), name, CHECKS)


def refused(root: Path, items: object) -> str:
    with pytest.raises(InputError) as caught:
        load(root, items)
    return str(caught.value)


def waiver(**more: Any) -> Waiver:
    return Waiver(**{**GOOD, "expires": dt.date(2026, 12, 31), **more})


# The file


def test_without_a_file_there_is_no_waiver(tmp_path: Path) -> None:
    assert waivers.load(Project(tmp_path), None, CHECKS) == ()


def test_the_usual_file_is_found(tmp_path: Path) -> None:
    assert [w.id for w in load(tmp_path, [GOOD], named=None)] == ["W1"]


def test_yaml(tmp_path: Path) -> None:
    (found,) = load_text(
        tmp_path,
        """
schema: waivers/1
items:
  - id: 7
    check: data.rows
    subject: "*"
    reason: agreed
    owner: ana
    expires: 2026-12-31
    created: 2026-01-01 10:00:00
    approved_by: bo
""",
    )
    assert found == Waiver(
        id="7", check="data.rows", subject="*", reason="agreed", owner="ana",
        expires=dt.date(2026, 12, 31), created=dt.date(2026, 1, 1), approved_by="bo",
    )  # fmt: skip
    assert str(found) == "waiver 7 (ana, until 2026-12-31): agreed"


def test_no_item_is_no_waiver(tmp_path: Path) -> None:
    assert load(tmp_path, []) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "w.yaml: schema: found nothing; expected schema: waivers/1"),
        ("[]", "w.yaml: schema: found []; expected schema: waivers/1"),
        ("items: []", "w.yaml: schema: found nothing; expected schema: waivers/1"),
        ("schema: waivers/2", "w.yaml: schema: found 'waivers/2'; expected schema: waivers/1"),
        ("schema: 1", "w.yaml: schema: found 1; expected schema: waivers/1"),
        ("schema: waivers/1", "w.yaml: items: found nothing; expected a list"),
        ("schema: waivers/1\nitems: {}", "w.yaml: items: found {}; expected a list"),
        ("schema: waivers/1\nitem: []",
         "w.yaml: item: found an unknown key; expected one of schema, items; "
         "did you mean 'items'?"),
        ("schema: waivers/1\nitems: [x]", "w.yaml: items[1]: found 'x'; expected a table"),
        (b"schema: \xff", "w.yaml: line 1: found byte 0xff, which is not UTF-8; "
         "expected UTF-8 text"),
    ],
)  # fmt: skip
def test_files_that_are_no_waivers(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_text(tmp_path, text)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.yaml", "a: [1"),
        ("w.yaml", "a: b: c"),
        ("w.yaml", "a: !!python/object/apply:os.getcwd []"),
        ("w.yaml", "a: 2026-13-45"),
        ("w.yaml", "[" * 1200),
        ("w.yaml", "a: \x07"),
        ("w.json", "{"),
        ("w.json", ""),
        ("w.json", "[" * 100_000),
        ("w.json", '{"a": ' + "1" * 5000 + "}"),
    ],
)
def test_broken_files(tmp_path: Path, name: str, text: str) -> None:
    kind = name.partition(".")[2].upper()
    with pytest.raises(InputError) as caught:
        load_text(tmp_path, text, name)
    message = str(caught.value)
    assert message.startswith(f"{name}: found broken {kind} (")
    assert message.endswith(f"; expected valid {kind}")
    assert "\n" not in message


@pytest.mark.parametrize("found", ["no such file", "a directory", "a dangling symbolic link"])
def test_a_named_file_that_is_not_there(tmp_path: Path, found: str) -> None:
    if found == "a directory":
        (tmp_path / "waivers.yaml").mkdir()
    elif found == "a dangling symbolic link":
        link(tmp_path / "waivers.yaml", "nothing")
    with pytest.raises(InputError) as caught:
        waivers.load(Project(tmp_path), "waivers.yaml", CHECKS)
    assert caught.value.found == found


@pytest.mark.parametrize("kind", ["folder", "dangling"])
def test_the_usual_file_must_be_usable_when_it_is_there(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.mkdir() if kind == "folder" else link(path, "nothing")
    with pytest.raises(InputError, match=r"^waivers\.yaml: found a d"):
        waivers.load(Project(tmp_path), None, CHECKS)


def test_a_value_that_aliases_make_huge_is_not_spelled_out(tmp_path: Path) -> None:
    bomb = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    bomb += [f"b{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(InputError) as caught:
        load_text(tmp_path, "\n".join([*bomb, "schema: *a11"]))
    assert len(str(caught.value)) < 500


# One waiver


@pytest.mark.parametrize("key", ["id", "check", "subject", "reason", "owner", "expires"])
@pytest.mark.parametrize("value", ["absent", None, "", "  ", [], {}, ["x"]])
def test_every_field_must_be_filled(tmp_path: Path, key: str, value: object) -> None:
    item = {**GOOD, key: value}
    if value == "absent":
        del item[key]
    found = {"[]": "[]", "{}": "{}", "['x']": "['x']"}.get(str(value), "nothing")
    assert refused(tmp_path, [GOOD | {"id": "W0"}, item]) == (
        f"w.json: items[2].{key}: found {found}; expected a value"
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ownr": "x"}, "items[1].ownr: found an unknown key; expected one of id, check, subject, "
         "reason, owner, expires, approved_by, created; did you mean 'owner'?"),
        ({"check": "data.row"}, "items[1].check: found unknown check 'data.row'; expected the id "
         "of a check; did you mean 'data.rows'?"),
        ({"check": 5}, "items[1].check: found unknown check 5; expected the id of a check"),
        ({"check": "*"}, "items[1].check: found unknown check '*'; expected the id of a check"),
        ({"expires": "soon"}, "items[1].expires: found 'soon'; expected a date such as 2026-12-31"),
        ({"expires": "31.12.2026"}, "items[1].expires: found '31.12.2026'; expected a date such as "
         "2026-12-31"),
        ({"expires": "2026-02-30"}, "items[1].expires: found '2026-02-30'; expected a date such as "
         "2026-12-31"),
        ({"expires": True}, "items[1].expires: found True; expected a date such as 2026-12-31"),
        ({"created": "x"}, "items[1].created: found 'x'; expected a date such as 2026-12-31"),
    ],
)  # fmt: skip
def test_fields_that_cannot_be_used(tmp_path: Path, more: dict[str, Any], message: str) -> None:
    assert refused(tmp_path, [GOOD | more]) == f"w.json: {message}"


def test_ids_are_unique(tmp_path: Path) -> None:
    assert refused(tmp_path, [GOOD, GOOD | {"id": "W2"}, GOOD | {"subject": "x"}]) == (
        "w.json: W1: found two waivers of this id; expected unique ids"
    )


@pytest.mark.parametrize(
    ("today", "expired"),
    [("2026-12-30", False), ("2026-12-31", False), ("2027-01-01", True)],
)
def test_the_last_day_still_holds(today: str, expired: bool) -> None:
    assert waiver().expired(dt.date.fromisoformat(today)) is expired


@pytest.mark.parametrize(
    ("subject", "topic", "covered"),
    [
        ("*", "anything/at all", True),
        ("*", "", True),
        ("sex", "sex", True),
        ("sex", "sexes", False),
        ("sex", "", False),
        ("train/**", "train/a/b.py", True),
        ("train/**", "trainer/a.py", False),
        ("train/", "train/a.py", True),
        ("*.py", "a.py", True),
        ("*.py", "sub/a.py", False),
        ("models:/income@candidate", "models:/income@candidate", True),
        ("age[18]", "age[18]", True),
    ],
)
def test_what_a_waiver_covers(subject: str, topic: str, covered: bool) -> None:
    assert waiver(subject=subject).covers(topic) is covered


@given(st.text(min_size=1), st.dates())
def test_a_waiver_covers_its_own_subject_for_as_long_as_it_lasts(
    subject: str, day: dt.date
) -> None:
    own = waiver(subject=subject, expires=day)
    assert own.covers(subject)
    assert not own.expired(day)
