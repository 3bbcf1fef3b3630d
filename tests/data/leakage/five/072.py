# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')

# %%
iris = pd.read_csv('Classified Data', index_col=0)
iris.head()

# %%
from sklearn.preprocessing import StandardScaler
scaler = StandardScaler()
scaler.fit(iris.drop('TARGET CLASS', axis=1))  # leak: L1
scaled_features = scaler.transform(iris.drop('TARGET CLASS', axis=1))
df_feat = pd.DataFrame(scaled_features, columns=iris.columns[:-1])
df_feat.head()

# %%
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(
    df_feat, iris['TARGET CLASS'], test_size=0.30)

# %%
from sklearn.neighbors import KNeighborsClassifier
from sklearn.metrics import classification_report
knn = KNeighborsClassifier(n_neighbors=1)
knn.fit(X_train, y_train)
print(classification_report(y_test, knn.predict(X_test)))

# %%
# choosing a K value
error_rate = []
for i in range(1, 40):
    knn = KNeighborsClassifier(n_neighbors=i)
    knn.fit(X_train, y_train)
    pred_i = knn.predict(X_test)
    error_rate.append(np.mean(pred_i != y_test))  # leak: L6

# %%
plt.plot(range(1, 40), error_rate, color='blue', linestyle='dashed', marker='o')
plt.title('Error Rate vs. K Value')

# %%
best_k = int(np.argmin(error_rate)) + 1
knn = KNeighborsClassifier(n_neighbors=best_k)
knn.fit(X_train, y_train)
print(classification_report(y_test, knn.predict(X_test)))
