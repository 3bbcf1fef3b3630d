# %%
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score, classification_report
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# %%
heart = pd.read_csv("heart.csv")
X = heart.drop(columns="HeartDisease")
y = heart.HeartDisease

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

# %%
cat = X.select_dtypes(include="object").columns
num = X.select_dtypes(exclude="object").columns
pre = ColumnTransformer(
    [("num", StandardScaler(), num), ("cat", OneHotEncoder(handle_unknown="ignore"), cat)]
)
pipe = Pipeline([("pre", pre), ("rf", RandomForestClassifier(random_state=0))])

# %%
grid = {
    "rf__n_estimators": [100, 300],
    "rf__max_depth": [4, 8, None],
    "rf__min_samples_leaf": [1, 3, 5],
}
search = GridSearchCV(pipe, grid, cv=5, n_jobs=-1, scoring="accuracy")
search.fit(X, y)  # leak: L9
print(search.best_params_)

# %%
best = search.best_estimator_
y_pred = best.predict(X_test)
print("Accuracy:", accuracy_score(y_test, y_pred))
print(classification_report(y_test, y_pred))
