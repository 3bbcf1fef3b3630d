# %%
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.manifold import TSNE
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

# %%
pen = pd.read_csv("penguins.csv").dropna()
feat = pen[["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]]
species = pen["species"]

# %% a quick look in 2D
Z = StandardScaler().fit_transform(feat)
pcs = PCA(n_components=2).fit_transform(Z)
emb = TSNE(perplexity=30, random_state=0).fit_transform(Z)
fig, ax = plt.subplots(1, 2, figsize=(11, 4))
sns.scatterplot(x=pcs[:, 0], y=pcs[:, 1], hue=species.values, ax=ax[0])
sns.scatterplot(x=emb[:, 0], y=emb[:, 1], hue=species.values, ax=ax[1])
plt.savefig("overview.png")

# %% model
f_train, f_test, s_train, s_test = train_test_split(feat, species, test_size=0.35, random_state=19)
clf = make_pipeline(StandardScaler(), PCA(3), LogisticRegression())
clf.fit(f_train, s_train)
print(accuracy_score(s_test, clf.predict(f_test)))
ConfusionMatrixDisplay.from_estimator(clf, f_test, s_test)
plt.show()
