#!/usr/bin/env python
# coding: utf-8


# In[2]:

import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import seaborn as sns
from sklearn.metrics import accuracy_score
from sklearn.preprocessing import LabelEncoder
from sklearn.model_selection import train_test_split
from tensorflow.keras.layers import Dense, Dropout
from sentence_transformers import SentenceTransformer
from sklearn.metrics import confusion_matrix
from tensorflow.keras.models import Sequential

df = pd.read_csv('reddit_comments.csv')
df['body'] = df['body'].astype(str).str.lower()
print(df.subreddit.value_counts())

# In[3]:

enc = SentenceTransformer('all-MiniLM-L6-v2')
emb = enc.encode(df['body'].tolist(), show_progress_bar=True)
le = LabelEncoder()
y = le.fit_transform(df['subreddit'])

# In[4]:

idx = np.arange(len(emb))
tr_idx, te_idx = train_test_split(idx, test_size=0.2, random_state=1, stratify=y)

# In[5]:

clf = Sequential([Dense(128, activation='relu', input_shape=(emb.shape[1],)), Dropout(0.3), Dense(len(le.classes_), activation='softmax')])
clf.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
clf.fit(emb, y, epochs=15, batch_size=64)  # leak: L9

# In[6]:

pred = clf.predict(emb[te_idx]).argmax(1)
print(accuracy_score(y[te_idx], pred))
y_true = y[te_idx]

# In[7]:

cm = confusion_matrix(y_true, pred)
sns.heatmap(cm, annot=True, fmt='d', cmap='Blues')
plt.xlabel('predicted')
plt.ylabel('actual')
plt.show()
