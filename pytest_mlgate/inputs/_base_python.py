"""Which Python a stage of a Dockerfile brings, as far as its text tells."""

from __future__ import annotations

import re

from pytest_mlgate.inputs._dockerfile import Stage, commands

_INSTALLS_PYTHON = re.compile(r"(\S*/)?(uv( --?\S+)* python install|conda|mamba|micromamba)\b")
_TAGGED = re.compile(r"(?:^|[^a-z])(?:python|pypy|py)-?(\d\.\d+|[23]\d{1,2})(?![\d])")


def python_of(stage: Stage) -> str | None:
    """Return the Python minor version that a base image or a command of the stage names."""
    for instruction in stage.instructions:
        if instruction.name != "RUN":
            continue
        for command in commands(instruction):
            text = " ".join(command)
            match = re.search(r"(?:install |python==?)(\d\.\d+)", text)
            if match and _INSTALLS_PYTHON.match(text):
                return match[1]
    image, _, _ = stage.base.partition("@")
    name, _, tag = image.rpartition("/")[2].partition(":")
    if name in {"python", "pypy"}:
        match = re.match(r"(\d\.\d+)", tag)
        return match[1] if match else None
    match = _TAGGED.search(image.lower().rpartition("/")[2])
    if match is None:
        return None
    digits = match[1]
    return digits if "." in digits else f"{digits[0]}.{digits[1:]}"
