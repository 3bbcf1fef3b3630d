"""Who wrote the lines that are there today, as git knows it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pytest_mlgate.errors import InputAbsent, InputError
from pytest_mlgate.inputs import _git
from pytest_mlgate.inputs.repo import Repo
from pytest_mlgate.registry import provides

_BOT = re.compile(
    rb"\[bot\]|(?:^|[\W_])bot(?:[\W_]|$)|^(?:dependabot|renovate|github-actions|pre-commit-ci|"
    rb"semantic-release|greenkeeper|snyk|imgbot|allcontributors)\b|\bnoreply@github\.com",
    re.IGNORECASE,
)
_SWITCHES = ("mailmap.file=", "mailmap.blob=HEAD:.mailmap")


@dataclass(frozen=True, slots=True)
class Share:
    """Lines of one author in one file, and those that are no older than a moment.

    Authors are numbered: their names and addresses belong in no report.
    """

    author: int
    lines: int
    recent: int


@dataclass(frozen=True)
class Authorship:
    """Surviving lines by author.

    Parameters
    ----------
    repo:
        The repository, which has a commit.
    began:
        When its oldest commit was made; in a shallow clone the oldest that is there.
    """

    repo: Repo
    began: datetime
    _filters: list[str] = field(default_factory=list, repr=False)
    _authors: dict[bytes, int] = field(default_factory=dict, repr=False)

    def of(self, path: str, since: datetime) -> tuple[Share, ...]:
        """Return who wrote the lines of a file at HEAD, most lines first, machines left out.

        ``.mailmap`` is applied, and one name or one address is one author.  A change of blanks
        alone makes nobody an author.
        """
        answer = _git.run(
            self.repo.root,
            *("blame", "--line-porcelain", "-w", "--no-textconv", "HEAD", "--", path),
            overrides=[*_SWITCHES, *self._filters],
            accept=(0, 128),
        )
        if answer.status and "no such path" not in answer.complaint:
            # What git complains about may quote a file that the configuration names.
            raise InputError(
                path,
                found="a file whose authors git blame cannot tell",
                expected="an answer of: git blame HEAD -- " + path,
            )
        lines, recent = Counter[int](), Counter[int]()
        name, mail, written = b"", b"", 0
        for line in answer.output.split(b"\n"):
            key, _, value = line.partition(b" ")
            if line.startswith(b"\t"):
                if not _BOT.search(name + b" " + mail):
                    author = self._number(name.lower(), mail.lower())
                    lines[author] += 1
                    recent[author] += written >= since.timestamp()
            elif key == b"author":
                name = value
            elif key == b"author-mail":
                mail = value.strip(b"<>")
            elif key == b"author-time":
                written = int(value)
        return tuple(Share(who, count, recent[who]) for who, count in lines.most_common())

    def _number(self, name: bytes, mail: bytes) -> int:
        known = self._authors.get(mail, self._authors.get(name))
        number = len(self._authors) if known is None else known
        self._authors.setdefault(mail, number)
        self._authors.setdefault(name, number)
        return number


@provides
def authorship(repo: Repo) -> Authorship:
    """Provide what git knows about the authors of the project's files."""
    if repo.toplevel is None or repo.head is None:
        raise InputAbsent("there is no history: the project is in no git repository with a commit")
    answer = _git.run(repo.root, "log", "--max-parents=0", "--format=%ct", "HEAD")
    began = datetime.fromtimestamp(min(map(int, answer.output.split())), UTC)
    return Authorship(repo, began, _git.without_filters(_git.settings(repo.root)))
