"""Reading Dockerfiles: instructions, stages and variables, as far as a text alone tells."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_mlgate.inputs._shell import simple_commands

_DIRECTIVE = re.compile(r"#\s*([A-Za-z][\w.-]*)\s*=\s*(\S.*?)\s*")
_HEREDOC = re.compile(r"(?:^|\s)\d*<<(-?)([\"']?)([A-Za-z_][\w.]*)\2(?=\s|$|[;&|>)])")
_VARIABLE = re.compile(r"\\\$|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^{}]*))?\})")
_FLAG = re.compile(r"--([a-z][a-z-]*)(?:=(\S*))?\s*")
_WITH_HEREDOC = frozenset({"RUN", "COPY", "ADD"})


@dataclass(frozen=True)
class Instruction:
    """One instruction.

    Parameters
    ----------
    name:
        In capitals, such as ``RUN``.
    value:
        Everything after the name and its flags, continuation lines joined.
    line:
        One-based line of the name.
    flags:
        Such as ``{"from": "builder"}``; without a value, the text is empty.
    heredocs:
        Bodies of its here-documents.
    comments:
        Comment lines directly above it and between its lines.
    variables:
        Values of ARG and ENV that hold here.
    """

    name: str
    value: str
    line: int
    flags: Mapping[str, str] = field(default_factory=dict)
    heredocs: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...] | None:
        """The words of the JSON form, ``None`` for the shell form."""
        if not self.value.startswith("["):
            return None
        try:
            words = json.loads(self.value)
        except (ValueError, RecursionError):
            return None
        is_words = isinstance(words, list) and all(isinstance(word, str) for word in words)
        return tuple(words) if is_words else None

    @property
    def arguments(self) -> tuple[str, ...]:
        """The words of either form, with quotes removed and variables filled in."""
        words = self.words
        return tuple(
            expand(word, self.variables) for word in (split(self.value) if words is None else words)
        )


@dataclass(frozen=True)
class Stage:
    """What one FROM starts.

    Parameters
    ----------
    base:
        The image, or the name of an earlier stage, with variables filled in.
    name:
        Alias, empty without one.
    line:
        One-based line of the FROM.
    parent:
        Index of the earlier stage that `base` names, ``None`` for an image.
    instructions:
        Everything up to the next FROM.
    environment:
        Variables that ENV sets, those of the parent included.
    """

    base: str
    name: str
    line: int
    parent: int | None
    instructions: tuple[Instruction, ...]
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Dockerfile:
    """One Dockerfile; `problem` says why there are no stages.

    Parameters
    ----------
    path:
        POSIX path relative to the project root.
    """

    path: str
    stages: tuple[Stage, ...] = ()
    problem: str = ""

    def lineage(self, index: int) -> Iterator[Stage]:
        """Yield a stage, the stage it builds upon, and so on."""
        at: int | None = index
        while at is not None:
            yield self.stages[at]
            at = self.stages[at].parent


def parse(path: str, text: str) -> Dockerfile:
    """Read a Dockerfile; there is no text that makes this fail."""
    stages: list[Stage] = []
    preamble: dict[str, str] = {}
    opened: _Opened | None = None
    for instruction in instructions(text):
        if instruction.name == "FROM":
            if opened:
                stages.append(opened.stage())
            opened = _Opened.by(instruction, preamble, stages)
        elif opened:
            opened.add(instruction)
        elif instruction.name == "ARG":
            preamble.update(_assignments(instruction, preamble))
    if opened is None:
        return Dockerfile(path, problem="no FROM instruction")
    return Dockerfile(path, (*stages, opened.stage()))


def instructions(text: str) -> Iterator[Instruction]:
    """Yield all instructions in order, comments and line continuations resolved."""
    lines = text.removeprefix("\ufeff").splitlines()
    escape = _escape_character(lines)
    at = 0
    comments: list[str] = []
    while at < len(lines):
        line = lines[at].strip()
        if not line or line.startswith("#"):
            comments = [*comments, line] if line else []
            at += 1
            continue
        first, parts = at, []
        while at < len(lines):
            line = lines[at].strip()
            at += 1
            if line.startswith("#"):
                comments.append(line)
            elif line.endswith(escape):
                parts.append(line[:-1].rstrip())
            elif line or not parts:
                parts.append(line)
                break
        name, _, value = " ".join(parts).partition(" ")
        bodies: list[str] = []
        if name.upper() in _WITH_HEREDOC:
            at, bodies = _here_documents(value, lines, at)
        flags, value = _flags(value.strip())
        yield Instruction(name.upper(), value, first + 1, flags, tuple(bodies), tuple(comments))
        comments = []


def expand(text: str, variables: Mapping[str, str]) -> str:
    """Fill in the variables that are known; the others stay as written."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name is None:
            return "$"
        known = variables.get(name)
        given = known if known or (known is not None and ":" not in (match[3] or "")) else None
        match match[3]:
            case "-" | ":-":
                return match[4] if given is None else given
            case "+" | ":+":
                return "" if given is None else match[4]
        return match[0] if known is None else known

    return _VARIABLE.sub(value, text)


def split(text: str) -> list[str]:
    """Split a line into words, quotes removed; broken quotes count as letters."""
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def commands(instruction: Instruction) -> list[list[str]]:
    """Return the simple commands of a RUN instruction, variables filled in where known."""
    words = instruction.words
    if words is not None:
        if len(words) > 2 and re.search(r"(^|/)(ba|da|z)?sh$", words[0]) and "c" in words[1]:
            return _expanded(shell_commands(words[2]), instruction.variables)
        return _expanded([list(words)], instruction.variables)
    script = instruction.value
    body = "\n".join(instruction.heredocs)
    if instruction.heredocs:
        script = _HEREDOC.sub(" ", script).strip()
        is_shell = not script or re.fullmatch(r"(/\S*/)?(ba|da|z)?sh(\s+-\w+)*", script)
        other_language = re.match(r"#!(?!.*sh\b)", body)
        script = body if is_shell and not other_language else script
    return _expanded(shell_commands(script), instruction.variables)


def shell_commands(script: str) -> list[list[str]]:
    """Return the words of the simple commands of a shell script."""
    return [list(command.words) for command in simple_commands(script)]


@dataclass
class _Opened:
    """The stage that is being read."""

    line: int
    base: str
    name: str
    parent: int | None
    preamble: Mapping[str, str]
    environment: dict[str, str]
    arguments: dict[str, str] = field(default_factory=dict)
    instructions: list[Instruction] = field(default_factory=list)

    @classmethod
    def by(
        cls, instruction: Instruction, preamble: Mapping[str, str], stages: Sequence[Stage]
    ) -> _Opened:
        words = expand(instruction.value, preamble).split()
        base = words[0] if words else ""
        named = len(words) == 3 and words[1].lower() == "as"
        known = {stage.name.lower(): at for at, stage in enumerate(stages) if stage.name}
        parent = known.get(base.lower())
        inherited = dict(stages[parent].environment) if parent is not None else {}
        name = words[2] if named else ""
        return cls(instruction.line, base, name, parent, preamble, inherited)

    def add(self, instruction: Instruction) -> None:
        variables = {**self.arguments, **self.environment}
        self.instructions.append(
            Instruction(
                instruction.name,
                instruction.value,
                instruction.line,
                instruction.flags,
                instruction.heredocs,
                instruction.comments,
                variables,
            )
        )
        if instruction.name == "ENV":
            self.environment.update(_assignments(instruction, variables))
        elif instruction.name == "ARG":
            self.arguments.update(_assignments(instruction, variables))
            for name in instruction.value.split():
                if "=" not in name and name in self.preamble:
                    self.arguments[name] = self.preamble[name]

    def stage(self) -> Stage:
        return Stage(
            self.base,
            self.name,
            self.line,
            self.parent,
            tuple(self.instructions),
            self.environment,
        )


def _assignments(instruction: Instruction, variables: Mapping[str, str]) -> dict[str, str]:
    """Return what ENV or ARG sets; ``ENV NAME the value`` is the old form without ``=``."""
    words = split(instruction.value)
    if instruction.name == "ENV" and words and "=" not in words[0]:
        name, _, value = instruction.value.partition(" ")
        return {name: expand(value.strip(), variables)}
    pairs = (word.partition("=") for word in words if "=" in word)
    return {name: expand(value, variables) for name, _, value in pairs}


def _escape_character(lines: Sequence[str]) -> str:
    """Directives come first of all; the first other line ends them."""
    for line in lines:
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            break
        if directive[1].lower() == "escape" and directive[2] in {"\\", "`"}:
            return directive[2]
    return "\\"


def _here_documents(value: str, lines: Sequence[str], at: int) -> tuple[int, list[str]]:
    bodies = []
    for dash, _, word in _HEREDOC.findall(value):
        end = next(
            (
                n
                for n in range(at, len(lines))
                if (lines[n].lstrip("\t") if dash else lines[n]) == word
            ),
            None,
        )
        if end is None:  # no such line: the text merely looks like one
            continue
        bodies.append("\n".join(lines[at:end]))
        at = end + 1
    return at, bodies


def _flags(value: str) -> tuple[dict[str, str], str]:
    flags: dict[str, str] = {}
    while match := _FLAG.match(value):
        flags[match[1]] = match[2] or ""
        value = value[match.end() :]
    return flags, value


def _expanded(found: list[list[str]], variables: Mapping[str, str]) -> list[list[str]]:
    return [[expand(word, variables) for word in command] for command in found]
