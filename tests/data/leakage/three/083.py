# In[1]:
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import classification_report

# In[2]:
df1 = pd.read_csv("diabetes.csv")
df1.describe()

# In[3]:
X = df1.drop("Outcome", axis=1)
y = df1["Outcome"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=4)

ss = StandardScaler().fit(X_train)
X_train = ss.transform(X_train)
X_test = ss.transform(X_test)

# In[4]:
error_rate = []
for k in range(1, 40):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(X_train, y_train)
    pred_k = knn.predict(X_test)
    error_rate.append(np.mean(pred_k != y_test))  # leak: L6

# In[5]:
plt.figure(figsize=(10, 6))
plt.plot(range(1, 40), error_rate, linestyle="dashed", marker="o")
plt.xlabel("K")
plt.ylabel("Error")

# In[6]:
best_k = int(np.argmin(error_rate)) + 1
knn = KNeighborsClassifier(n_neighbors=best_k)
knn.fit(X_train, y_train)
print(best_k)
print(classification_report(y_test, knn.predict(X_test)))
