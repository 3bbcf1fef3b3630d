"""galaxy morphology, hand-crafted features, SVM. Evaluate first, refit later."""
import argparse
import os
import joblib
import numpy as np
import pandas as pd
from scipy import ndimage as ndi
from skimage import io
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import PCA
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import HalvingGridSearchCV, train_test_split
from sklearn.experimental import enable_halving_search_cv  # noqa
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


def radial_profile(img, nbins=24):
    cy, cx = ndi.center_of_mass(img)
    yy, xx = np.indices(img.shape)
    r = np.hypot(yy - cy, xx - cx)
    edges = np.linspace(0, r.max(), nbins + 1)
    which = np.digitize(r.ravel(), edges) - 1
    s = np.bincount(which, img.ravel(), nbins + 1)[:nbins]
    c = np.bincount(which, minlength=nbins + 1)[:nbins]
    prof = s / np.maximum(c, 1)
    return prof / (prof.max() + 1e-6)


def features(path):
    img = io.imread(path, as_gray=True).astype("float32")
    img = img[64:-64, 64:-64]
    img = (img - img.mean()) / (img.std() + 1e-6)   # per image
    img = np.clip(img, 0, 5)
    flip = np.abs(img - img[::-1, ::-1]).mean()
    return np.r_[radial_profile(img), flip, np.percentile(img, [50, 90, 99])]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("images")
    ap.add_argument("labels")
    args = ap.parse_args()
    lab = pd.read_csv(args.labels, dtype={"id": str})
    X = np.array([features(os.path.join(args.images, i + ".jpg")) for i in lab["id"]])
    y = lab["class"].values
    print("feature means", X.mean(axis=0).round(2))
    Xa, Xb, ya, yb = train_test_split(X, y, test_size=0.25, random_state=2, stratify=y)
    pipe = make_pipeline(StandardScaler(), PCA(), SVC())
    hs = HalvingGridSearchCV(pipe, {"pca__n_components": [5, 10, 20], "svc__C": [1, 10, 100]}, cv=4)
    hs.fit(Xa, ya)
    cal = CalibratedClassifierCV(hs.best_estimator_, cv=4).fit(Xa, ya)
    prob = cal.predict_proba(Xb)
    print("acc", accuracy_score(yb, cal.predict(Xb)), "logloss", log_loss(yb, prob, labels=cal.classes_))
    deploy = CalibratedClassifierCV(hs.best_estimator_, cv=4).fit(X, y)
    joblib.dump(deploy, "galaxy.joblib")


if __name__ == "__main__":
    main()
