# In[1]:
import pandas as pd
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder

# In[2]:
adult = pd.read_csv("adult.data", header=None, skipinitialspace=True, na_values="?")
adult.columns = [
    "age", "workclass", "fnlwgt", "education", "education_num", "marital", "occupation",
    "relationship", "race", "sex", "gain", "loss", "hours", "country", "income",
]
adult = adult.dropna()
adult = adult.drop(["education", "fnlwgt"], axis=1)

# In[3]:
y = (adult["income"] == ">50K").astype(int)
X = adult.drop("income", axis=1)

encoders = {}
for col in X.select_dtypes("object").columns:
    encoders[col] = LabelEncoder()
    X[col] = encoders[col].fit_transform(X[col])  # leak: L1

# In[4]:
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=1 / 3, random_state=5)

# In[5]:
et = ExtraTreesClassifier(n_estimators=300, min_samples_leaf=3, n_jobs=-1, random_state=5)
et.fit(X_train, y_train)
print("train F1", f1_score(y_train, et.predict(X_train)))
print("test F1", f1_score(y_test, et.predict(X_test)))
