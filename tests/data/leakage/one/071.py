import pandas as pd
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

rain = pd.read_csv("weatherAUS.csv")
rain = rain.dropna(subset=["RainTomorrow"])
rain["RainTomorrow"] = rain["RainTomorrow"].map({"No": 0, "Yes": 1})
nums = ["MinTemp", "MaxTemp", "Rainfall", "Humidity3pm", "Pressure9am"]
rain = rain.dropna(subset=nums)

tr, te = train_test_split(rain, test_size=0.2, random_state=0)
tr, te = tr.copy(), te.copy()

# standardise
tr[nums] = (tr[nums] - tr[nums].mean()) / tr[nums].std()
te[nums] = (te[nums] - te[nums].mean()) / te[nums].std()  # leak: L3

logit = LogisticRegression()
logit.fit(tr[nums], tr["RainTomorrow"])
print("score: ", logit.score(te[nums], te["RainTomorrow"]))
