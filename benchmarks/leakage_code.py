"""The time of leakage.fit-before-split: files per second, and how it grows with one file.

Run it with ``python benchmarks/leakage_code.py [FOLDER]``.  A folder with real code gives the
rate on that; without one the labelled snippets of the tests serve as typical files.  Parsing alone
is the limit, measured in the same run.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pytest_mlgate.checks.leakage.fit_before_split import fit_before_split
from pytest_mlgate.inputs import notebooks
from pytest_mlgate.inputs.sources import Source, Sources

SNIPPETS = Path(__file__).parents[1] / "tests" / "data" / "leakage"
BLOCK = """
def prepare_{n}(frame, scaler):
    frame = frame.fillna(frame.mean())
    if frame.shape[0] > {n}:
        frame["a"] = scaler.fit_transform(frame[["a"]])
    for column in frame.columns:
        frame[column] = frame[column].astype(float)
    return frame

data_{n} = prepare_{n}(pd.read_csv("{n}.csv"), StandardScaler())
a_{n}, b_{n} = train_test_split(data_{n})
model_{n} = LogisticRegression().fit(a_{n}, a_{n})
print(model_{n}.score(b_{n}, b_{n}))
"""
HEAD = (
    "import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\n"
    "from sklearn.model_selection import train_test_split\n"
    "from sklearn.linear_model import LogisticRegression\n"
)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def judge(sources: Iterable[Source]) -> None:
    fit_before_split.run({"sources": Sources(tuple(sources))})


def measured(label: str, make: Callable[[], list[Source]]) -> None:
    """Print parsing alone and the whole check, each on sources of its own."""
    fresh = make()
    parsing = seconds(lambda: [source.tree for source in fresh])
    again = make()
    whole = seconds(lambda: judge(again))
    lines = sum(source.text.count("\n") for source in again)
    print(
        f"{label:34} {len(again):6} files {lines:8} lines  parsing {parsing:7.2f} s  check "
        f"{whole:7.2f} s  ratio {whole / parsing:4.1f}  {len(again) / whole:7.0f} files/s"
    )


def real(folder: Path) -> list[Source]:
    """Return up to 4,000 sources below a folder."""
    found = []
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in {".py", ".ipynb"}]
    for path in paths[:: max(1, len(paths) // 4000)]:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if path.suffix == ".py":
            found.append(Source.of(path.name, text))
        else:
            cells = notebooks.parse(path.name, text).cells
            found.append(Source.of_cells(path.name, [cell.source for cell in cells]))
    return found


def one_file(text: str) -> list[Source]:
    return [Source.of("a.py", text)]


def one_notebook(cells: int) -> list[Source]:
    texts = [
        f"df['c{n}'] = StandardScaler().fit_transform(df[['c{n}']])\nprint(df.mean())"
        for n in range(cells - 3)
    ]
    first, last = ["df = pd.read_csv('d')"], ["a, b = train_test_split(df)"]
    return [Source.of_cells("a.ipynb", [HEAD, *first, *texts, *last])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SNIPPETS)
    folder = parser.parse_args().folder
    measured(f"files of {folder.name}", lambda: real(folder))
    for lines in (1_250, 2_500, 5_000, 10_000, 20_000, 40_000):
        blocks = lines // (BLOCK.count("\n"))
        text = HEAD + "".join(BLOCK.format(n=n) for n in range(blocks))
        measured(f"one file of {lines} lines", partial(one_file, text))
    for cells in (1_250, 2_500, 5_000, 10_000):
        measured(f"one notebook of {cells} cells", partial(one_notebook, cells))


if __name__ == "__main__":
    main()
