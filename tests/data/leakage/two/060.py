# %%
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.model_selection import train_test_split
import pandas as pd
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import confusion_matrix
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

kdd = pd.read_csv('kddcup_http.csv')
kdd['attack'] = (kdd['label'] != 'normal.').astype(int)
for c in ['duration', 'src_bytes', 'dst_bytes']:
    kdd[c] = np.log(kdd[c] + 0.1)

# %%
kdd.describe().T

# %%
kdd.hist(bins=30, figsize=(15, 10))
plt.tight_layout()
plt.show()

# %%
normal = kdd[kdd.attack == 0]
attack = kdd[kdd.attack == 1]
norm_train, norm_test = train_test_split(normal, test_size=0.3, random_state=0)
test = pd.concat([norm_test, attack])
feats = ['duration', 'src_bytes', 'dst_bytes']

# %%
sc = StandardScaler().fit(norm_train[feats])
iso = IsolationForest(n_estimators=300, contamination=0.001, random_state=0)
iso.fit(sc.transform(norm_train[feats]))

# %%
s = -iso.decision_function(sc.transform(test[feats]))
print('auc', roc_auc_score(test['attack'], s))
flag = (iso.predict(sc.transform(test[feats])) == -1).astype(int)
y_true = test['attack']

# %%
print(confusion_matrix(y_true, flag))

# %%
sns.kdeplot(x=s, hue=y_true.values, common_norm=False)
plt.show()
