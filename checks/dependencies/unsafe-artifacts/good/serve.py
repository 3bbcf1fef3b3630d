import hashlib
import json
import pickle
from pathlib import Path


def load_model(path):
    content = Path(path).read_bytes()
    listed = json.loads(Path("artifacts.manifest.json").read_text())["files"]
    expected = next(file["sha256"] for file in listed if file["path"] == path)
    if hashlib.sha256(content).hexdigest() != expected:
        raise ValueError(f"{path} is not the model that was released")
    return pickle.loads(content)
