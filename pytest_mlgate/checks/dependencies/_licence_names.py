"""The words that metadata use for licences, and what SPDX calls the same thing."""

from __future__ import annotations

import re

BSD, PROPRIETARY, RESTRICTED = "LicenseRef-BSD", "LicenseRef-Proprietary", "LicenseRef-Restricted"
"""For names that say the kind and not which text; the licences of BSD differ in no tier."""
PUBLIC_DOMAIN = "LicenseRef-Public-Domain"

CLASSIFIERS: dict[str, str] = {
    "Academic Free License (AFL)": "AFL-3.0",
    "Aladdin Free Public License (AFPL)": "Aladdin",
    "Apache Software License": "Apache-2.0",
    "Apple Public Source License": "APSL-2.0",
    "Artistic License": "Artistic-2.0",
    "Attribution Assurance License": "AAL",
    "BSD License": BSD,
    "Blue Oak Model License (BlueOak-1.0.0)": "BlueOak-1.0.0",
    "Boost Software License 1.0 (BSL-1.0)": "BSL-1.0",
    "CC0 1.0 Universal (CC0 1.0) Public Domain Dedication": "CC0-1.0",
    "CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)": "CECILL-2.1",
    "CMU License (MIT-CMU)": "MIT-CMU",
    "CeCILL-B Free Software License Agreement (CECILL-B)": "CECILL-B",
    "CeCILL-C Free Software License Agreement (CECILL-C)": "CECILL-C",
    "Common Development and Distribution License 1.0 (CDDL-1.0)": "CDDL-1.0",
    "Common Public License": "CPL-1.0",
    "Eclipse Public License 1.0 (EPL-1.0)": "EPL-1.0",
    "Eclipse Public License 2.0 (EPL-2.0)": "EPL-2.0",
    "Educational Community License, Version 2.0 (ECL-2.0)": "ECL-2.0",
    "Eiffel Forum License": "EFL-2.0",
    "Eiffel Forum License (EFL)": "EFL-2.0",
    "European Union Public Licence 1.0 (EUPL 1.0)": "EUPL-1.0",
    "European Union Public Licence 1.1 (EUPL 1.1)": "EUPL-1.1",
    "European Union Public Licence 1.2 (EUPL 1.2)": "EUPL-1.2",
    "Free For Educational Use": RESTRICTED,
    "Free For Home Use": RESTRICTED,
    "Free To Use But Restricted": RESTRICTED,
    "Free for non-commercial use": RESTRICTED,
    "GNU Affero General Public License v3": "AGPL-3.0-only",
    "GNU Affero General Public License v3 or later (AGPLv3+)": "AGPL-3.0-or-later",
    "GNU General Public License (GPL)": "GPL-1.0-or-later",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only",
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU General Public License v3 (GPLv3)": "GPL-3.0-only",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.0-only",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0-or-later",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-2.0-or-later",
    "Historical Permission Notice and Disclaimer (HPND)": "HPND",
    "IBM Public License": "IPL-1.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT No Attribution License (MIT-0)": "MIT-0",
    "MirOS License (MirOS)": "MirOS",
    "Mozilla Public License 1.0 (MPL)": "MPL-1.0",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Mulan Permissive Software License v2 (MulanPSL-2.0)": "MulanPSL-2.0",
    "NASA Open Source Agreement v1.3 (NASA-1.3)": "NASA-1.3",
    "Open Software License 3.0 (OSL-3.0)": "OSL-3.0",
    "Other/Proprietary License": PROPRIETARY,
    "PostgreSQL License": "PostgreSQL",
    "Public Domain": PUBLIC_DOMAIN,
    "Python License (CNRI Python License)": "CNRI-Python",
    "Python Software Foundation License": "PSF-2.0",
    "Qt Public License (QPL)": "QPL-1.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Sleepycat License": "Sleepycat",
    "The Unlicense (Unlicense)": "Unlicense",
    "Universal Permissive License (UPL)": "UPL-1.0",
    "University of Illinois/NCSA Open Source License": "NCSA",
    "Vovida Software License 1.0": "VSL-1.0",
    "W3C License": "W3C",
    "Zero-Clause BSD (0BSD)": "0BSD",
    "Zope Public License": "ZPL-2.1",
    "zlib/libpng License": "Zlib",
}
"""Last part of a trove classifier -> SPDX; the rest names no licence, or a forgotten one."""

SILENT = frozenset({"OSI Approved", "DFSG approved", "Freely Distributable"})
"""Classifiers that speak about a licence and do not say which."""

_VERSIONED = {
    "gpl": ("GPL", {"2", "3"}, "1.0-or-later"),
    "lgpl": ("LGPL", {"2", "2.1", "3"}, "2.0-or-later"),
    "agpl": ("AGPL", {"3"}, "3.0-or-later"),
}
_GNU = re.compile(
    r"""(?:gnu\ )?
        (?:(?P<long>(?:affero\ |lesser\ |library\ (?:or\ lesser\ )?)?general\ public\ licen[cs]e)
          |(?P<short>[al]?gpl))
        (?:[ -]?(?:version\ |v)?(?P<number>\d(?:\.\d)?)
          (?P<later>\+|\ or\ later|\ or\ any\ later\ version)?)?
        (?:\ \([al]?gpl(?:v\d(?:\.\d)?)?\+?\))?""",
    re.VERBOSE,
)

NAMES: dict[str, str] = {
    "0bsd": "0BSD",
    "3 clause bsd": "BSD-3-Clause",
    "2 clause bsd": "BSD-2-Clause",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache software": "Apache-2.0",
    "apache software 2.0": "Apache-2.0",
    "apache v2": "Apache-2.0",
    "apache v2.0": "Apache-2.0",
    "apache version 2.0": "Apache-2.0",
    "asl 2.0": "Apache-2.0",
    "boost software": "BSL-1.0",
    "bsd": BSD,
    "bsd 2 clause": "BSD-2-Clause",
    "bsd 3 clause": "BSD-3-Clause",
    "bsd like": BSD,
    "commercial": PROPRIETARY,
    "eclipse public 2.0": "EPL-2.0",
    "expat": "MIT",
    "isc": "ISC",
    "mit": "MIT",
    "modified bsd": "BSD-3-Clause",
    "mozilla public 2.0": "MPL-2.0",
    "mozilla public 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl 2": "MPL-2.0",
    "mpl 2.0": "MPL-2.0",
    "mpl2": "MPL-2.0",
    "mplv2": "MPL-2.0",
    "mplv2.0": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "nvidia proprietary software": PROPRIETARY,
    "psf": "PSF-2.0",
    "psfl": "PSF-2.0",
    "public domain": PUBLIC_DOMAIN,
    "python software foundation": "PSF-2.0",
    "simplified bsd": "BSD-2-Clause",
    "unlicense": "Unlicense",
    "zlib": "Zlib",
    "zope public": "ZPL-2.1",
    "zpl": "ZPL-2.1",
    "zpl 2.1": "ZPL-2.1",
}
"""Whole content of a field ``License``, without "the" and "license" -> SPDX."""


def of_classifier(classifier: str) -> str | None:
    """Return the expression behind a trove classifier, ``None`` for one that names nothing.

    A licence that is not in the table is a symbol of its own, which no tier is known for.
    """
    last = classifier.rpartition("::")[2].strip()
    if last in SILENT:
        return None
    return CLASSIFIERS.get(last, "LicenseRef-" + re.sub(r"[^A-Za-z0-9.-]+", "-", last).strip("-"))


def of_name(text: str) -> str | None:
    """Return the expression behind a licence's usual name, ``None`` for any other text.

    The whole text has to be the name: "Limited use" holds the letters of MIT.
    """
    words = re.sub(r"[\s,_]+", " ", text.lower()).strip(" .")
    if re.match(r"(?:other/)?proprietary\b", words):
        return PROPRIETARY
    if match := _GNU.fullmatch(words.removeprefix("the ")):
        return _gnu(match)
    bare = re.sub(r"\b(?:the|licen[cs]e|licen[cs]ed)\b", " ", words.replace("-", " "))
    return NAMES.get(re.sub(r"\s+", " ", bare).strip())


def _gnu(match: re.Match[str]) -> str | None:
    long = match["long"] or ""
    first = "a" if long.startswith("affero") else "l" if long.startswith("l") else ""
    family, versions, without = _VERSIONED[match["short"] or f"{first}gpl"]
    number = (match["number"] or "").removesuffix(".0")
    if not number:
        # The licences themselves say: without a number, any version that was ever published.
        return f"{family}-{without}"
    full = number if "." in number else f"{number}.0"
    return (
        f"{family}-{full}-{'or-later' if match['later'] else 'only'}"
        if number in versions
        else None
    )
