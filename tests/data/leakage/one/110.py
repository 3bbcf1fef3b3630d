# %%
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler
from sklearn.tree import DecisionTreeClassifier

wq = pd.read_csv("water_potability.csv").dropna()

# %% parallel coordinates on a common scale
view = wq.drop(columns="Potability")
view = pd.DataFrame(MinMaxScaler().fit_transform(view), columns=view.columns)
view["Potability"] = wq["Potability"].values
pd.plotting.parallel_coordinates(view.sample(200), "Potability", alpha=0.3)
plt.show()

# %%
features = wq.columns.drop("Potability")
a, b = train_test_split(wq, test_size=.2, random_state=99)
dt = DecisionTreeClassifier(max_depth=5).fit(a[features], a["Potability"])
print("test", dt.score(b[features], b["Potability"]))
