# %%
import numpy as np
import pandas as pd
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

# %%
qa = pd.read_csv("support_questions.csv")
qa = qa.drop_duplicates("question").reset_index(drop=True)
qa["question"] = qa["question"].str.replace(r"\s+", " ", regex=True).str.strip()
print(qa.intent.value_counts())

# %%
enc = SentenceTransformer("all-MiniLM-L6-v2")
E = enc.encode(qa["question"].tolist(), batch_size=64, normalize_embeddings=True, show_progress_bar=True)
np.save("emb.npy", E)

# %%
clf = make_pipeline(StandardScaler(), PCA(100), LogisticRegression(max_iter=3000, C=0.5))
out = cross_validate(
    clf, E, qa["intent"], groups=qa["customer"], cv=GroupKFold(6), scoring=["accuracy", "f1_macro"], return_train_score=True
)
print(pd.DataFrame(out).mean())

# %%
clf.fit(E, qa["intent"])
new = ["where is my parcel", "i want my money back"]
print(clf.predict(enc.encode(new, normalize_embeddings=True)))
