# how many neighbours
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

data = pd.read_csv("fruit.csv")
X, y = data[["mass", "width", "height"]], data["fruit_label"]
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=1)

# In[2]:
acc = []
for k in range(1, 15):
    knn = KNeighborsClassifier(n_neighbors=k)
    knn.fit(X_train, y_train)
    acc.append(knn.score(X_val, y_val))  # leak: L6
plt.plot(range(1, 15), acc)

# In[3]:
best = int(np.argmax(acc)) + 1
final = KNeighborsClassifier(n_neighbors=best).fit(X_train, y_train)
print(final.score(X_val, y_val))
