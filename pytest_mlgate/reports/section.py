"""A format that is one section of somebody's document."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_mlgate.errors import InputError
from pytest_mlgate.reports.record import GateReport, Writer


@dataclass(frozen=True)
class Section:
    """A format whose file may hold more: only what stands between two lines is ours.

    Parameters
    ----------
    write:
        Returns the text between the lines; it must never hold one of them.
    begin, end:
        The lines.
    """

    write: Writer
    begin: str
    end: str

    def __call__(self, report: GateReport) -> str:
        """Return the section with its lines, for a new file or the terminal."""
        return f"{self.begin}\n{self.write(report)}{self.end}\n"

    def replaced(self, file: str, document: str, report: GateReport) -> str:
        """Return the document with the section written anew and everything else as it was.

        Parameters
        ----------
        file:
            What the document is called, for messages.
        document:
            Its present text.
        report:
            What to write.

        Raises
        ------
        InputError
            If the document does not have both lines, each once and in order: nobody knows then
            what may be overwritten.
        """
        lines = document.split("\n")
        begins, ends = (
            [index for index, line in enumerate(lines) if line.strip() == mark]
            for mark in (self.begin, self.end)
        )
        if len(begins) != 1 or len(ends) != 1 or begins > ends:
            raise InputError(
                file,
                found=f"{len(begins)} lines {self.begin} and {len(ends)} lines {self.end}"
                + (" in the wrong order" if begins and ends and begins > ends else ""),
                expected="one of each, in this order, around the section to be replaced; "
                "the file was left as it is",
            )
        (begin,), (end,) = begins, ends
        ending = "\r" if lines[begin].endswith("\r") else ""
        section = [line + ending for line in self.write(report).split("\n")[:-1]]
        return "\n".join([*lines[: begin + 1], *section, *lines[end:]])
