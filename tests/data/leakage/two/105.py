# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
import cv2
from sklearn.preprocessing import StandardScaler
import numpy as np
from sklearn.model_selection import GroupKFold, cross_val_score, cross_val_predict
from sklearn.decomposition import PCA
from skimage.feature import hog
from sklearn.manifold import TSNE
from sklearn.metrics import classification_report
from pathlib import Path
from collections import Counter
from sklearn.svm import SVC
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder

root = Path('faces')
rows = []
for p in sorted(root.glob('*/*.png')):
    img = cv2.imread(str(p), 0)
    img = cv2.resize(img, (64, 64))
    rows.append((p.parent.name, p.stem.split('_')[0], hog(img, pixels_per_cell=(8, 8))))
print(len(rows))

# %%
persons = np.array([r[0] for r in rows])
emotion = np.array([r[1] for r in rows])
X = np.stack([r[2] for r in rows])
y = LabelEncoder().fit_transform(emotion)
print(X.shape, Counter(emotion))

# %%
# what does the space look like
emb = TSNE(n_components=2, random_state=0).fit_transform(PCA(30).fit_transform(X))
sns.scatterplot(x=emb[:, 0], y=emb[:, 1], hue=emotion)
plt.show()

# %%
pipe = make_pipeline(StandardScaler(), PCA(n_components=0.95), SVC(C=10))
gkf = GroupKFold(n_splits=5)
s = cross_val_score(pipe, X, y, groups=persons, cv=gkf)
print(s, s.mean())

# %%
pred = cross_val_predict(pipe, X, y, groups=persons, cv=gkf)

# %%
pd.crosstab(y, pred)

# %%
print(classification_report(y, pred))
