"""moto for one test at a time, without what takes it long and no test of a lambda sees."""
import functools
from contextlib import contextmanager
from unittest import mock

from moto import mock_aws
from moto.core import models
from moto.kms import models as keys

# A session of boto3 made anew for each test would cost 0.2 s: it reads its models again.
CONFIG = {"core": {"reset_boto3_session": False}}

# An encrypted table brings a key of KMS, and moto makes a real one, of RSA, in 30 ms: one is enough.
keys.generate_private_key = functools.cache(keys.generate_private_key)


@contextmanager
def mocked():
    """Within, boto3 reaches moto, which knows nothing yet.

    moto also listens to the library `requests`, at a cost of 7 ms: 1,300 patterns of URLs. Nobody asks them.
    """
    aws = mock_aws(config=CONFIG)
    with mock.patch.object(models, "RESPONSES_METHODS", []):
        aws.start()
    try:
        yield
    finally:
        aws.stop()
