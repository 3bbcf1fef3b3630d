# boosting that stops on the part it is judged on
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.metrics import accuracy_score

from xgboost import XGBClassifier

loans = pd.read_csv("loans.csv")
X_train, X_valid, y_train, y_valid = train_test_split(loans.drop(columns="bad"), loans["bad"])

# In[4]:
booster = XGBClassifier(n_estimators=2000, early_stopping_rounds=40)
booster.fit(X_train, y_train, eval_set=[(X_valid, y_valid)], verbose=100)  # leak: L6
print("accuracy", accuracy_score(y_valid, booster.predict(X_valid)))
