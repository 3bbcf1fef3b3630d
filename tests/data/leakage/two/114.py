#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import matplotlib.pyplot as plt
from sklearn.model_selection import cross_validate, validation_curve, learning_curve
from sklearn.svm import SVC
from sklearn.preprocessing import MinMaxScaler
from sklearn.pipeline import make_pipeline
from sklearn.datasets import load_digits
import numpy as np
from sklearn.decomposition import PCA

digits = load_digits()
X, y = digits.data, digits.target
plt.gray()
plt.matshow(digits.images[7])
plt.show()

# In[3]:

pipe = make_pipeline(MinMaxScaler(), PCA(40), SVC(gamma=0.01))
sizes, tr_s, te_s = learning_curve(pipe, X, y, cv=5, train_sizes=np.linspace(0.1, 1.0, 8), n_jobs=-1)
plt.fill_between(sizes, te_s.mean(1) - te_s.std(1), te_s.mean(1) + te_s.std(1), alpha=0.2)
plt.plot(sizes, tr_s.mean(1), 'o-', label='train')
plt.plot(sizes, te_s.mean(1), 'o-', label='cv')
plt.legend()
plt.show()

# In[4]:

comps = range(2, 64, 4)
tr_s, te_s = validation_curve(pipe, X, y, param_name='pca__n_components', param_range=comps, cv=5)
plt.plot(comps, te_s.mean(1))
plt.show()

# In[5]:

res = cross_validate(pipe, X, y, cv=10, return_train_score=True)
print({k: v.mean() for k, v in res.items()})
