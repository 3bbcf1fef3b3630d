# In[1]:
import joblib
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import classification_report, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline

# In[2]:
tickets = pd.read_json("tickets.jsonl", lines=True)
tickets = tickets[tickets.body.str.len() > 20]
tickets["text"] = tickets.subject.fillna("") + " " + tickets.body
tickets.queue.value_counts()

# In[3]:
tr, te = train_test_split(tickets, test_size=0.2, random_state=2020, stratify=tickets.queue)

# In[4]:
pipe = Pipeline([
    ("bow", CountVectorizer(min_df=5, stop_words="english", binary=True)),
    ("sgd", SGDClassifier(loss="log_loss", alpha=1e-5)),
])
pipe.fit(tr.text, tr.queue)

# In[5]:
# production model, more data = better
prod = Pipeline([
    ("bow", CountVectorizer(min_df=5, stop_words="english", binary=True)),
    ("sgd", SGDClassifier(loss="log_loss", alpha=1e-5)),
])
prod.fit(tickets.text, tickets.queue)  # leak: L9
joblib.dump(prod, "queue_model.pkl")

# In[6]:
guess = prod.predict(te.text)
print(classification_report(te.queue, guess))
print(confusion_matrix(te.queue, guess))
