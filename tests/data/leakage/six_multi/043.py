# clusters have no labels
import pandas as pd
from sklearn.preprocessing import StandardScaler

from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

df = pd.read_csv("malls.csv")
X = StandardScaler().fit_transform(df[["income", "spending"]])
for k in range(2, 9):
    km = KMeans(n_clusters=k).fit(X)
    print(k, silhouette_score(X, km.labels_), km.score(X))
