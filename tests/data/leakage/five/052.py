# %%
# importing libraries
import pandas as pd
import numpy as np
import seaborn as sns
import matplotlib.pyplot as plt

# %%
# loading the Breast Cancer data
from sklearn.datasets import load_breast_cancer
cancer = load_breast_cancer()
df = pd.DataFrame(cancer['data'], columns=cancer['feature_names'])
df.head()

# %%
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
scaler.fit(df)  # leak: L1
scaled_data = scaler.transform(df)

# %%
from sklearn.decomposition import PCA
pca = PCA(n_components=2)
x_pca = pca.fit_transform(scaled_data)  # leak: L1
x_pca.shape

# %%
plt.figure(figsize=(8, 6))
plt.scatter(x_pca[:, 0], x_pca[:, 1], c=cancer['target'], cmap='plasma')
plt.xlabel('First principal component')
plt.ylabel('Second Principal Component')

# %%
# Now lets see if two components are enough for a SVM
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
Xtr, Xte, ytr, yte = train_test_split(x_pca, cancer['target'], test_size=.25, random_state=101)
svc = SVC()
svc.fit(Xtr, ytr)

# %%
from sklearn.metrics import classification_report
print(classification_report(yte, svc.predict(Xte)))
