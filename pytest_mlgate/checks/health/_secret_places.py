"""A file as the pieces of text that people wrote or printed, and the secrets in each."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pytest_mlgate.checks.health._secret_rules import MOST_HITS, Hit, Style, find
from pytest_mlgate.checks.health._secret_values import is_random, words
from pytest_mlgate.inputs.accepted_secrets import hash_of
from pytest_mlgate.inputs.project import Role
from pytest_mlgate.inputs.texts import Text

_CODE = words(
    """
    py pyw pyi pyx js jsx ts tsx mjs java scala kt go rs c h cc cpp hpp cs php rb r jl swift lua
    pl dart json json5 sql groovy
    """
)
_CONFIG = words(
    """
    yaml yml env envrc ini cfg conf config toml properties sh bash zsh fish ps1 bat cmd tf tfvars
    hcl netrc pypirc npmrc pgpass service
    """
)
_DATA = words("csv tsv jsonl ndjson lock svg css scss map geojson po tex bib sum")
_CONFIG_NAMES = re.compile(
    r"(?:.*\.)?(?:dockerfile|containerfile)(?:\..*)?|makefile|procfile|credentials|justfile|\.env.*"
)
_LOCK_NAMES = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "conda-lock.yml", "go.sum"}
)
_PATTERN = re.compile(r"[._-](?:example|sample|template|dist|tmpl|default|j2)s?(?:[._-]|$)", re.I)
_EMBEDDED = re.compile(r"base64,[0-9A-Za-z+/=\\n\s]{200,}")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ALLOWED = re.compile(
    r"(?:pragma:\s*(?:allow|white)list[ -](?P<next>nextline[ -])?secret|gitleaks:allow"
    r"|(?P<own>mlgate:\s*allow\[secrets\]))(?P<reason>[^\n]*)",
)


@dataclass(frozen=True)
class _Piece:
    """A text and the way it writes values, with the place it has in its file."""

    text: str
    style: Style
    cell: int | None = None
    where: str = ""
    has_lines: bool = True


def scan(text: Text, known: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Return what is known about each secret in a file, none of it the value.

    Parameters
    ----------
    text:
        The file.
    known:
        ``path:hash`` of every secret that was accepted.
    """
    facts: dict[tuple[str, int | None, str], dict[str, Any]] = {}
    for piece in _pieces(text):
        if len(facts) >= MOST_HITS:
            break
        for hit in find(piece.text, piece.style):
            fact = _fact(text.path, piece, hit, known)
            facts.setdefault((fact["identity"], fact["cell"], fact["where"]), fact)
    return list(facts.values())


def _fact(path: str, piece: _Piece, hit: Hit, known: frozenset[str]) -> dict[str, Any]:
    identity = hash_of(path, hit.value)
    return {
        "kind": hit.kind,
        "name": "" if is_random(hit.name) else hit.name,
        "length": len(hit.value),
        "public": hit.value[: hit.public],
        "line": piece.text.count("\n", 0, hit.start) + 1 if piece.has_lines else None,
        "cell": piece.cell,
        "where": piece.where,
        "identity": identity,
        "known": any(f"{path}:{sign}" in known for sign in (identity, *_signs(hit))),
        "allowed": _allowed(piece.text, hit.start),
    }


def _signs(hit: Hit) -> Iterator[str]:
    """Yield the hashes by which a baseline of detect-secrets would know a secret."""
    for value in (hit.value, hit.alias, f"https://{hit.value}"):
        if value:
            yield hashlib.sha1(value.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _allowed(text: str, at: int) -> str | None:
    """Return the reason of a comment that allows the secret there, ``None`` without one.

    The comments of other tools need no reason; ours counts only with one, and an empty text
    says that it is missing.
    """
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    above = text[: text.rfind("\n", 0, at) + 1].rstrip("\n").rpartition("\n")[2]
    for candidate, next_line in ((line, False), (above, True)):
        match = _ALLOWED.search(candidate)
        if match and bool(match["next"]) is next_line:
            reason = match["reason"].strip(" \t\r\"'*/->#")
            return reason if match["own"] else reason or "a comment allows it"
    return None


def _pieces(text: Text) -> Iterator[_Piece]:
    content = text.content()
    if text.path.endswith(".ipynb"):
        document = _notebook(content)
        if document is not None:
            yield from _of_notebook(document, text.role)
            return
    yield _Piece(_EMBEDDED.sub("base64,", content), style_of(text.path, text.role))


def style_of(path: str, role: Role) -> Style:
    """Say how a file writes its values, by its name."""
    name = path.rpartition("/")[2].lower()
    suffix = name.rpartition(".")[2]
    if suffix in _DATA or name in _LOCK_NAMES or name.endswith((".min.js", ".min.css")):
        return Style.DATA
    if _PATTERN.search(name):
        return Style.PROSE
    if suffix in _CODE:
        return Style.TEST if role is Role.TEST else Style.CODE
    if suffix in _CONFIG or _CONFIG_NAMES.fullmatch(name):
        return Style.PROSE if role is Role.TEST else Style.CONFIG
    return Style.PROSE


def _notebook(content: str) -> dict[str, Any] | None:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _of_notebook(document: Mapping[str, Any], role: Role) -> Iterator[_Piece]:
    number = 0
    code = Style.TEST if role is Role.TEST else Style.CODE
    for cell in _cells(document):
        source = _joined(cell.get("source", cell.get("input")))
        if cell.get("cell_type") != "code":
            yield _Piece(
                _EMBEDDED.sub("", source), Style.PROSE, where="in a text cell", has_lines=False
            )
            continue
        number += 1
        yield _Piece(source, code, number)
        if commands := _commands(source):
            yield _Piece(commands, Style.CONFIG, number)
        printed = "\n".join(_printed(cell.get("outputs")))
        yield _Piece(
            _COLOURS.sub("", _EMBEDDED.sub("", printed)),
            Style.PROSE,
            number,
            "in the output",
            False,
        )
    notes = [document.get("metadata"), *(cell.get("metadata") for cell in _cells(document))]
    written = "\n".join(json.dumps(note) for note in notes if note)
    yield _Piece(_EMBEDDED.sub("", written), Style.CODE, where="in the metadata", has_lines=False)


def _cells(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    sheets = document.get("worksheets")
    holders = [document, *(sheets if isinstance(sheets, list) else [])]
    return [
        cell
        for holder in holders
        if isinstance(holder, dict) and isinstance(holder.get("cells"), list)
        for cell in holder["cells"]
        if isinstance(cell, dict)
    ]


def _commands(source: str) -> str:
    """Return the shell and magic lines of a cell, the others empty, or nothing without any."""
    lines = [line if line.lstrip()[:1] in {"!", "%"} else "" for line in source.split("\n")]
    return "\n".join(lines) if any(lines) else ""


def _printed(outputs: object) -> Iterator[str]:
    """Yield the texts among the outputs of a cell; images and the like are none."""
    for output in outputs if isinstance(outputs, list) else []:
        if not isinstance(output, dict):
            continue
        yield _joined(output.get("text"))
        yield _joined(output.get("evalue"))
        yield _joined(output.get("traceback"), "\n")
        data = output.get("data")
        for kind, value in data.items() if isinstance(data, dict) else ():
            if kind.startswith("text/"):
                yield _joined(value)
            elif kind.endswith("json"):
                yield json.dumps(value, indent=0)


def _joined(value: object, by: str = "") -> str:
    if isinstance(value, list):
        return by.join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
