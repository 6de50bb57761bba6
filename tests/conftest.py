"""Lets tests import what the tools import: `from kit import ...`, `from recipes import ...`."""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

# Fake keys, so that a test that forgets its mock cannot reach a real account.
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing",
                  AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true")
os.environ.pop("AWS_PROFILE", None)

sys.path.insert(0, str(ROOT / "tests"))
from cloud_fixture import local_cloud  # noqa: E402, F401  (a fixture for whoever asks for it)
