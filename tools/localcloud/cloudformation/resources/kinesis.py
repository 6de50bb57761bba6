"""AWS::Kinesis::Stream."""
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call, tag_changes

DAY = 24  # hours: Kinesis's default retention


def create_stream(task):
    """Creates a stream. Ref is its name. Without a mode a stream has shards, one by default."""
    is_on_demand = mode(task.properties) == "ON_DEMAND"
    if is_on_demand and "ShardCount" in task.properties:
        raise ApiError("ShardCount cannot be set with StreamMode ON_DEMAND")
    task.call("kinesis", "create_stream", StreamName=task.name, **task.pick("StreamModeDetails"),
              **({} if is_on_demand else {"ShardCount": task.properties.get("ShardCount", 1)}))
    task.mark_created(task.name, Arn=task.arn("kinesis", f"stream/{task.name}"))
    write_settings(task)


def mode(properties):
    """The StreamMode of a stream."""
    return properties.get("StreamModeDetails", {}).get("StreamMode", "PROVISIONED")


def update_stream(task):
    """Changes a stream in place: its mode, then its shards."""
    if mode(task.before) != mode(task.properties):
        task.call("kinesis", "update_stream_mode", StreamARN=task.attributes["Arn"],
                  StreamModeDetails={"StreamMode": mode(task.properties)})
    if mode(task.properties) == "PROVISIONED" and task.changed("ShardCount", "StreamModeDetails"):
        task.call("kinesis", "update_shard_count", StreamName=task.ref, ScalingType="UNIFORM_SCALING",
                  TargetShardCount=task.properties.get("ShardCount", 1))
    write_settings(task)


def write_settings(task):
    """Writes the retention, the encryption and the tags, where they changed."""
    hours, before = (int(properties.get("RetentionPeriodHours", DAY)) for properties in (task.properties, task.before))
    if hours != before:
        change = "increase" if hours > before else "decrease"
        task.call("kinesis", f"{change}_stream_retention_period", StreamName=task.ref, RetentionPeriodHours=hours)
    if task.changed("StreamEncryption"):
        encryption = task.properties.get("StreamEncryption")
        task.call("kinesis", "start_stream_encryption" if encryption else "stop_stream_encryption", StreamName=task.ref,
                  **(encryption or task.before["StreamEncryption"]))
    added, removed = tag_changes(task.before.get("Tags"), task.properties.get("Tags"))
    if added:
        task.call("kinesis", "add_tags_to_stream", StreamName=task.ref,
                  Tags={tag["Key"]: tag["Value"] for tag in added})
    if removed:
        task.call("kinesis", "remove_tags_from_stream", StreamName=task.ref, TagKeys=removed)


TYPES = {
    "AWS::Kinesis::Stream": Kind(
        create_stream, update_stream,
        one_call("kinesis", "delete_stream", "StreamName", EnforceConsumerDeletion=True), name="Name", longest=128,
        properties="Name RetentionPeriodHours ShardCount StreamEncryption StreamModeDetails Tags", attributes="Arn",
        replacing="Name"),
}
