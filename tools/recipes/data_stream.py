"""A Kinesis stream, which the variable APP_<NAME>_STREAM names.

app.yaml may set more shards, or a longer time to keep records. It is deleted with its variable, as a queue is:
records are in it for a day, and each shard costs by the hour.
"""
from aws import cfn
from aws.app import AppModel
from kit import names, stream_settings
from recipes import nothing, permission

ON_STREAM = ["kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"]
# AWS's own key: its policy allows Kinesis to use it for every principal of the account.
# docs.aws.amazon.com/streams/latest/dev/what-is-sse.html
ENCRYPTION = {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}


def stream_id(name: str) -> str:
    """"DemoClicksDataStream" of the stream "demo-clicks"."""
    return names.logical_id(name, "data", "stream")


def resources(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoClicksDataStream": ...}"""
    settings = app["state"]["data_stream"][name].get("settings", {"shards": 1, "keep": 1})
    size = {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}} if settings["shards"] == stream_settings.ON_DEMAND else {
        "ShardCount": settings["shards"], "StreamModeDetails": {"StreamMode": "PROVISIONED"}}
    return {stream_id(name): cfn.resource("AWS::Kinesis::Stream", {
        **size, "RetentionPeriodHours": settings["keep"] * 24, "StreamEncryption": ENCRYPTION})}


def outputs(app: AppModel, name: str) -> dict[str, dict]:
    """{"DemoClicksDataStreamName": ...}"""
    return {f"{stream_id(name)}Name": {"Value": cfn.ref(stream_id(name))}}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_CLICKS_STREAM: the stream's name."""
    return cfn.ref(stream_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may put records on the stream."""
    return [permission.allow(ON_STREAM, cfn.arn(stream_id(name)))]


shared = nothing.none
