import os
import glob
import librosa
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.metrics import accuracy_score

EMOTIONS = {'01': 'neutral', '02': 'calm', '03': 'happy', '04': 'sad',
            '05': 'angry', '06': 'fearful', '07': 'disgust', '08': 'surprised'}
OBSERVED = ['calm', 'happy', 'fearful', 'disgust']


def extract_feature(file_name):
    x, sr = librosa.load(file_name, sr=None)
    stft = np.abs(librosa.stft(x))
    mfcc = np.mean(librosa.feature.mfcc(y=x, sr=sr, n_mfcc=40).T, axis=0)
    chroma = np.mean(librosa.feature.chroma_stft(S=stft, sr=sr).T, axis=0)
    mel = np.mean(librosa.feature.melspectrogram(y=x, sr=sr).T, axis=0)
    return np.hstack([mfcc, chroma, mel])


def load_data(test_size=0.2):
    x, y = [], []
    for file in glob.glob('ravdess/Actor_*/*.wav'):
        emotion = EMOTIONS[os.path.basename(file).split('-')[2]]
        if emotion not in OBSERVED:
            continue
        x.append(extract_feature(file))
        y.append(emotion)
    x = StandardScaler().fit_transform(np.array(x))  # leak: L1
    return train_test_split(x, y, test_size=test_size, random_state=9)


x_train, x_test, y_train, y_test = load_data(0.25)
print((x_train.shape[0], x_test.shape[0]))

model = MLPClassifier(alpha=0.01, batch_size=256, hidden_layer_sizes=(300,),
                      learning_rate='adaptive', max_iter=500)
model.fit(x_train, y_train)
y_pred = model.predict(x_test)
print('Accuracy: {:.2f}%'.format(accuracy_score(y_test, y_pred) * 100))
