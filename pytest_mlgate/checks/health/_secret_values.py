"""Telling a value that grants access from the many that merely stand beside a key-like name."""

from __future__ import annotations

import math
import re
from collections import Counter


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_STAND_IN = re.compile(
    r"""
    your|example|placeholder|change[-_ ]?(?:me|this|it)|replace|insert|enter[-_ ]|dummy|fake|sample
    |redact|mask|hidden|censor|not[-_ ]?(?:a|so|very)[-_ ]|todo|fixme|undefined|deadbeef|lorem
    |(?<![a-z])(?:foo|bar|null|none|abc)(?![a-z])|(?-i:x{3,}|X{3,})|\.\.\.|\*\*\*|___|---
    |<.*>|\{.*\}|^\$\w|\$[({]|(?-i:\$[A-Z_]{3,})|%\(|%[A-Za-z_]+%|0123456789|1234567890|abcdefgh
    """,
    re.IGNORECASE | re.VERBOSE,
)
_REFERENCE = re.compile(
    r"""
    [./~\\]|[a-z][\w+.-]*://|env[.:_\[]|os\.|process\.|vault:|arn:|ssm:|op:|enc\[
    |sha\d+[:$]|argon2\w*[:$]|pbkdf2\w*[:$]|bcrypt|scrypt:|md5:|\$(?:2[aby]|5|6|argon2\w*)\$
    |!(?:vault|ref|sub|secret|env|getatt|reference)\b|(?:sm|kms|gcp|aws):
    |(?:self|settings|config|cfg|args|params|request|secrets?|vars?|var)\.
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONCEPT = re.compile(
    r"pass|pwd|secret|token|test|demo|user|login|credential|mock|invalid|wrong", re.I
)
_TOKEN = re.compile(r"[\w+/=.~:!@#$%^&*-]+")
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+")
_WORD = re.compile(r"[A-Z]?[a-z]{4,}|[A-Z][a-z]{3}|[A-Z]{4,}")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_DIGIT_CHANGE = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_CASE_CHANGE = re.compile(r"[a-z][A-Z]")
_PARTS = re.compile(r"[_.:-]")
_REPEATED = re.compile(r"(.)\1{5,}|(..)\2{4,}|\A\#[0-9a-fA-F]{3,8}\Z")

_MIN_TOKEN = 16
_MIN_HEXADECIMAL = 20
_MOST_BITS_ASKED = 4.5
_BITS_HEXADECIMAL = 3.0
_SHARE_OF_RANDOM = 0.77
_MIN_PASSWORD = 6
_MIN_DRAWN = 8
_FEW_CHANGES = 4

DEFAULT_PASSWORDS = words(
    """
    admin administrator airflow changeme default example grafana guest letmein minio minio123
    minioadmin mysql neo4j pass passw0rd password postgres postgresql qwerty rabbitmq redis root
    secret test toor user welcome 123456 1234 12345 12345678 admin123 password123 root123
    """
)


def entropy(text: str) -> float:
    """Return the Shannon entropy of the characters of a text, in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def is_named_stand_in(value: str) -> bool:
    """Whether a value says in words that the real one belongs in its place."""
    return bool(_STAND_IN.search(value))


def is_stand_in(value: str) -> bool:
    """Whether a value says so, repeats itself as no real one does, or is a colour."""
    return is_named_stand_in(value) or bool(_REPEATED.search(value)) or len(set(value)) < 4


def is_reference(value: str) -> bool:
    """Whether a value names the place where the real one is, or is no more than its hash."""
    return bool(_REFERENCE.match(value))


def is_random(value: str) -> bool:
    """Whether a value looks drawn at random and long enough for a key.

    4.5 bits per character cannot be reached by fewer than 23 different characters, so a
    short text is asked for a share of what its length allows.
    """
    if not _TOKEN.fullmatch(value) or is_stand_in(value):
        return False
    if _has_random_number(value):
        return True
    if len(value) < _MIN_TOKEN or not _mixes(value):
        return False
    asked = min(_MOST_BITS_ASKED, _SHARE_OF_RANDOM * math.log2(len(value)))
    return not _is_wordy(value) and entropy(value) >= asked


def _has_random_number(value: str) -> bool:
    """Whether a value, or a part of it, is a long hexadecimal number drawn at random."""
    return any(map(_is_random_number, (value.replace("-", ""), *_PARTS.split(value))))


def _is_random_number(text: str) -> bool:
    return (
        len(text) >= _MIN_HEXADECIMAL
        and bool(_HEXADECIMAL.fullmatch(text))
        and not text.isdigit()
        and entropy(text) >= _BITS_HEXADECIMAL
    )


def is_password(value: str, *, strict: bool) -> bool:
    """Whether a value beside the name of a password is one.

    Parameters
    ----------
    value:
        The literal.
    strict:
        Whether words about passwords stand for an example, as they do in code and prose.
    """
    if len(value) < _MIN_PASSWORD or any(letter.isspace() for letter in value):
        return False
    if is_stand_in(value) or is_reference(value):
        return False
    if strict and _CONCEPT.search(value):
        return False
    return any(letter.isalpha() for letter in value) and _mixes(value)


def is_drawn(value: str) -> bool:
    """Whether a password looks drawn at random: letters and digits that make no words."""
    kinds = {letter.isdigit() for letter in value if letter.isalnum()}
    return (
        len(value) >= _MIN_DRAWN
        and kinds == {True, False}
        and is_password(value, strict=True)
        and not _is_wordy(value)
    )


def may_be_id(value: str) -> bool:
    """Whether a random value may as well be a checksum, a path or an id."""
    return _has_random_number(value) or bool(re.search(r"[/.:]", value))


def _is_wordy(value: str) -> bool:
    """Whether half of a value or more could be words, with no digits strewn among them."""
    if len(_DIGIT_CHANGE.findall(value)) >= max(_FEW_CHANGES, len(value) / 6):
        return False
    likely = (word for word in _WORD.findall(value) if _VOWEL.search(word))
    return sum(map(len, likely)) >= len(value) / 2


def _mixes(value: str) -> bool:
    """Whether a value has digits, or symbols other than those that join words, or no words."""
    if any(letter.isdigit() for letter in value) or re.search(r"[!@#$%^&*+=?]", value):
        return True
    return len(_CASE_CHANGE.findall(value)) > 1 and not _is_wordy(value)
