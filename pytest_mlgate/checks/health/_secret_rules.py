"""What grants access in a piece of text: known formats, and literals beside a key-like name."""

from __future__ import annotations

import base64
import binascii
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from pytest_mlgate.checks.health._secret_values import (
    DEFAULT_PASSWORDS,
    is_drawn,
    is_named_stand_in,
    is_password,
    is_random,
    is_reference,
    is_stand_in,
    may_be_id,
    words,
)
from pytest_mlgate.inputs._credentials import PRIVATE_KEY, find_tokens


class Style(StrEnum):
    """How a file writes its values."""

    CODE = "code"
    """A literal has quotes; what has none is a name."""
    CONFIG = "config"
    """A value may stand without quotes, and it is in force."""
    PROSE = "prose"
    """A value may stand without quotes, and may be an example."""
    TEST = "test"
    """Code whose passwords are invented."""
    DATA = "data"
    """Nothing but the known formats."""


@dataclass(frozen=True)
class Hit:
    """One value that grants access.

    Parameters
    ----------
    start, end:
        Where it is in the text.
    kind:
        What it is, in words.
    value:
        The value itself, which never leaves the function that scans.
    name:
        The name it stands beside.
    public:
        How many of its first characters every value of the format has.
    alias:
        What detect-secrets takes for the value, where that is something else.
    """

    start: int
    end: int
    kind: str
    value: str
    name: str = ""
    public: int = 0
    alias: str = ""


MOST_HITS = 50
"""So many are told apart in one text; a file with more is one problem."""
_MOST_OF_A_LINE = 4000
"""A longer line was written by a program; only the known formats are looked for in it."""

_LOGIN = re.compile(
    r"://(?P<user>[^\s/:@?#'\"<>\\,]{0,80}):(?P<value>[^\s/@'\"<>\\]{3,200})@"
    r"(?P<host>[^\s/:?#'\"<>\\]*)"
)
_KEYWORDS = ("pass", "pwd", "secret", "token", "key", "credential", "auth")
_NAME = re.compile(
    r"(?P<tail>(?:passw(?:or)?d|passwd|passphrase|pwd|pass|secret|token|key|credential|auth)s?"
    r"(?:[_-]?(?:prod|production|dev|staging|live|value|str|\d{1,2}))?)"
    r"(?P<close>\\?[\"'])?\]?[ \t]*"
    r"(?P<between>:[ \t]*[A-Za-z_][\w.\[\] |]{0,40}[ \t]*=|=>|:=|={1,3}|:|,)[ \t]*",
    re.IGNORECASE,
)
_OF_NAMES = string.ascii_letters + string.digits + "_.-"
_LONGEST_NAME = 60
_QUOTED = re.compile(
    r"(?:[rbuRBU]{1,2})?(?P<quote>\\?(?:\"\"\"|'''|[\"'`]))(?P<value>[^\"'`\n\\]{3,300})(?P=quote)"
)
_BARE = re.compile(r"(?P<value>[^\s\"'`,;<>(){}\[\]|]{3,300})(?=[\s,;<|)\]}\"'`]|\Z)")
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_PASSWORDS = ("password", "passwd", "passphrase", "pwd", "pass")
_SECRETS = ("secret", "token", "credential", "auth", "apikey", "secretkey", "accesskey")
_LOCKS = words(
    """
    access account admin anthropic api app auth aws azure client cohere comet cookie consumer
    crypto encryption fernet gemini google hmac jwt kaggle license master mistral neptune openai
    pinecone private rapidapi secret sendgrid service session shared signing storage stripe
    subscription tavily token wandb webhook
    """
)
_SUFFIXES = words("prod production dev staging live value str")
_HARMLESS = words("public publishable pub hash hashed checksum digest encrypted")

_CALLS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "a key in an address",
        "://",
        re.compile(
            r"[?&](?:api[_-]?key|appid|app_key|access[_-]?token|auth[_-]?token|private_token"
            r"|client_secret|subscription-key)=(?P<value>[\w.~+/-]{16,300})",
            re.IGNORECASE,
        ),
    ),
    (
        "a token in a header",
        "uthorization",
        re.compile(
            r"Authorization[\"']?\]?\s*[:=,]\s*[\"']?(?:Bearer|Token|Basic)\s+"
            r"(?P<value>[\w.+/=~-]{16,500})",
            re.IGNORECASE,
        ),
    ),
    (
        "a Weights & Biases key",
        "wandb",
        re.compile(
            r"wandb(?:\.|\s+)login(?:\(|\s)[^)\n]{0,60}?(?<![0-9a-f])(?P<value>[0-9a-f]{40})\b"
        ),
    ),
    (
        "a Kaggle key",
        "username",
        re.compile(
            r"[\"']username[\"']\s*:\s*[\"'][^\"'\n]{1,80}[\"']\s*,\s*"
            r"[\"']key[\"']\s*:\s*[\"'](?P<value>[0-9a-f]{32})[\"']"
        ),
    ),
)
_CURL = re.compile(
    r"curl\b[^\n]{0,300}?\s(?:-u|--user)[ =]?[\"']?[^\s:\"'$]+:(?P<value>[^\s\"'$]{3,200})"
)
_SPACED = re.compile(
    r"^[ \t]*(?:ENV|ARG)[ \t]+(?P<name>\w+)[ \t]+(?P<value>[^\s=\"']\S{2,300})|"
    r"^[ \t]*(?P<word>password)[ \t]+(?P<plain>\S{3,300})[ \t]*$",
    re.MULTILINE,
)
_ENV_OF_KUBERNETES = re.compile(
    r"name:[ \t]*[\"']?(?P<name>[\w.-]+)[\"']?[ \t]*\n[ \t]*value:[ \t]*[\"']?"
    r"(?P<value>[^\s\"']{3,300})"
)
_SECRET_OF_KUBERNETES = re.compile(r"^kind:[ \t]*[\"']?Secret[\"']?[ \t]*$", re.MULTILINE)
_DOCUMENT = re.compile(r"^---[^\n]*$", re.MULTILINE)
_BLOCK = re.compile(
    r"^(?P<block>data|stringData):[ \t]*\n(?P<body>(?:[ \t]+[^\n]*\n?)+)", re.MULTILINE
)
_ENTRY = re.compile(
    r"^[ \t]+(?P<name>[\w.-]+):[ \t]*[\"']?(?P<value>[^\s\"'|>][^\s\"']{2,})", re.MULTILINE
)
_SIGNED = re.compile(r"(?:Credential|AccessKeyId)=\Z")
"""The key that signed an address is named in it; its secret is not."""
_KEY_BODY = re.compile(r"[0-9A-Za-z+/]{40,}")
_USER = re.compile(r"user(?:_?name)?|login", re.IGNORECASE)
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "host.docker.internal"})  # noqa: S104


def find(text: str, style: Style) -> list[Hit]:
    """Return the secrets in a text by place; of two that overlap, the one better known."""
    found: list[Hit] = []
    for hit in _all(text, style):
        if not any(hit.start < other.end and other.start < hit.end for other in found):
            found.append(hit)
        if len(found) >= MOST_HITS:
            break
    return sorted(found, key=lambda hit: hit.start)


def _all(text: str, style: Style) -> Iterator[Hit]:
    yield from _private_keys(text)
    yield from _tokens(text)
    yield from _logins(text, style)
    if style is Style.DATA:
        return
    yield from _calls(text, style)
    if style is Style.CONFIG:
        yield from _of_kubernetes(text)
        yield from _spaced(text)
    yield from _named(text, style)


def _private_keys(text: str) -> Iterator[Hit]:
    """Yield private keys; a header without a key below it is a constant of some program."""
    if "PRIVATE KEY" not in text:
        return
    for header in PRIVATE_KEY.finditer(text):
        below = text[header.end() : header.end() + 600].partition("-----END")[0]
        body = _KEY_BODY.search(re.sub(r"\\[nrt]|[\s\"'+,]", " ", below))
        if body and not is_stand_in(body[0]):
            yield Hit(
                *(header.start(), header.end() + body.end(), "a private key", body[0]),
                alias=header[0].strip("-"),
            )


def _tokens(text: str) -> Iterator[Hit]:
    for kind, mark, match in find_tokens(text):
        signed = _SIGNED.search(text[max(0, match.start() - 20) : match.start()])
        if not signed and not is_stand_in(match[0].removeprefix(mark)):
            yield Hit(*match.span(), kind, match[0], public=len(mark))


def _logins(text: str, style: Style) -> Iterator[Hit]:
    """Yield passwords in addresses; a default password of one's own machine opens nothing."""
    for match in _LOGIN.finditer(text):
        value, user, host = match["value"], match["user"], match["host"].lower()
        if is_stand_in(value) or is_named_stand_in(f"{user}@{host}") or value.startswith("$"):
            continue
        named = value.lower() in {"password", "passwd", "pass", "pwd", "token", "secret", "key"}
        default = value == user or value.lower() in DEFAULT_PASSWORDS
        harmless = default and (host in _LOCAL or style is not Style.CONFIG)
        invented = style is Style.TEST or host in _LOCAL
        if (
            named
            or harmless
            or value.replace("_", "").isupper()
            or (invented and not is_random(value))
        ):
            continue
        kind = "a default password in an address" if default else "a password in an address"
        yield Hit(match.start("value"), match.end("value"), kind, value)


def _calls(text: str, style: Style) -> Iterator[Hit]:
    for kind, mark, pattern in _CALLS:
        if mark in text:
            for match in pattern.finditer(text):
                if _opens(match["value"]):
                    yield Hit(match.start("value"), match.end("value"), kind, match["value"])
    if "curl" in text:
        for match in _CURL.finditer(text):
            if is_password(match["value"], strict=style is not Style.CONFIG):
                kind = "a password for curl"
                yield Hit(match.start("value"), match.end("value"), kind, match["value"])


def _opens(value: str) -> bool:
    """Whether a value is a random key, or user and password in base64."""
    if is_random(value):
        return True
    _, colon, password = _decoded(value).partition(":")
    return bool(colon) and is_password(password, strict=True)


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _spaced(text: str) -> Iterator[Hit]:
    """Yield what Dockerfiles and .netrc files write without an equals sign."""
    for match in _SPACED.finditer(text):
        group = "plain" if match["word"] else "value"
        name = match["word"] or match["name"]
        yield from _judged(text, match, group, name, Style.CONFIG)


def _of_kubernetes(text: str) -> Iterator[Hit]:
    for match in _ENV_OF_KUBERNETES.finditer(text):
        yield from _judged(text, match, "value", match["name"], Style.CONFIG)
    if not _SECRET_OF_KUBERNETES.search(text):
        return
    starts = [0, *(match.end() for match in _DOCUMENT.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        if not _SECRET_OF_KUBERNETES.search(text, start, end):
            continue
        for block in _BLOCK.finditer(text, start, end):
            for entry in _ENTRY.finditer(text, block.start("body"), block.end("body")):
                encoded = block["block"] == "data"
                value = _decoded(entry["value"]) if encoded else entry["value"]
                if len(value) > 2 and not is_stand_in(entry["value"]):
                    place = entry.start("value"), entry.end("value")
                    yield Hit(*place, "a Kubernetes secret", value, entry["name"])


def _names(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a name and its separator; a plain search beats any pattern."""
    lowered = text.replace("İ", "I").lower()  # the one letter that gets longer
    for keyword in _KEYWORDS:
        at = lowered.find(keyword)
        while at >= 0:
            if match := _NAME.match(text, at):
                yield match
            at = lowered.find(keyword, at + len(keyword))


def _named(text: str, style: Style) -> Iterator[Hit]:
    for match in _names(text):
        before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        start = before.rstrip(_OF_NAMES)
        name = before[len(start) :] + match["tail"]
        value = _QUOTED.match(text, match.end())
        if value is None and style in {Style.CONFIG, Style.PROSE} and match["between"] != ",":
            value = _BARE.match(text, match.end())
        if value is not None and not _is_passed_over(text, match, start):
            yield from _judged(text, value, "value", name, style)


def _is_passed_over(text: str, match: re.Match[str], before: str) -> bool:
    """Whether what looks like a name and a value is something else.

    That is a parameter of a web address, where other rules know what counts; a list of
    names, unlike ``getenv("TOKEN", "...")``; and anything in a line that a program wrote.
    """
    if before.endswith(("?", "&")):
        return True
    if match["between"] == "," and not (match["close"] and before.endswith(('("', "('"))):
        return True
    first = text[max(0, match.start() - _MOST_OF_A_LINE) : match.start()].rpartition("\n")[2]
    last = text[match.start() : match.start() + _MOST_OF_A_LINE].partition("\n")[0]
    return len(first) + len(last) > _MOST_OF_A_LINE


def _family(name: str) -> str:
    """Say what a name promises: ``password``, ``key``, ``bare key``, or nothing."""
    parts = [part.lower() for part in _PARTS.findall(name)]
    while len(parts) > 1 and (parts[-1].isdigit() or parts[-1] in _SUFFIXES):
        parts.pop()
    if not parts or _HARMLESS & set(parts):
        return ""
    last = parts[-1] if parts[-1] == "pass" else parts[-1].removesuffix("s")
    if last in _PASSWORDS or last.endswith(("password", "passwd")):
        return "password"
    if last.endswith(_SECRETS) or (last == "key" and len(parts) > 1 and parts[-2] in _LOCKS):
        return "key"
    return "bare key" if last == "key" else ""


def _judged(text: str, match: re.Match[str], group: str, name: str, style: Style) -> Iterator[Hit]:
    value, family = match[group], _family(name)
    kind = ""
    if family == "password":
        kind = _kind_of_password(text, match, value, style)
    elif family and is_random(value) and not is_reference(value):
        kind = "" if family == "bare key" and may_be_id(value) else "a secret key"
    if kind:
        yield Hit(match.start(group), match.end(group), kind, value, name)


def _kind_of_password(text: str, match: re.Match[str], value: str, style: Style) -> str:
    if style is Style.TEST:
        return ""
    in_force = style is Style.CONFIG and not _in_comment(text, match.start())
    if value.lower() in DEFAULT_PASSWORDS and (in_force or _has_same_user(text, match, value)):
        return "a default password"
    if style is Style.PROSE:
        return "a password" if is_drawn(value) else ""
    return "a password" if is_password(value, strict=not in_force) else ""


def _in_comment(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : at].lstrip()
    return line.startswith(("#", "//", ";"))


def _has_same_user(text: str, match: re.Match[str], value: str) -> bool:
    """Whether a user of the same name stands near."""
    near = text[max(0, match.start() - 200) : match.end() + 200]
    named = rf"(?:{_USER.pattern})[\"']?\]?\s*[=:,]\s*[\"']{re.escape(value)}[\"']"
    return bool(re.search(named, near, re.IGNORECASE))
