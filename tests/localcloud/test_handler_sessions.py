"""The sessions of boto3 in a handler: a new one does not read again what the process knows."""
import botocore.session
import pytest

SOURCE = """
import os
import boto3


def loader():
    return boto3.session.Session()._session.get_component("data_loader")


def handler(event, context):
    first = loader()
    is_shared = loader() is first and "list_available_services" in str(first._cache)
    os.environ["AWS_DATA_PATH"] = "/opt/models"
    return is_shared, "/opt/models" in loader().search_paths
"""


def test_sessions_share_the_models_of_services_except_those_of_a_folder_of_their_own(local_cloud):
    local_cloud.function("sessions", SOURCE)
    assert local_cloud.invoke("sessions") == [True, True]


def test_a_hook_must_still_accept_all_keyword_arguments_and_has_the_events_later_name():
    events, seen = botocore.session.Session().get_component("event_emitter"), []
    with pytest.raises(ValueError, match="must accept keyword arguments"):
        events.register("own.s3", lambda request: None)
    events.register("own.logs.PutLogEvents", lambda **names: seen.append(names["event_name"]))
    for _ in range(2):
        events.emit("own.logs.PutLogEvents")
    assert seen == ["own.cloudwatch-logs.PutLogEvents"] * 2
