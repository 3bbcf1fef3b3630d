# %%
import pandas as pd
import numpy as np
import matplotlib.pyplot as plt
import seaborn as sns

# %%
df = pd.read_csv('online_retail.csv', parse_dates=['InvoiceDate'], encoding='latin1')
df = df.dropna(subset=['CustomerID'])
df = df[df['Quantity'] > 0]
df['Total'] = df['Quantity'] * df['UnitPrice']

# %%
now = df['InvoiceDate'].max()
rfm = df.groupby('CustomerID').agg(
    recency=('InvoiceDate', lambda d: (now - d.max()).days),
    frequency=('InvoiceNo', 'nunique'),
    monetary=('Total', 'sum'))
rfm.head()

# %%
from sklearn.preprocessing import StandardScaler
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
log_rfm = np.log1p(rfm)
scaled = StandardScaler().fit_transform(log_rfm)

# %%
sil = {}
for k in range(2, 9):
    km = KMeans(k, n_init=10, random_state=42).fit(scaled)
    sil[k] = silhouette_score(scaled, km.labels_)
pd.Series(sil).plot(marker='o')

# %%
k = max(sil, key=sil.get)
rfm['cluster'] = KMeans(k, n_init=10, random_state=42).fit_predict(scaled)
sns.scatterplot(data=rfm, x='recency', y='monetary', hue='cluster')
plt.yscale('log')

# %%
rfm.groupby('cluster').agg(['mean', 'count'])
rfm.to_csv('customer_segments.csv')
