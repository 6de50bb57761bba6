"""The event machinery over moto in this process, with lambdas that are Python functions: the fixture `cloud`.

    pytest_plugins = ["event_fixture"]

    def test_x(cloud):
        arn = cloud.function("hello", lambda event: "done")
        cloud.client("sqs").send_message(...)
        assert eventually(lambda: cloud.calls("hello")) == [{...}]

A thousand of the cloud's seconds pass in a real one. Names are shared by all tests: make them your own.
"""
import os

import pytest

from fake_functions import Cloud

SPEED = 1000


@pytest.fixture(scope="module")
def cloud():
    """The Cloud of a test module."""
    from localcloud import events
    from localcloud.moto import state

    os.environ["PARETO_LOCAL_SPEED"] = str(SPEED)
    state.start()
    cloud_ = Cloud(state)
    events.install(cloud_)
    yield cloud_
    events.close()
    del os.environ["PARETO_LOCAL_SPEED"]
