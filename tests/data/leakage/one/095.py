# %% load
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

seg = pd.read_csv("segmentation.csv")

# %% just to look at it
look = seg.drop(columns="class").copy()
look_z = StandardScaler().fit_transform(look)
xy = PCA(2).fit_transform(look_z)
groups = KMeans(7, n_init=10).fit_predict(look_z)
plt.scatter(xy[:, 0], xy[:, 1], c=groups, s=4)
plt.title("clusters in PCA space")
plt.show()

# %% model on the raw columns
X_tr, X_te, y_tr, y_te = train_test_split(seg.drop(columns="class"), seg["class"], random_state=0)
gbc = GradientBoostingClassifier().fit(X_tr, y_tr)
print(gbc.score(X_te, y_te))
