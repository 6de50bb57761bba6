"""moto for one test at a time, without slow parts that no test of a lambda needs."""
import functools
import os
from contextlib import contextmanager
from typing import Any
from unittest import mock

import boto3
from botocore.session import Session
from moto import mock_aws
from moto.core import models
from moto.kms import models as keys

from localcloud.moto import (
    dispatch,
    key_types,
    partiql,
    secret_versions,
    senders,
    table_answers,
    table_backups,
    table_requests,
    uploads,
)

# A new session of boto3 for each test would cost 0.2 s: it reads its models again.
CONFIG: Any = {"core": {"reset_boto3_session": False}}

# moto intercepts the calls of sessions that were made after its import: a test file may have made one at its top.
boto3.DEFAULT_SESSION = None

# An encrypted table creates a key of KMS, and moto generates a real one, of RSA, in 30 ms: one is enough.
keys.generate_private_key = functools.cache(keys.generate_private_key)

# What boto3 reads of the shell, but for the region: a profile, other endpoints (those of FIPS too), retries...
CONFIGURATION = {name for _file, names, *_ in Session.SESSION_VARIABLES.values()
                 for name in ([names] if isinstance(names, str) else names or ())} - {"AWS_DEFAULT_REGION"}
UNCONFIGURED = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "AWS_EC2_METADATA_DISABLED": "true", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}


@contextmanager
def mocked():
    """A context in which boto3 calls moto, whose state is empty.

    No call reaches an endpoint that the shell or AWS's configuration names: moto does not intercept those.
    moto also patches the library `requests` with 1,300 patterns of URLs, in 7 ms. No test needs them.
    """
    aws = mock_aws(config=CONFIG)
    key_types.install()
    table_answers.install()
    table_requests.install()  # around it: it checks first
    uploads.install()
    partiql.install()
    table_backups.install()
    secret_versions.install()
    dispatch.install()
    senders.install()
    with mock.patch.object(models, "RESPONSES_METHODS", []):
        aws.start()
    try:
        with mock.patch.dict(os.environ):
            for name in CONFIGURATION & os.environ.keys():
                del os.environ[name]
            os.environ.update(UNCONFIGURED)
            yield
    finally:
        aws.stop()
