"""Check that the repository lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pytest_mlgate.checks.health._secret_places import scan
from pytest_mlgate.inputs.accepted_secrets import AcceptedSecrets
from pytest_mlgate.inputs.history import History
from pytest_mlgate.inputs.sources import apply_waiver
from pytest_mlgate.inputs.texts import Text, Texts
from pytest_mlgate.registry import check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_REVOKE = (
    "Revoke it where it was issued, for whoever can read the repository has it; then read the "
    "new one from an environment variable or a secret store."
)
_REWRITE = "Revoke it, and take it out of the commits before they are merged (git rebase -i)."
_MIB = 1024 * 1024


@check("health.secrets", blocker=True, by_file=True)
def secrets(
    texts: Texts,
    history: History | None = None,
    accepted_secrets: AcceptedSecrets | None = None,
) -> Verdict:
    """No password, key or token is in the files or in the commits of the change.

    Why
    ---
    Whoever can read the repository, or a copy of it in years to come, can use what is in
    there.  Deleting the line does not help: the commit keeps it.

    Rule
    ----
    No text file of the project, and no version of one that a commit of the change brought,
    holds one of these:

    - a token, key or webhook in the known format of a provider, a JSON web token, a private key
    - a password in an address (``postgresql://user:password@host``) or for ``curl``, a
      token in an ``Authorization`` header, a Kubernetes ``Secret``
    - a default password (``admin``) that is in force: in a configuration file, or beside a
      user of the same name
    - beside the name of a password, a literal of 6 characters or more that mixes letters
      with digits or symbols; in prose, one that makes no words
    - beside the name of another secret, hexadecimal digits (20 or more, 3 bits of entropy
      per character) or other characters that make no words (16 or more, 77 % of the entropy
      that their number allows, or 4.5 bits)

    Notebooks are read cell by cell with outputs and metadata, without their images.  What says
    that it is an example, a variable or a hash does not count, nor do passwords in tests.  Of
    data, lock and style files only the known formats are looked for.  No value is shown or
    kept, and no provider is asked.

    A line is excused by a comment ``mlgate: allow[secrets] reason`` on it, and by those of
    other tools (``pragma: allowlist secret``, ``gitleaks:allow``).  Secrets in a
    ``.secrets.baseline`` of detect-secrets are accepted; ``pytest --mlgate-update`` never adds
    any.  For one that detect-secrets does not find, add an entry with the salted hash that
    ``pytest_mlgate.inputs.accepted_secrets.hash_of(path, value)`` returns.

    Settings
    --------
    None; what is accepted stands in the baseline of secrets.

    Outcomes
    --------
    FAIL for each of them, in every phase.  WARN for what a comment excuses, and for a text
    file that is too large to read.  INCONCLUSIVE for a file that cannot be read, and where a
    shallow clone hides commits of the change.  NOT_APPLICABLE without text files.

    Remedy
    ------
    Revoke the secret, then read the new one from the environment or a secret store.

    Source
    ------
    OWASP Secrets Management Cheat Sheet.  Meli, McNiece and Reaves, "How bad can it git?",
    NDSS 2019, for known formats and entropy.
    """
    known = accepted_secrets.hashes if accepted_secrets else frozenset()
    if not len(texts) and not texts.too_large:
        return Verdict.not_applicable("there is no text file to look at")
    facts = texts.measure(scan, texts.files, known=known)
    findings = [
        _finding(text.path, fact, f"{_described(fact)}{_placed(fact)}", _REVOKE)
        for text, found in zip(texts, facts, strict=True)
        for fact in found
        if not fact["known"]
    ]
    seen = {(t.path, fact["identity"]) for t, f in zip(texts, facts, strict=True) for fact in f}
    if history is not None:
        findings += _past(texts, history, known, seen)
    count = sum(finding.outcome is Outcome.FAIL for finding in findings)
    accepted = sum(fact["known"] for found in facts for fact in found)
    return Verdict.of(
        [*findings, *_gaps(texts, history)],
        passed=f"{len(texts)} text files{_commits(history)} hold no secret"
        + (f" but {accepted} accepted ones" if accepted else ""),
        remedy=_REVOKE,
        estimates=[Estimate(name="secrets", value=count)],
    )


def _past(
    texts: Texts, history: History, known: frozenset[str], seen: set[tuple[str, str]]
) -> Iterator[Finding]:
    """Yield what commits of the change brought and the files no longer hold."""
    for batch in history.texts(texts.limit):
        for text, found in zip(batch, texts.measure(scan, batch, known=known), strict=True):
            for fact in found:
                if fact["known"] or (text.path, fact["identity"]) in seen:
                    continue
                seen.add((text.path, fact["identity"]))
                yield _of_commit(text, fact, history.commit_of(text))


def _of_commit(text: Text, fact: Mapping[str, Any], commit: str) -> Finding:
    message = f"{_described(fact)}, brought by commit {commit[:12]} and still in the history"
    return _finding(text.path, {**fact, "line": None, "cell": None}, message, _REWRITE)


def _finding(path: str, fact: Mapping[str, Any], message: str, remedy: str) -> Finding:
    found = Finding(
        message=message,
        outcome=Outcome.FAIL,
        path=path,
        line=fact["line"],
        cell=fact["cell"],
        remedy=remedy,
    )
    return found if fact["allowed"] is None else apply_waiver(found, fact["allowed"])


def _described(fact: Mapping[str, Any]) -> str:
    """Name a secret by what is no secret about it."""
    start = f"{fact['public']}..., " if fact["public"] else ""
    beside = f" in {fact['name']}" if fact["name"] else ""
    return f"{fact['kind']} ({start}{fact['length']} characters){beside}"


def _placed(fact: Mapping[str, Any]) -> str:
    return f" {fact['where']}" if fact["where"] else ""


def _commits(history: History | None) -> str:
    if history is None:
        return " (no commit: there is no base to compare with)"
    return f" and the commits since {history.base[:12]}"


def _gaps(texts: Texts, history: History | None) -> Iterator[Finding]:
    too_large = list(texts.too_large)
    too_large += [(v.path, v.size) for v in history.versions] if history else []
    for path, size in too_large:
        if size > texts.limit:
            yield Finding(
                message=f"{size / _MIB:.0f} MiB of text, more than is read "
                f"({texts.limit / _MIB:.0f} MiB)",
                outcome=Outcome.WARN,
                path=path,
                remedy="Keep data out of git, or raise [inputs.texts] max-megabytes.",
            )
    for path, reason in texts.unread:
        yield Finding(
            message=f"could not be judged: {reason}", outcome=Outcome.INCONCLUSIVE, path=path
        )
    if history is not None and history.gap:
        yield Finding(
            message=f"not all commits of the change could be looked at: {history.gap}",
            outcome=Outcome.INCONCLUSIVE,
            remedy="Fetch the whole history (fetch-depth: 0 in GitHub Actions).",
        )
