from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from markdown_reader import assert_inert, lines, plain, seen, tables
from pytest_mlgate.reports._gfm import code, literal, table
from report_samples import texts

HOSTILE = [
    "a | b",
    "\\| \\\\| \\",
    "`a` ``b`` `",
    "``` fence",
    "two\nlines\r\nthree",
    "<script>alert(1)</script>",
    "<!-- comment --> <b>bold</b>",
    "&lt; &#64; &amp;",
    "@octocat and mail@example.invalid, `@team/all`",
    "#123, GH-1, owner/name#2, JIRA-77 !5",
    "[text](http://example.invalid) ![image](//example.invalid/x.png)",
    "[ref]: http://example.invalid",
    "http://example.invalid www.example.invalid ftp://x mailto:a@b.c",
    ":tada: ::",
    "$x$ and $$y$$",
    "*em* **strong** _em_ __init__.py ~~gone~~",
    "# heading",
    "- item",
    "+ item",
    "> quotation",
    "1. item",
    "2) item",
    "===",
    "---",
    "    indented",
    "- [ ] task",
    "0123abc deadbeefdeadbeef",
    "\u202eevil.py\u2066",
    "‮שלום",
    "a\u200bb\u00a0c",
    "\udcff.py",
    "",
    " ",
]
names = st.text(st.sampled_from("ab1 |\\`<>&@#*_[]()!~:$-+=.\n\t\u202eé🎲"), max_size=12) | texts


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    for shown in (literal(text), code(text)):
        assert "\n" not in shown
        for document in (shown, f"- {shown}", f"  - {shown}\n"):
            assert_inert(document)
            assert plain(document) == seen(text)
        assert tables("\n".join(table(["a", "b"], [[shown, "x"]])) + "\n") == [
            [["a", "b"], [seen(text), "x"]]
        ]


@given(st.lists(st.lists(names, min_size=2, max_size=2), min_size=1, max_size=3))
def test_any_text_in_a_table(rows: list[list[str]]) -> None:
    document = "\n".join(table(["a", "b"], [[literal(a), code(b)] for a, b in rows])) + "\n"
    assert_inert(document)
    assert tables(document) == [[["a", "b"], *[[seen(a), seen(b)] for a, b in rows]]]


@given(names, names)
def test_any_text_in_a_list(a: str, b: str) -> None:
    assume(seen(a))
    document = f"- {literal(a)}\n- {code(a)}: {literal(b)}\n"
    assert_inert(document)
    assert [line.text for line in lines(document)] == [seen(a), f"{seen(a)}: {seen(b)}".rstrip()]


def test_ordinary_text_stays_readable() -> None:
    assert literal("found 3 of 10 rows (0.3), expected >= 0.5") == (
        "found 3 of 10 rows (0.3), expected >= 0.5"
    )
    assert literal("a_b and c*d") == r"a\_b and c\*d"
    assert literal("-0.5 to 1e-05") == r"\-0.5 to 1e-05"
    assert literal("ask @octocat about #1") == "ask `@octocat` about `#1`"
    assert code("data.rows[a|b]") == "`data.rows[a`&#124;`b]`"


def test_long_text_is_cut_before_it_is_escaped() -> None:
    assert literal("_" * 10, 4) == r"\_\_\_…"
    assert code("x" * 400) == "`" + "x" * 299 + "…`"
