"""Limits that a field of use is known for; a limit of the configuration wins over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Preset = Literal["hiring", "credit", "healthcare", "insurance", "pricing", "regulated"]

_LIMITS: Mapping[str, Mapping[str, float]] = {
    "hiring": {
        "disparate-impact": 0.80,
        "demographic-parity": 0.05,
        "equalized-odds": 0.05,
        "attribute-flip": 0.0,
        "joint-auc": 0.70,
    },
    "credit": {
        "disparate-impact": 0.80,
        "equalized-odds": 0.10,
        "intersectional-gap": 0.15,
        "intersectional-min-group": 50,
        "attribute-flip": 0.05,
        "proxy-association": 0.70,
        "lipschitz": 1.2,
    },
    "healthcare": {
        "equalized-odds": 0.10,
        "intersectional-gap": 0.10,
        "intersectional-min-group": 100,
    },
    "insurance": {
        "disparate-impact": 0.80,
        "loss-ratio-parity": 0.10,
        "proxy-association": 0.70,
    },
    "pricing": {"mean-outcome-ratio": 0.03, "attribute-flip": 0.03, "output-spread": 0.10},
    "regulated": {
        "disparate-impact": 0.80,
        "demographic-parity": 0.10,
        "equalized-odds": 0.10,
    },
}


def limit_for(name: str, preset: Preset | None, given: float | None, default: float) -> float:
    """Return the limit that applies: the configured one, the preset's, or the default.

    Parameters
    ----------
    name:
        Name of the limit in the table of presets.
    preset:
        The configured field of use.
    given:
        The configured limit.
    default:
        What applies otherwise.
    """
    if given is not None:
        return given
    return _LIMITS[preset].get(name, default) if preset else default
