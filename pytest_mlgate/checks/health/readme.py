"""Check that the README tells a newcomer what he needs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from pytest_mlgate.checks.health._snippets import broken_python
from pytest_mlgate.inputs.documents import Document, Documents
from pytest_mlgate.registry import Phase, check
from pytest_mlgate.verdict import Estimate, Finding, Outcome, Verdict

_SECTIONS: Mapping[str, tuple[str, ...]] = {
    "installation": (
        *("install", "set up", "setup", "getting started", "get started", "quick start"),
        *("quickstart", "requirements", "prerequisite", "dependencies", "environment", "build"),
        *("download", "deploy", "how to run", "run locally", "pip install", "conda install"),
        *("conda env create", "poetry install", "uv sync", "uv pip", "docker build"),
        *("docker compose", "docker-compose", "docker pull", "docker run", "make install"),
    ),
    "usage": (
        *("usage", "use", "using", "how to", "getting started", "get started", "quick start"),
        *("quickstart", "example", "tutorial", "demo", "run", "running", "command", "api"),
        *("train", "training", "inference", "predict", "prediction", "reproduce", "workflow"),
        *("documentation", "guide", "walkthrough", "play with", "streamlit run", "docker run"),
        *("python -m", "jupyter notebook", "jupyter lab", "dvc repro", "mlflow run"),
    ),
    "contributing": (
        *("contribut", "development", "developer", "developing", "hacking", "how to help"),
        *("to contribute", "contributions are", "contributions to the", "contributions welcome"),
        *("pull request", "merge request", "get involved", "open an issue", "raise an issue"),
    ),
}
"""Words by which a section is known."""
_RUNS_PYTHON = re.compile(r"(?m)^\s*[$>]?\s*(?:poetry run |uv run )?python[\d.]* +[\w./-]+\.py\b")
_OWN_LINE = re.compile(r"(?m)^(?:[^\w\n]{0,10}+\w++){1,3}[^\w\n]{0,10}$")


@check("health.readme", blocks_from=Phase.STAGING)
def readme(
    documents: Documents,
    *,
    sections: dict[str, tuple[str, ...]] | None = None,
    min_words: int = 100,
) -> Verdict:
    """The README says how to install, use and contribute to the project, and its code parses.

    Why
    ---
    What only its author can set up and start is lost when the author leaves; and a first
    example with a syntax error is the first thing that a newcomer tries.

    Rule
    ----
    There is a README in the root, in ``.github`` or in ``docs``.  Each section is covered: one
    of its words starts a word of a heading or of a line of up to three words, or one of its
    phrases (``pip install``) stands anywhere.  A link to ``CONTRIBUTING``, or such a file in
    the root, ``.github`` or ``docs``, covers contributing; a command that runs a Python file
    covers usage.  Blocks of code marked as Python parse; sessions with ``>>>``, magics and
    shell lines of notebooks, ``...`` for what is left out and ``<placeholders>`` are no
    errors.  The text has at least `min_words` words.

    Settings
    --------
    sections : installation, usage, contributing
        Section -> words by which it is known, as a table; it replaces the three with
        their English words.
    min_words : 100
        Words of prose, code left out.

    Outcomes
    --------
    FAIL without a README, for an empty one or for a missing section, which stops a build
    from the phase ``staging`` on.  WARN for a block that does not parse and for fewer words.
    INCONCLUSIVE for a README that cannot be read.

    Remedy
    ------
    Add the missing sections; mark code that is no Python as what it is.

    Source
    ------
    The sections that GitHub's guide "About READMEs" names; PEP 257 and the standard library's
    doctest for sessions.
    """
    wanted = _SECTIONS if sections is None else sections
    document = documents.readme
    if document is None:
        message = "there is no README in the root, in .github or in docs"
        return _verdict([Finding(message=message, subject="README")], 0.0, wanted, "")
    if document.problem:
        unread = Finding(
            message=f"could not be read: {document.problem}",
            outcome=Outcome.INCONCLUSIVE,
            path=document.path,
        )
        return Verdict.of([unread], passed="", remedy="Save the README as UTF-8 text.")
    missing = [name for name in wanted if not _covers(documents, document, name, wanted[name])]
    findings = [
        Finding(
            message=f"says nothing on {name}: no heading or text with words such as "
            f"{', '.join(map(repr, wanted[name][:3]))}",
            path=document.path,
            anchor=f"section {name}",
            remedy=f"Add a section on {name}.",
        )
        for name in missing
    ]
    findings += _thin(document, min_words)
    findings += _broken(document)
    share = 1 - len(missing) / len(wanted) if wanted else 1.0
    return _verdict(findings, share, wanted, document.path)


def _verdict(
    findings: list[Finding], share: float, wanted: Mapping[str, tuple[str, ...]], path: str
) -> Verdict:
    return Verdict.of(
        findings,
        passed=f"{path} covers {', '.join(wanted)}, and its Python code parses",
        remedy="Write what is missing: how to install, how to use, how to contribute.",
        estimates=[Estimate(name="readme sections", value=share, n=len(wanted), unit="share")],
    )


def _covers(documents: Documents, document: Document, name: str, words: tuple[str, ...]) -> bool:
    if name == "contributing" and _has_guide(documents, document):
        return True
    if name == "usage" and any(_RUNS_PYTHON.search(b.text) for b in document.prose.blocks):
        return True
    prose = document.prose
    titles = [*(h.text for h in prose.headings), *_OWN_LINE.findall(prose.text)]
    headings = "\n".join(map(_spaced, titles))
    text = _spaced("\n".join([prose.text, *(block.text for block in prose.blocks)]))
    for word in map(str.lower, words):
        starts = re.compile(rf"(?<!\w){re.escape(word)}")
        if starts.search(headings) or (" " in word and starts.search(text)):
            return True
    return False


def _spaced(text: str) -> str:
    """Return text in lower case with single blanks; dashes join words like blanks do."""
    return re.sub(r"[\s_]+|(?<=\w)-(?=\w)", " ", text.lower())


def _has_guide(documents: Documents, document: Document) -> bool:
    if any("contributing" in link.lower() for link in document.prose.links):
        return True
    return any(
        posixpath.basename(path).lower().startswith("contributing")
        and posixpath.dirname(path) in {"", ".github", "docs"}
        for path in documents.paths
    )


def _thin(document: Document, min_words: int) -> Iterator[Finding]:
    words = document.prose.words
    if not words and not document.prose.blocks:
        yield Finding(message="is empty", path=document.path, anchor="words")
    elif words < min_words:
        yield Finding(
            message=f"has {words} words of prose, fewer than {min_words}",
            outcome=Outcome.WARN,
            path=document.path,
            anchor="words",
            remedy="Say what the project does, for whom, and what it needs.",
        )


def _broken(document: Document) -> Iterator[Finding]:
    for block in document.prose.blocks:
        if problem := broken_python(block):
            reason, line = problem
            yield Finding(
                message=f"a Python code block does not parse: {reason}",
                outcome=Outcome.WARN,
                path=document.path,
                line=line,
                anchor=block.text,
                remedy="Mend the code, or mark the block as what it is (sh, text).",
            )
