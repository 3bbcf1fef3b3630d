"""What can go wrong before a check can decide anything.

Three families only: evidence that is not there (:class:`InputAbsent`), evidence or
configuration that is there and wrong (:class:`MlgateError` and its children), and evidence
that is there and too thin (:class:`Unmeasurable`).  None is ever a pass; ``policy`` says
what each becomes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


class MlgateError(Exception):
    """Something the user can mend: the message says where, what was found and what is expected."""


class ConfigError(MlgateError):
    """The configuration cannot be used."""


class InputError(MlgateError):
    """An input exists or was named, but cannot be read or makes no sense.

    Parameters
    ----------
    where:
        The file (relative to the project root) or the thing that was read.
    found:
        What is there.
    expected:
        What should be there, in words that say what to do.
    key:
        The key, column or line inside `where`, when there is one.
    """

    def __init__(self, where: str, *, found: str, expected: str, key: str = "") -> None:
        self.where, self.key, self.found, self.expected = where, key, found, expected
        place = f"{where}: {key}" if key else where
        super().__init__(printable(f"{place}: found {found}; expected {expected}"))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_input_error, (self.where, self.found, self.expected, self.key))


def _rebuild_input_error(where: str, found: str, expected: str, key: str) -> InputError:
    return InputError(where, found=found, expected=expected, key=key)


class InputAbsent(Exception):
    """Nobody configured this input and it cannot be discovered.

    The message says what was looked for and how to provide it.
    """


class Unmeasurable(Exception):
    """The data are there and cannot support the answer: too few rows, one class, a NaN.

    The message says what is missing; a check that raises it is INCONCLUSIVE.
    """


def nearest(word: str, candidates: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the closest candidate, or an empty string."""
    close = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


_COMMAND = re.compile(r"^(\s*):(?=:)|(?<=#)(#)(?=\w*\[)", re.MULTILINE)
"""How a line of a log gives a command to GitHub's runner, to Azure Pipelines or to TeamCity."""


def printable(text: str, *, keep: str = "") -> str:
    """Escape what is no text, so that no file name can forge a line or colour a terminal.

    Nor can it give a command to the CI service that reads the terminal: ``::error::`` at the
    start of a line and ``##[error]`` anywhere in it lose one character to an escape.

    Parameters
    ----------
    text:
        What is to be shown.
    keep:
        Control characters that may stay, such as line ends in a traceback.
    """
    if not text.isprintable():
        text = "".join(
            c if c.isprintable() or c in keep else c.encode("unicode_escape").decode("ascii")
            for c in text
        )
    if "::" not in text and "##" not in text:
        return text
    return _COMMAND.sub(lambda found: r"\x23" if found[2] else rf"{found[1]}\x3a", text)
