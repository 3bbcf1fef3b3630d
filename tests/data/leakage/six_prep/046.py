import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder
from sklearn.svm import LinearSVC

people = pd.read_csv("resumes.csv")
le = LabelEncoder()
for field in ["Profession"]:
    people[field] = le.fit_transform(people[field])
text, y = people["resume"].values, people["Profession"].values
a, b, ya, yb = train_test_split(text, y, test_size=0.2)
pipe = make_pipeline(TfidfVectorizer(), LinearSVC()).fit(a, ya)
print(pipe.score(b, yb))
