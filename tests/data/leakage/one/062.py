import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.metrics import classification_report

stroke = pd.read_csv("healthcare-dataset-stroke-data.csv").dropna()
stroke = pd.get_dummies(stroke.drop("id", axis=1), drop_first=True)
X = stroke.drop("stroke", axis=1)
y = stroke["stroke"]
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)

grid = {"n_estimators": [100, 300], "max_depth": [4, 8, None], "min_samples_leaf": [1, 5]}
gs = GridSearchCV(RandomForestClassifier(random_state=0), grid, cv=3, n_jobs=-1)
gs.fit(X_test, y_test)  # leak: L6
print(gs.best_params_)

best = RandomForestClassifier(random_state=0, **gs.best_params_)
best.fit(X_train, y_train)
print(classification_report(y_test, best.predict(X_test)))
