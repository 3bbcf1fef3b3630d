import pandas as pd
import matplotlib.pyplot as plt
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

mall = pd.read_csv("Mall_Customers.csv")
mall.columns = ["id", "gender", "age", "income", "score"]
mall = mall.drop("id", axis=1)
mall["gender"] = mall["gender"].replace({"Male": 0, "Female": 1})

Z = StandardScaler().fit_transform(mall)
sil = []
for k in range(2, 11):
    km = KMeans(n_clusters=k, n_init=10, random_state=0).fit(Z)
    sil.append(silhouette_score(Z, km.labels_))
plt.plot(range(2, 11), sil, marker="o")
plt.show()

k = 2 + sil.index(max(sil))
mall["segment"] = KMeans(n_clusters=k, n_init=10, random_state=0).fit_predict(Z)
print(mall.groupby("segment").mean())
