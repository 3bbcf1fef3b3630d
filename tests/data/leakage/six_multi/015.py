# written out and enumerated
import pandas as pd
import matplotlib.pyplot as plt
from sklearn.model_selection import train_test_split
from sklearn.linear_model import Ridge

df = pd.read_csv("cars.csv")
X_train, X_test, y_train, y_test = train_test_split(df.drop("price", axis=1), df["price"])
for i, alpha in enumerate([0.01, 0.1, 1, 10]):
    model = Ridge(alpha=alpha).fit(X_train, y_train)
    plt.subplot(2, 2, i + 1)
    plt.title("r2 %.2f" % model.score(X_test, y_test))  # leak: L6
