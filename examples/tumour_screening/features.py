"""Features of one tumour, computed from that row alone."""

import pandas as pd


def build(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the measured columns and two ratios that say how irregular a nucleus is."""
    features = frame.drop(columns="target", errors="ignore")
    return features.assign(
        worst_to_mean_area=features["worst_area"] / features["mean_area"],
        perimeter_to_radius=features["mean_perimeter"] / features["mean_radius"],
    )
