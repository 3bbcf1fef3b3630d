"""Markup from values: what is not markup by its type is escaped, so nothing can be forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pytest_mlgate.errors import printable

_VOID = {"input", "meta"}
_SHAPES = {"line", "path", "rect", "use"}

Attribute = str | int | bool | None


class Html(str):
    """Text that is markup already; made by the functions of this module only."""

    __slots__ = ()


def text(value: object) -> Html:
    """Return a value as text that reads back as it was.

    Characters that HTML cannot hold, or that change how others are read (control characters,
    lone surrogates, marks of direction), are shown as Python escapes.
    """
    if isinstance(value, Html):
        return value
    said = str(value)
    if not said.isprintable():
        said = printable(said, keep="\n\t")
    return Html(said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def join(parts: Iterable[object], between: str = "") -> Html:
    """Return all parts as markup, each escaped unless it is markup."""
    return Html(text(between).join(map(text, parts)))


def el(tag: str, *children: object, **attributes: Attribute) -> Html:
    """Return an element.

    Parameters
    ----------
    tag:
        Its name, which is never text of a project.
    children:
        What it holds, each escaped unless it is markup.
    attributes:
        Underscores stand for hyphens, one at the end for none; ``None`` and ``False`` leave
        an attribute out, ``True`` is one without a value.
    """
    written = "".join([_attribute(name, value) for name, value in attributes.items()])
    if tag in _VOID:
        return Html(f"<{tag}{written}>")
    if tag in _SHAPES:
        return Html(f"<{tag}{written}/>")
    # A report has a hundred thousand elements: most children are markup and need no call.
    inner = "".join([c if type(c) is Html else text(c) for c in children])
    return Html(f"<{tag}{written}>{inner}</{tag}>")


def raw(tag: str, source: str) -> Html:
    """Return a style or script element; its source is a file of ours, never text of a project."""
    return Html(f"<{tag}>{source}</{tag}>")


def pre(value: str) -> Html:
    """Return text as it stands; a parser drops one line end at the start."""
    return el("pre", "\n", value, tabindex=0)


@lru_cache(maxsize=1024, typed=True)
def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    written = " " + name.rstrip("_").replace("_", "-")
    return written if value is True else written + f'="{text(value).replace(chr(34), "&quot;")}"'
