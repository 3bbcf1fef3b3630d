"""Code in documents: whether what is marked as Python is Python."""

from __future__ import annotations

import re

from pytest_mlgate.inputs._python import NotPythonError, parse, without_ipython
from pytest_mlgate.inputs.documents import CodeBlock

_PYTHON = frozenset({"python", "py", "python3", "ipython", "ipython3", "pycon", "python-repl"})
_MOST = 100_000
"""Characters of a block that is parsed; nobody reads a longer one."""
_PROMPT = re.compile(r"\s*(?:>>>|In \[\d*\]:)(?: |$)")
_NEXT = re.compile(r"\s*\.\.\.:?(?: |$)")
_SHELL = re.compile(
    r"\s*(?:[$#%!>] ?\S|(?:pip3?|conda|mamba|uv|poetry|git|cd|docker|make|sudo|apt(?:-get)?|npm|"
    r"brew|bash|sh|export|source|mkdir|wget|curl|streamlit|uvicorn|mlflow|dvc|jupyter|pytest|"
    r"python[\d.]*) [^=(]|\./)"
)


def broken_python(block: CodeBlock) -> tuple[str, int] | None:
    """Return why and on which line of the document a block is no Python, ``None`` if it is.

    A block of another language, or of the shell under the wrong name, is none of ours.
    """
    if block.language not in _PYTHON or len(block.text) > _MOST:
        return None
    is_session = any(_PROMPT.match(line) for line in block.text.splitlines())
    code = _session(block.text) if is_session else block.text
    first = _problem(without_ipython(code))
    if first is None or _problem(without_ipython(_completed(code))) is None:
        return None
    if not is_session and _SHELL.match(block.text.lstrip()):
        return None
    reason, line = first
    return reason, block.line + (line or 1) - 1


def _problem(code: str) -> tuple[str, int | None] | None:
    try:
        parse(code)
    except NotPythonError as problem:
        return str(problem), problem.line
    return None


def _session(text: str) -> str:
    """Return what was typed in a session; its lines stay where they are."""
    lines = text.splitlines()
    prompts = [_PROMPT.match(line) or _NEXT.match(line) for line in lines]
    return "\n".join(
        line[prompt.end() :] if prompt else "" for line, prompt in zip(lines, prompts, strict=True)
    )


def _completed(code: str) -> str:
    """Fill in what documentation leaves out: dots among arguments, placeholders, bodies."""
    code = code.replace("…", "...")
    code = re.sub(r"(?<=[\w\]])\(\s*\.{3}\s*\)(?=\s*(?:->|:))", "()", code)
    code = re.sub(r",\s*\.{3}\s*(?=[,)\]}])", "", code)
    code = re.sub(r"<[A-Za-z][\w .,:/'-]{0,80}>", "placeholder", code)
    return f"{code.rstrip()} ..." if code.rstrip().endswith(":") else code
