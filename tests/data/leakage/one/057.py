# %%
import pandas as pd
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC
import matplotlib.pyplot as plt

phones = pd.read_csv("mobile_price.csv")
tgt = phones["price_range"]
phones = phones.drop(columns=["price_range"])

# %% rank the features
mi = mutual_info_classif(phones, tgt, random_state=0)  # leak: L4
rank = pd.Series(mi, index=phones.columns).sort_values(ascending=False)
rank.plot.bar()
plt.show()
chosen = rank.head(6).index

# %%
p_train, p_test, t_train, t_test = train_test_split(phones[chosen], tgt, random_state=3)
model = SVC(kernel="linear").fit(p_train, t_train)
print(model.score(p_test, t_test))
