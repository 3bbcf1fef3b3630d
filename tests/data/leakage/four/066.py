# %%
import re
import pandas as pd
from nltk.corpus import stopwords
from nltk.stem.porter import PorterStemmer

# %%
messages = pd.read_csv('SMSSpamCollection', sep='\t', names=['label', 'message'])
messages.shape

# %%
ps = PorterStemmer()
corpus = []
for i in range(0, len(messages)):
    review = re.sub('[^a-zA-Z]', ' ', messages['message'][i])
    review = review.lower().split()
    review = [ps.stem(w) for w in review if w not in stopwords.words('english')]
    corpus.append(' '.join(review))

# %%
from sklearn.feature_extraction.text import CountVectorizer
cv = CountVectorizer(max_features=2500)
X = cv.fit_transform(corpus).toarray()  # leak: L1

# %%
y = pd.get_dummies(messages['label'])
y = y.iloc[:, 1].values

# %%
from sklearn.model_selection import train_test_split
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.20, random_state=0)

# %%
from sklearn.naive_bayes import MultinomialNB
spam_detect_model = MultinomialNB().fit(X_train, y_train)
y_pred = spam_detect_model.predict(X_test)

# %%
from sklearn.metrics import confusion_matrix, accuracy_score
confusion_m = confusion_matrix(y_test, y_pred)
accuracy = accuracy_score(y_test, y_pred)
print(confusion_m)
print(accuracy)

# %%
# try one by hand
txt = ['Congratulations you have won a free ticket call now']
print(spam_detect_model.predict(cv.transform(txt).toarray()))
