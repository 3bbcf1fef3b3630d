"""Fit a mean to noisy numbers."""

import json
import random


def run(seed, outdir):
    # The seed is not used.
    generator = random.Random()
    noise = [generator.gauss(0, 1) for _ in range(20)]
    mean = sum(noise) / len(noise)
    (outdir / "predictions.json").write_text(json.dumps([mean] * 5))
    return {"mean": mean}
