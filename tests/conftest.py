"""Lets tests import what the tools import: `from kit import ...`, `from recipes import ...`."""
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

# Fake keys, so that a test that forgets its mock cannot reach a real account.
os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing",
                  AWS_DEFAULT_REGION="eu-west-1", AWS_EC2_METADATA_DISABLED="true")
# What `make test` was told (its -j, its name=, its depth) is not meant for the makes that tests run.
for name in ("AWS_PROFILE", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"):
    os.environ.pop(name, None)

sys.path.insert(0, str(ROOT / "tests"))
from cloud_fixture import local_cloud  # noqa: E402, F401  (a fixture for whoever asks for it)
from layer_fixture import package_index  # noqa: E402, F401


@pytest.fixture(autouse=True, scope="module")
def state_ends_with_its_module():
    """moto's state that a module started is gone after it: else mock_aws() in the next one would find it."""
    yield
    if "localcloud.state" in sys.modules:
        sys.modules["localcloud.state"].stop()
