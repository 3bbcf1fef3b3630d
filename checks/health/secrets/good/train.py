import os

password = os.environ["DB_PASSWORD"]
print("training on", os.environ.get("DB_HOST", "localhost"))
