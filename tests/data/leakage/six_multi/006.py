# a competition: the test file is not labelled
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error

train = pd.read_csv("../input/train.csv")
test = pd.read_csv("../input/test.csv")
X, y = train.drop(columns=["Id", "SalePrice"]), train["SalePrice"]
X_train, X_valid, y_train, y_valid = train_test_split(X, y, random_state=0)

# In[6]:
errors = {}
for leaves in [5, 50, 500, 5000]:
    tree = DecisionTreeRegressor(max_leaf_nodes=leaves, random_state=0).fit(X_train, y_train)
    errors[leaves] = mean_squared_error(y_valid, tree.predict(X_valid))
best = min(errors, key=errors.get)

# In[7]:
final = RandomForestRegressor(max_leaf_nodes=best).fit(X, y)
out = pd.DataFrame({"Id": test["Id"], "SalePrice": final.predict(test.drop(columns="Id"))})
out.to_csv("submission.csv", index=False)
