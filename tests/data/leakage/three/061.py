# In[1]:

import pandas as pd
import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import StandardScaler

train = pd.read_csv("train_part.csv")
test = pd.read_csv("holdout_part.csv")
ntrain = len(train)

# In[2]:

all_data = pd.concat([train, test], axis=0, ignore_index=True)
print(all_data.shape)
print(all_data.isnull().mean())

# In[3]:

all_data["Title"] = all_data["Name"].str.split(",").str[1].str.split(".").str[0].str.strip()
all_data["Deck"] = all_data["Cabin"].str[0].fillna("U")
all_data["Alone"] = ((all_data["SibSp"] + all_data["Parch"]) == 0).astype(int)
all_data["Fare"] = np.log1p(all_data["Fare"])
all_data = pd.get_dummies(
    all_data.drop(columns=["Name", "Ticket", "Cabin"]), columns=["Title", "Deck", "Sex", "Embarked"], dtype=float
)

# In[4]:

y = all_data.pop("Survived").values
nums = ["Age", "Fare"]

imp = SimpleImputer(strategy="median").fit(all_data.loc[: ntrain - 1, nums])
all_data[nums] = imp.transform(all_data[nums])

ss = StandardScaler()
ss.fit(all_data[:ntrain])
M = ss.transform(all_data)

# In[5]:

lr = LogisticRegression(C=0.3, max_iter=1000)
lr.fit(M[:ntrain], y[:ntrain])
print("hold-out accuracy", accuracy_score(y[ntrain:], lr.predict(M[ntrain:])))
