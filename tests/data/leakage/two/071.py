# %%
import numpy as np
import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torchvision
from sklearn.metrics import classification_report
from sklearn.manifold import TSNE
from pathlib import Path
from torchvision import transforms
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

files = sorted(Path('pets').rglob('*.jpg'))
y = np.array([0 if f.name[0].isupper() else 1 for f in files])
print(len(files), y.mean())

# %%
backbone = torchvision.models.resnet50(weights='IMAGENET1K_V2')
backbone.fc = nn.Identity()
backbone.eval()
tfm = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(),
                          transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])])

# %%
from PIL import Image
embs = []
with torch.no_grad():
    for f in tqdm(files):
        im = tfm(Image.open(f).convert('RGB'))
        embs.append(backbone(im[None])[0].numpy())
E = np.stack(embs)
E = E / np.linalg.norm(E, axis=1, keepdims=True)
np.save('emb.npy', E)

# %%
xy = TSNE().fit_transform(E[:2000])
plt.scatter(xy[:, 0], xy[:, 1], c=y[:2000], s=3)
plt.show()

# %%
E_train, E_test, y_train, y_test = train_test_split(E, y, stratify=y, test_size=0.2, random_state=0)
ss = StandardScaler().fit(E_train)
lr = LogisticRegression(C=0.1, max_iter=2000)
lr.fit(ss.transform(E_train), y_train)
pred = lr.predict(ss.transform(E_test))

# %%
print(classification_report(y_test, pred))
