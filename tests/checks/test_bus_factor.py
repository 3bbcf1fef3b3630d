from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pytest_mlgate.verdict import Outcome, Verdict
from support import GIT_ENV, commit, find_check, git, resolver, write

CHECK = find_check("health.bus-factor")
NOW = datetime(2026, 7, 1, tzinfo=UTC)
ANN, BEN, CAT = "Ann <ann@a.invalid>", "Ben <ben@b.invalid>", "Cat <cat@c.invalid>"


def commit_by(root: Path, author: str, day: str) -> None:
    """Commit everything as somebody on some day."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    name, mail = author.rstrip(">").split(" <")
    who = {"NAME": name, "EMAIL": mail, "DATE": f"{day}T12:00:00Z"}
    environment = {
        **GIT_ENV,
        **{f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()},
    }
    subprocess.run(["git", "commit", "-qm", day], cwd=root, env=environment, check=True)


def history(root: Path, *parts: tuple[str, int, str], path: str = "train.py") -> Path:
    """Append lines to a file, part by part: author, number of lines, day."""
    root.mkdir(exist_ok=True)
    text = ""
    for number, (author, lines, day) in enumerate(parts):
        text += "".join(f"value_{number}_{line} = {line}\n" for line in range(lines))
        commit_by(write(root, {path: text}), author, day)
    return root


def run(root: Path, *, now: datetime = NOW, **settings: object) -> Verdict:
    return resolver(root, clock=now).run(CHECK, **settings)


def test_two_authors(tmp_path: Path) -> None:
    verdict = run(history(tmp_path, (ANN, 90, "2025-10-01"), (BEN, 10, "2025-12-01")))
    assert verdict.outcome is Outcome.PASS
    assert verdict.summary == "1 critical files have 2 authors or more each"
    [estimate] = verdict.estimates
    assert (estimate.name, estimate.value, estimate.n) == ("files with enough authors", 1.0, 1)


def test_less_than_a_tenth_is_no_author(tmp_path: Path) -> None:
    verdict = run(history(tmp_path, (ANN, 91, "2025-10-01"), (BEN, 9, "2025-12-01")))
    assert verdict.outcome is Outcome.WARN
    assert verdict.summary == (
        "train.py: 1 person wrote 10% or more of its 100 lines of the last 12 months "
        "(the largest share is 91%); 2 are asked for"
    )
    assert verdict.estimates[0].value == 0


def test_nobody_is_named(tmp_path: Path) -> None:
    text = str(run(history(tmp_path, (ANN, 30, "2025-10-01"))))
    assert "ann" not in text.lower().replace("channel", "")


def test_settings(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 91, "2025-10-01"), (BEN, 9, "2025-12-01"))
    assert run(tmp_path, min_share=0.09).outcome is Outcome.PASS
    assert run(tmp_path, authors=1).outcome is Outcome.PASS
    assert run(tmp_path, on_breach="fail").outcome is Outcome.FAIL
    assert run(tmp_path, min_lines=101).outcome is Outcome.NOT_APPLICABLE
    assert run(tmp_path, paths=("*.sql",)).outcome is Outcome.NOT_APPLICABLE
    assert run(tmp_path, paths=("train.*",)).outcome is Outcome.WARN


def test_old_lines_do_not_count_where_there_are_new_ones(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2024-01-01"), (BEN, 50, "2026-01-01"))
    assert "of its 50 lines of the last 12 months" in run(tmp_path).summary
    assert run(tmp_path, months=36).outcome is Outcome.PASS


def test_few_new_lines_decide_nothing(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2023-01-01"), (BEN, 50, "2023-06-01"), (CAT, 19, "2026-01-01"))
    assert run(tmp_path).outcome is Outcome.PASS
    assert run(tmp_path, min_lines=19).outcome is Outcome.WARN


@pytest.mark.parametrize(("second", "outcome"), [(BEN, Outcome.PASS), (ANN, Outcome.WARN)])
def test_a_file_that_rests_is_judged_on_all_lines(
    tmp_path: Path, second: str, outcome: Outcome
) -> None:
    verdict = run(history(tmp_path, (ANN, 50, "2023-01-01"), (second, 50, "2023-06-01")))
    assert verdict.outcome is outcome
    if outcome is Outcome.WARN:
        assert "100 lines, 0 of them of the last 12 months" in verdict.summary


@pytest.mark.parametrize(
    "bot",
    [
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "pre-commit-ci <ci@pre-commit.invalid>",
        "Release Bot <release@a.invalid>",
        "ci-bot <ci@a.invalid>",
        "GitHub <noreply@github.com>",
    ],
)
def test_machines_are_no_authors(tmp_path: Path, bot: str) -> None:
    verdict = run(history(tmp_path, (ANN, 50, "2025-10-01"), (bot, 50, "2025-12-01")))
    assert verdict.outcome is Outcome.WARN
    assert "1 person wrote 10% or more of its 50 lines" in verdict.summary


def test_people_whose_names_look_alike_are(tmp_path: Path) -> None:
    abbot = "Talbot Roboti <1+talbot@users.noreply.github.com>"
    history(tmp_path, (ANN, 50, "2025-10-01"), (abbot, 50, "2025-12-01"))
    assert run(tmp_path).outcome is Outcome.PASS


def test_mailmap(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), ("A. Work <work@w.invalid>", 50, "2025-12-01"))
    assert run(tmp_path).outcome is Outcome.PASS
    write(tmp_path, {".mailmap": "Ann <ann@a.invalid> <work@w.invalid>\n"})
    commit_by(tmp_path, ANN, "2026-01-01")
    assert run(tmp_path).outcome is Outcome.WARN


def test_one_name_with_two_addresses_is_one_author(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), ("ANN <other@a.invalid>", 50, "2025-12-01"))
    assert run(tmp_path).outcome is Outcome.WARN


def test_blanks_make_no_author(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"))
    text = (tmp_path / "train.py").read_text()
    write(tmp_path, {"train.py": text.replace(" = ", "  =  ")})
    commit_by(tmp_path, BEN, "2025-12-01")
    assert run(tmp_path).outcome is Outcome.WARN


def test_only_critical_files(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), path="notes.py")
    assert run(tmp_path).outcome is Outcome.NOT_APPLICABLE
    history(tmp_path, (ANN, 50, "2025-10-02"), path="features/age.py")
    history(tmp_path, (ANN, 50, "2025-10-03"), path="serving/app.py")
    assert {f.path for f in run(tmp_path).findings} == {"features/age.py", "serving/app.py"}


@pytest.mark.parametrize(
    ("day", "outcome"), [("2026-01-15", Outcome.NOT_APPLICABLE), ("2025-12-15", Outcome.WARN)]
)
def test_young_repository(tmp_path: Path, day: str, outcome: Outcome) -> None:
    assert run(history(tmp_path, (ANN, 50, day))).outcome is outcome


def test_shallow_clone(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    history(origin, (ANN, 50, "2024-01-01"), (BEN, 50, "2025-12-01"))
    git(tmp_path, "clone", "-q", "--depth", "1", origin.as_uri(), str(tmp_path / "clone"))
    verdict = run(tmp_path / "clone")
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "fetch-depth" in verdict.remedy


def test_without_history(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": "x = 1\n" * 50})
    verdict = run(tmp_path)
    assert verdict.outcome is Outcome.NOT_APPLICABLE
    assert verdict.no_evidence
    git(tmp_path, "init", "-q")
    assert run(tmp_path).no_evidence


def test_more_files_than_are_looked_at(tmp_path: Path) -> None:
    for name in ("train_a.py", "train_b.py"):
        history(tmp_path, (ANN, 50, "2025-10-01"), (BEN, 50, "2025-12-01"), path=name)
    assert run(tmp_path).outcome is Outcome.PASS
    verdict = run(tmp_path, max_files=1)
    assert verdict.outcome is Outcome.INCONCLUSIVE
    assert "1 more critical files were not looked at (max-files is 1)" in verdict.summary


def test_new_and_changed_files_are_judged_as_committed(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), (BEN, 50, "2025-12-01"))
    write(tmp_path, {"train.py": "", "train_new.py": "x = 1\n" * 50, "train_staged.py": "y = 1\n"})
    git(tmp_path, "add", "train_staged.py")
    assert run(tmp_path).outcome is Outcome.PASS


def test_the_repository_starts_no_program(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), (BEN, 50, "2025-12-01"))
    mark = tmp_path / "started"
    write(tmp_path, {".gitattributes": "*.py diff=evil filter=evil\n"})
    commit(tmp_path)
    for key in ("diff.evil.textconv", "diff.evil.command", "filter.evil.clean"):
        git(tmp_path, "config", key, f"touch {mark.as_posix()}; cat")
    git(tmp_path, "config", "mailmap.file", "/etc/passwd")
    assert run(tmp_path).outcome is Outcome.PASS
    assert not mark.exists()


def test_a_file_that_the_configuration_names_is_not_quoted(tmp_path: Path) -> None:
    root = history(tmp_path / "project", (ANN, 50, "2025-10-01"), (BEN, 50, "2025-12-01"))
    secret = write(tmp_path, {"secret.txt": "hunter2\n"}) / "secret.txt"
    git(root, "config", "blame.ignoreRevsFile", secret.as_posix())
    verdict = run(root)
    assert verdict.outcome is Outcome.ERROR
    assert "train.py: found a file whose authors git blame cannot tell" in verdict.summary
    assert "hunter2" not in str(verdict)


def test_a_project_below_the_top_of_its_repository(tmp_path: Path) -> None:
    history(tmp_path, (ANN, 50, "2025-10-01"), path="part/train.py")
    assert run(tmp_path / "part").findings[0].path == "train.py"
