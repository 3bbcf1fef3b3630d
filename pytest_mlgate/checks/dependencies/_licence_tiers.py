"""What a licence asks of those who use the package, and whether the project may."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any

from pytest_mlgate.checks.dependencies import _licence_names as names
from pytest_mlgate.checks.dependencies._licence_text import licence_of
from pytest_mlgate.errors import InputError, nearest
from pytest_mlgate.extras import require
from pytest_mlgate.inputs.licenses import LicenseMetadata

LONGEST = 2_000
"""Characters of an expression; those of packages that bundle a dozen others have 400."""


class Tier(StrEnum):
    """What a licence asks for, from nothing much to everything."""

    PERMISSIVE = "permissive"
    WEAK = "weak"
    UNKNOWN = "unknown"
    STRONG = "strong"
    NETWORK = "network"
    PROPRIETARY = "proprietary"

    @property
    def words(self) -> str:
        """As it reads in a sentence."""
        return f"{self.value} copyleft" if self in _COPYLEFT else self.value


_COPYLEFT = {Tier.WEAK, Tier.STRONG, Tier.NETWORK}
_ORDER = list(Tier)

_CATEGORIES = {
    "Permissive": Tier.PERMISSIVE,
    "Public Domain": Tier.PERMISSIVE,
    "Copyleft Limited": Tier.WEAK,
    "Copyleft": Tier.STRONG,
    "Source-available": Tier.PROPRIETARY,
    "Free Restricted": Tier.PROPRIETARY,
    "Proprietary Free": Tier.PROPRIETARY,
    "Commercial": Tier.PROPRIETARY,
}
"""Categories of the ScanCode licence database, which the library brings along -> tier."""

_OWN: dict[Tier, tuple[str, ...]] = {
    Tier.NETWORK: (
        "AGPL-1.0-only", "AGPL-1.0-or-later", "AGPL-3.0-only", "AGPL-3.0-or-later", "CAL-1.0",
        "CPAL-1.0", "NPOSL-3.0", "OSL-1.0", "OSL-1.1", "OSL-2.0", "OSL-2.1", "OSL-3.0",
        "Parity-6.0.0", "Parity-7.0.0", "RPL-1.1", "RPL-1.5", "SSPL-1.0",
    ),
    Tier.STRONG: ("CECILL-1.1", "CECILL-2.0", "CECILL-2.1"),
    Tier.WEAK: ("CECILL-C",),
    Tier.PERMISSIVE: (
        "BSD-3-Clause-No-Nuclear-Warranty", "HPND-export-US", names.BSD, names.PUBLIC_DOMAIN,
    ),
    Tier.PROPRIETARY: (
        names.PROPRIETARY, names.RESTRICTED, "LicenseRef-NVIDIA-Proprietary",
        "LicenseRef-NVIDIA-SOFTWARE-LICENSE", "LicenseRef-Commercial",
    ),
}  # fmt: skip
"""Where the database has no tier of its own (use over a network), or none that fits code."""

_LINKING = frozenset({
    "389-exception", "Bootloader-exception", "Classpath-exception-2.0", "FLTK-exception",
    "GCC-exception-2.0", "GCC-exception-3.1", "GNAT-exception", "GPL-3.0-linking-exception",
    "GPL-3.0-linking-source-exception", "Libtool-exception", "OCaml-LGPL-linking-exception",
    "Qwt-exception-1.0", "WxWindows-exception-3.1", "eCos-exception-2.0", "freertos-exception-2.0",
})  # fmt: skip
"""Exceptions that let a program of any licence be linked with the package or bundled by it."""


class Standing(IntEnum):
    """Whether the project may use something; OR takes the lowest, AND the highest."""

    ALLOWED = 0
    UNKNOWN = 1
    DENIED = 2


@dataclass(frozen=True, order=True)
class Judged:
    """What an expression comes to."""

    standing: Standing
    rank: int

    @property
    def tier(self) -> Tier:
        """The tier that decided."""
        return _ORDER[self.rank]


@dataclass(frozen=True)
class Reading:
    """One way to understand a package's metadata.

    Parameters
    ----------
    expression:
        An SPDX expression, or what stands in place of one and cannot be read.
    source:
        Which field says so.
    """

    expression: str
    source: str


class Licensing:
    """The known licences, and the expressions made of them."""

    def __init__(self) -> None:
        self._library: Any = require(
            "license_expression", extra="dependencies", purpose="read licence expressions"
        )

    @cached_property
    def _symbols(self) -> Any:
        return self._library.get_spdx_licensing()

    @cached_property
    def _tiers(self) -> dict[str, Tier]:
        found = {
            entry["spdx_license_key"].lower(): _CATEGORIES.get(entry["category"], Tier.UNKNOWN)
            for entry in self._library.get_license_index()
            if entry.get("spdx_license_key")
        }
        return found | {key.lower(): tier for tier, keys in _OWN.items() for key in keys}

    def parse(self, text: str) -> Any | None:
        """Return the tree of an expression, ``None`` for a text that is none."""
        if not text.strip() or len(text) > LONGEST:
            return None
        try:
            return self._symbols.parse(text)
        except (self._library.ExpressionError, ValueError, TypeError, RecursionError):
            return None

    def knows(self, tree: Any) -> bool:
        """Whether every licence in an expression has a tier."""
        return all(self.tier(leaf) is not Tier.UNKNOWN for leaf in self._leaves(tree))

    def is_compound(self, tree: Any) -> bool:
        """Whether an expression joins several licences."""
        return isinstance(tree, (self._symbols.AND, self._symbols.OR))

    def tier(self, leaf: Any) -> Tier:
        """Return the tier of one licence, with its exception if it has one."""
        if not isinstance(leaf, self._library.LicenseWithExceptionSymbol):
            return self._tiers.get(leaf.key.lower(), Tier.UNKNOWN)
        bare = self.tier(leaf.license_symbol)
        weakened = bare is Tier.STRONG and leaf.exception_symbol.key in _LINKING
        return Tier.WEAK if weakened else bare

    def judge(self, tree: Any, rules: Rules) -> Judged:
        """Judge an expression: OR takes the best branch, AND the worst."""
        if self.is_compound(tree):
            branches = [self.judge(branch, rules) for branch in tree.args]
            return min(branches) if isinstance(tree, self._symbols.OR) else max(branches)
        tier = self.tier(tree)
        return Judged(rules.standing(tree.render(), tier), _ORDER.index(tier))

    def _leaves(self, tree: Any) -> Iterator[Any]:
        if self.is_compound(tree):
            for branch in tree.args:
                yield from self._leaves(branch)
        else:
            yield tree

    def named(self, setting: str, entries: Collection[str]) -> frozenset[str]:
        """Return the tiers and licences of a setting in their usual spelling, lower case.

        Raises
        ------
        InputError
            If an entry is neither.
        """
        found = set()
        for entry in entries:
            tree = None if entry in _ORDER else self.parse(entry)
            is_own = entry.startswith("LicenseRef-")
            if entry not in _ORDER and (
                tree is None or self.is_compound(tree) or not (is_own or self.knows(tree))
            ):
                raise InputError(
                    "[dependencies.licenses]",
                    key=setting,
                    found=repr(entry)[:80],
                    expected=f"one of {', '.join(tier.value for tier in Tier)}, or an SPDX "
                    f"identifier such as MPL-2.0{nearest(entry, self._tiers)}",
                )
            found.add(entry if tree is None else tree.render().lower())
        return frozenset(found)

    def readings(self, metadata: LicenseMetadata) -> list[Reading]:
        """Return the ways to understand what a package says about its licence.

        The expression of PEP 639 speaks for itself.  Before it there were the field
        ``License`` and classifiers, of which several may mean "and" or "or".  Only where
        these say nothing do the texts of the licence files count.
        """
        if metadata.expression.strip():
            return [Reading(metadata.expression.strip(), "License-Expression")]
        found = []
        tree = self.parse(metadata.text)
        if tree is not None and self.knows(tree):
            if self.is_compound(tree):
                return [Reading(metadata.text.strip(), "License")]
            found.append(Reading(tree.render(), "License"))
        elif name := names.of_name(metadata.text):
            found.append(Reading(name, "License"))
        found += [
            Reading(named, "classifier")
            for classifier in metadata.classifiers
            if (named := names.of_classifier(classifier))
        ]
        return found or self._texts(metadata)

    def _texts(self, metadata: LicenseMetadata) -> list[Reading]:
        files = list(metadata.files)
        if "\n" in metadata.text.strip() and not files:
            files = [("the field License", metadata.text)]
        known = [licence_of(text) for _, text in files]
        if not known or None in known:
            return []
        kinds = sorted({kind for kind in known if kind})
        return [Reading(" AND ".join(kinds), ", ".join(name for name, _ in files))]


@dataclass(frozen=True)
class Rules:
    """What the project may use.

    Parameters
    ----------
    allow, deny:
        Tiers and lower-case SPDX identifiers; an identifier that is denied counts most, then
        what is allowed, then a tier that is denied.
    own:
        Tiers that the project's own licence is in, or contains.
    """

    allow: frozenset[str] = frozenset()
    deny: frozenset[str] = frozenset()
    own: frozenset[Tier] = frozenset()

    def standing(self, identifier: str, tier: Tier) -> Standing:
        """Say whether one licence may be used."""
        if identifier.lower() in self.deny:
            return Standing.DENIED
        if identifier.lower() in self.allow or tier in self.allow or tier in self.own:
            return Standing.ALLOWED
        if tier in self.deny:
            return Standing.DENIED
        return Standing.UNKNOWN if tier is Tier.UNKNOWN else Standing.ALLOWED


def own_tiers(tier: Tier) -> frozenset[Tier]:
    """Return what a project of this tier may use beyond the default.

    A project under the AGPL may take in code under the GPL; not the other way round.
    """
    return frozenset({tier, Tier.STRONG} if tier is Tier.NETWORK else {tier} - {Tier.UNKNOWN})
