"""Write the Wisconsin breast cancer data, which ship inside scikit-learn, as a CSV file."""

from pathlib import Path

from sklearn.datasets import load_breast_cancer

TARGET = Path("data/tumours.csv")


def main() -> None:
    frame = load_breast_cancer(as_frame=True).frame
    frame.columns = [name.replace(" ", "_") for name in frame.columns]
    TARGET.parent.mkdir(exist_ok=True)
    frame.to_csv(TARGET, index=False, lineterminator="\n")
    print(f"wrote {TARGET}: {len(frame)} rows")


if __name__ == "__main__":
    main()
