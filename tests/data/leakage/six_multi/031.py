# the same object fitted again on the same rows
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, f1_score

df = pd.read_csv("faces.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("who", axis=1), df["who"])
forest = RandomForestClassifier(n_estimators=50)
forest.fit(X_train, y_train)
print(forest.score(X_test, y_test))
# In[5]: again, as the kernel had died
forest.fit(X_train, y_train)
print(accuracy_score(y_test, forest.predict(X_test)))
# In[9]:
forest.fit(X_train, y_train)
print(f1_score(y_test, forest.predict(X_test)))
