import os
X = os.environ["DEMO_BUKET"]
