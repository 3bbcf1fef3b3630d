"""Splitting shell scripts into simple commands, as far as a text alone tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<blank>   (?: [ \t\r\f\v] | \\\r?\n )++ )
  | (?P<comment> \#[^\n]*+ )
  | (?P<heredoc> \d*<<-?[ \t]*(?P<quote>["']?)(?P<end>[A-Za-z_][\w.]*)(?P=quote)
                 (?= [\s;&|>)] | \Z ) )
  | (?P<mark>    \n | && | \|\|? | ;;? | &(?!>) | [()] )
  | (?P<word>    (?: \$\{\{[^\n]{0,400}?\}\}      # an expression of GitHub Actions
                   | \d*>&[\d-]+ | &>>?           # redirections, which end no command
                   | '[^']*+' | "(?:\\.|[^"\\])*+" | \\.
                   | [^ \t\r\f\v\n;&|()'"\\]
                   | ['"\\]                       # a quote that never closes is a letter
                 )++ )
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED = re.compile(r"""'([^']*+)'|"((?:\\.|[^"\\])*+)"|\\(.)""", re.DOTALL)
_KEYWORDS = frozenset(
    {*("if", "then", "else", "elif", "do", "while", "until", "!", "{", "exec", "time")}
)
_WRAPPERS = frozenset({"sudo", "env", "command", "nohup"})


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command.

    Parameters
    ----------
    words:
        Its words, quotes removed, without assignments, keywords and wrappers in front.
    line:
        One-based line of the script.
    then:
        The mark that ends it: ``&&``, ``||``, ``|``, ``;``, ``&``, a bracket or a line end.
    """

    words: tuple[str, ...]
    line: int = 1
    then: str = "\n"


def simple_commands(script: str) -> list[Command]:
    """Split a script; comments and here-documents are left out."""
    last_line = {text.lstrip("\t"): at for at, text in enumerate(script.split("\n"), 1)}
    found: list[Command] = []
    words: list[str] = []
    ends: list[str] = []
    at, line, first = 0, 1, 1
    while token := _TOKEN.match(script, at):
        at = token.end()
        if token["word"]:
            first = first if words else line
            words.append(_QUOTED.sub(_unquoted, token["word"]))
        elif token["heredoc"] and last_line.get(token["end"], 0) > line:
            ends.append(token["end"])
        elif token["mark"]:
            if bare := _without_prefix(words):
                found.append(Command(tuple(bare), first, token["mark"]))
            words = []
        line += token[0].count("\n")
        if token["mark"] == "\n" and ends:
            at, line = _after(script, at, line, ends)
            ends = []
    if bare := _without_prefix(words):
        found.append(Command(tuple(bare), first))
    return found


def _after(script: str, at: int, line: int, ends: Sequence[str]) -> tuple[int, int]:
    """Return position and line after the here-documents that start at a position."""
    for end in ends:
        while at < len(script):
            stop = script.find("\n", at)
            text = script[at:stop] if stop >= 0 else script[at:]
            at, line = at + len(text) + 1, line + 1
            if text.lstrip("\t") == end:
                break
    return at, line


def _unquoted(match: re.Match[str]) -> str:
    if match[2] is not None:
        return re.sub(r'\\([$`"\\])', r"\1", match[2].replace("\\\n", ""))
    return match[1] if match[1] is not None else match[3]


def _without_prefix(words: Sequence[str]) -> list[str]:
    """Drop assignments, shell keywords and wrappers in front of the command proper."""
    at = 0
    while at < len(words):
        if words[at] in _KEYWORDS or re.match(r"[A-Za-z_]\w*=", words[at]):
            at += 1
        elif words[at].rpartition("/")[2] in _WRAPPERS:
            at += 1
            while at < len(words) and words[at].startswith("-"):
                at += 1
        else:
            break
    return list(words[at:])
