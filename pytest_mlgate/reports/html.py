"""The HTML report: one file for people, which needs no network and sends nothing."""

from __future__ import annotations

from pytest_mlgate.reports._html.page import document
from pytest_mlgate.reports.record import GateReport


def write(report: GateReport) -> str:
    """Return the report as one self-contained page.

    Style and script are inside the page, and its content policy allows nothing else: names
    in a project are text and stay text.  Without JavaScript everything can be read; search,
    filters and copying are what the script adds.
    """
    return document(report)
