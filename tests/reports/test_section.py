from __future__ import annotations

from pathlib import Path

import pytest

from pytest_mlgate.delivery import Wanted, write_files
from pytest_mlgate.errors import InputError
from pytest_mlgate.reports.record import GateReport
from pytest_mlgate.reports.section import Section
from report_samples import record, report

SECTION = Section(lambda report: "new\ntext\n", begin="<begin>", end="<end>")
REPORT = report(record())


def test_a_new_file_has_the_lines_too() -> None:
    assert SECTION(REPORT) == "<begin>\nnew\ntext\n<end>\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<begin>\n<end>", "<begin>\nnew\ntext\n<end>"),
        ("a\n\n<begin>\nold\n<end>\nz", "a\n\n<begin>\nnew\ntext\n<end>\nz"),
        (
            "a\r\n <begin>\r\nold\r\n<end>\r\nz\r\n",
            "a\r\n <begin>\r\nnew\r\ntext\r\n<end>\r\nz\r\n",
        ),
        ("\ufeff\x0c\u2028\n<begin>\n<end>\n", "\ufeff\x0c\u2028\n<begin>\nnew\ntext\n<end>\n"),
        ("see <begin>\n<begin>\n<end>\n", "see <begin>\n<begin>\nnew\ntext\n<end>\n"),
    ],
)
def test_only_the_section_changes(before: str, after: str) -> None:
    assert SECTION.replaced("CARD.md", before, REPORT) == after
    assert SECTION.replaced("CARD.md", after, REPORT) == after


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ("", "0 lines <begin> and 0 lines <end>"),
        ("# My card\n", "0 lines <begin> and 0 lines <end>"),
        ("<begin>\n", "1 lines <begin> and 0 lines <end>"),
        ("<begin>\n<begin>\n<end>\n", "2 lines <begin> and 1 lines <end>"),
        ("<end>\n<begin>\n", "1 lines <begin> and 1 lines <end> in the wrong order"),
    ],
)
def test_a_document_without_the_lines_is_left_alone(
    tmp_path: Path, document: str, found: str
) -> None:
    path = tmp_path / "CARD.md"
    path.write_text(document, encoding="utf-8")
    (problem,) = write_files([Wanted(path, SECTION)], REPORT)
    assert f"CARD.md: found {found}; expected one of each, in this order" in problem
    assert path.read_text(encoding="utf-8") == document
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "CARD.md"
    path.write_bytes(b"<begin>\n\xff\n<end>\n")
    (problem,) = write_files([Wanted(path, SECTION)], REPORT)
    assert "found text that is not UTF-8" in problem
    assert path.read_bytes() == b"<begin>\n\xff\n<end>\n"


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    card = tmp_path / "real.md"
    card.write_text("<begin>\n<end>\n", encoding="utf-8")
    (tmp_path / "CARD.md").symlink_to(card)
    assert list(write_files([Wanted(tmp_path / "CARD.md", SECTION)], REPORT))
    assert card.read_text(encoding="utf-8") == "<begin>\n<end>\n"


def test_the_file_is_made_and_then_kept_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "CARD.md"
    assert list(write_files([Wanted(path, SECTION)], REPORT)) == []
    path.write_bytes(b"# Mine\r\n" + path.read_bytes() + b"after")
    other = Section(lambda report: "newer\n", begin="<begin>", end="<end>")
    assert list(write_files([Wanted(path, other)], REPORT)) == []
    assert path.read_bytes() == b"# Mine\r\n<begin>\nnewer\n<end>\nafter"


def test_the_message_says_that_nothing_was_lost() -> None:
    with pytest.raises(InputError, match="the file was left as it is"):
        SECTION.replaced("CARD.md", "", GateReport(created_at="", phase="", config="", records=()))
