"""Every function of moto that the event machinery replaces, and the parameters that it must have.

All replacements run inside moto's own calls, under LOCK: they note the event, wake a thread and return.
"""
import functools
import importlib
import inspect

from localcloud.events import (
    builds,
    hooks,
    kinesis_streams,
    logs,
    mapping_requests,
    message_requests,
    name_requests,
    object_hooks,
    rule_requests,
    signed_uploads,
    topic_requests,
)
from localcloud.moto import replacing

# module: [(name, its first parameters, the replacement: see hooks.py), ...]
POINTS = {
    "moto.events.models": [
        ("Rule.send_to_targets", "self original_event transform_input", hooks.send_to_targets),
        ("EventsBackend.put_events", "self events", hooks.put_events),
        ("EventsBackend.put_rule", "self name", hooks.wake_schedules),
        ("EventsBackend.enable_rule", "self name event_bus_arn", hooks.wake_schedules),
        ("EventsBackend.put_rule", "self name", rule_requests.put_rule),
        ("EventsBackend.put_targets", "self name event_bus_arn targets", rule_requests.put_targets),
        ("EventsBackend.create_archive", "self", rule_requests.check_archive_pattern),
        ("EventsBackend.update_archive", "self", rule_requests.check_archive_pattern),
        ("Replay.replay_events", "self archive", rule_requests.replay_events),
    ],
    "moto.events.responses": [
        ("EventsHandler.test_event_pattern", "self", rule_requests.test_event_pattern),
        ("EventsHandler.list_event_buses", "self", rule_requests.list_event_buses),
    ],
    "moto.events.notifications": [
        ("_send_safe_notification", "source event_name region", hooks.no_operation),
    ],
    "moto.scheduler.models": [
        ("EventBridgeSchedulerBackend.create_schedule", "self", hooks.wake_schedules),
        ("EventBridgeSchedulerBackend.update_schedule", "self", hooks.wake_schedules),
        ("EventBridgeSchedulerBackend.create_schedule", "self", rule_requests.put_schedule),
        ("EventBridgeSchedulerBackend.update_schedule", "self", rule_requests.put_schedule),
    ],
    "moto.scheduler.responses": [
        ("EventBridgeSchedulerResponse.update_schedule", "self", rule_requests.update_schedule),
    ],
    "moto.s3.notifications": [
        ("send_event", "account_id event_name bucket key", hooks.emit_object_event),
    ],
    "moto.s3.models": [
        ("S3Backend._set_delete_marker", "self bucket_name key_name", hooks.set_delete_marker),
        ("S3Backend.put_object", "self bucket_name key_name value", object_hooks.put_suspended),
        ("S3Backend.delete_object", "self bucket_name key_name version_id", object_hooks.delete_suspended),
        ("S3Backend.delete_object", "self bucket_name key_name version_id", object_hooks.delete_object),
        ("S3Backend.delete_objects", "self bucket_name objects", object_hooks.delete_objects),
        ("S3Backend.create_bucket", "self bucket_name", name_requests.create_bucket),
        ("S3Backend.restore_object", "self bucket_name key_name", object_hooks.restore_object),
        ("Notification._key_matches", "self key_name", object_hooks.key_matches),
        ("S3Backend.complete_multipart_upload", "self", hooks.complete_multipart_upload),
    ],
    "moto.s3.responses": [
        ("S3Response.put_object_tagging", "self", hooks.put_object_tagging),
        ("S3Response._key_response", "self request full_url", signed_uploads.presigned),
        ("S3Response._bucket_response_post", "self request bucket_name", signed_uploads.post_form),
        ("S3Response._get_checksum", "self response_headers", object_hooks.checksum),
        ("S3Response._notification_config_from_body", "self", object_hooks.notification_configuration),
    ],
    "moto.sns.models": [
        ("Subscription.publish", "self message message_id subject message_attributes group_id "
         "deduplication_id message_structure", hooks.publish_to_subscription),
        ("SNSBackend._validate_filter_policy", "self value scope", topic_requests.filter_policy),
        ("SNSBackend.set_subscription_attributes", "self arn name value", topic_requests.set_attributes),
        ("SNSBackend.publish", "self message", topic_requests.publish),
        ("SNSBackend.publish_batch", "self topic_arn publish_batch_request_entries", topic_requests.publish_batch),
        ("SNSBackend.subscribe", "self topic_arn endpoint protocol", topic_requests.subscribe),
    ],
    "moto.sns.responses": [
        ("SNSResponse.subscribe", "self", topic_requests.subscribe_response),
    ],
    "moto.codebuild.models": [
        ("CodeBuildBackend.start_build", "self project_name source_version artifact_override", builds.start_build),
        ("CodeBuildBackend.batch_get_builds", "self ids", builds.builds_of),
        ("CodeBuildBackend.stop_build", "self build_id", builds.stop_build),
    ],
    "moto.codebuild.responses": [
        ("CodeBuildResponse.start_build", "self", builds.request_build),
    ],
    "moto.logs.models": [
        ("LogStream._send_log_events", "self service destination_arn filter_name log_events",
         logs.send_log_events),
        ("LogStream.put_log_events", "self log_events", logs.put_log_events),
        ("LogsBackend.start_query", "self log_group_names start_time end_time query_string", logs.start_query),
        ("LogGroup.filter_log_events", "self log_group_name log_stream_names start_time end_time limit next_token "
         "filter_pattern interleaved", logs.filter_log_events),
        ("LogsBackend.put_subscription_filter", "self log_group_name filter_name filter_pattern destination_arn "
         "role_arn", logs.put_subscription_filter),
    ],
    "moto.sqs.responses": [
        ("SQSResponse.receive_message", "self", hooks.receive_message),
        ("SQSResponse.send_message", "self", message_requests.send_message),
        ("SQSResponse.send_message_batch", "self", message_requests.checked_batch("SendMessageBatch")),
        ("SQSResponse.delete_message_batch", "self", message_requests.checked_batch("DeleteMessageBatch")),
        ("SQSResponse.change_message_visibility_batch", "self",
         message_requests.checked_batch("ChangeMessageVisibilityBatch")),
    ],
    "moto.sqs.models": [
        ("SQSBackend.create_queue", "self name", name_requests.create_queue),
        ("SQSBackend.send_message", "self queue_name", hooks.send_message),
        ("SQSBackend.send_message_batch", "self queue_name entries", message_requests.send_message_batch),
        ("Queue.attributes", "self", hooks.attributes),
        ("Queue.add_message", "self message", hooks.add_message),
        ("Message.change_visibility", "self visibility_timeout", hooks.change_visibility),
        ("Message.delay", "self delay_seconds", hooks.delay),
    ],
    "moto.kinesis.models": [
        ("Stream.put_record", "self partition_key explicit_hash_key data", kinesis_streams.put_record),
        ("KinesisBackend.put_record", "self stream_arn stream_name partition_key explicit_hash_key data",
         kinesis_streams.checked_record),
        ("KinesisBackend.put_records", "self stream_arn stream_name records", kinesis_streams.checked_records),
        ("Stream.get_shard_for_key", "self partition_key explicit_hash_key", kinesis_streams.shard_for_key),
        ("Stream.update_shard_count", "self target_shard_count", kinesis_streams.update_shard_count),
    ],
    "moto.ssm.models": [
        ("SimpleSystemManagerBackend.put_parameter", "self name description value", hooks.put_parameter),
    ],
    "moto.dynamodb.models": [
        ("DynamoDBBackend.create_table", "self name", name_requests.create_table),
    ],
    "moto.dynamodb.models.table": [
        ("StreamShard.add", "self old new", hooks.add_change),
        ("Table.describe", "self base_key", hooks.describe_table),
    ],
    "moto.awslambda.responses": [
        ("LambdaResponse.create_event_source_mapping", "self", mapping_requests.created),
        ("LambdaResponse.update_event_source_mapping", "self", mapping_requests.updated),
    ],
    "moto.awslambda.models": [
        ("LambdaBackend.create_event_source_mapping", "self spec", hooks.create_mapping),
        ("LambdaBackend.update_event_source_mapping", "self uuid spec", hooks.wake_pollers),
        ("LambdaBackend.delete_event_source_mapping", "self uuid", hooks.wake_pollers),
        ("LambdaBackend.create_event_source_mapping", "self spec", mapping_requests.create),
        ("LambdaBackend.update_event_source_mapping", "self uuid spec", mapping_requests.update),
        ("LambdaBackend.delete_event_source_mapping", "self uuid", mapping_requests.delete),
        ("EventSourceMapping.get_configuration", "self", mapping_requests.configuration),
        ("LambdaBackend.create_function", "self spec", hooks.wake_pollers),
        ("LambdaBackend.update_function_code", "self function_name", hooks.wake_pollers),
        ("LambdaBackend.update_function_configuration", "self function_name", hooks.wake_pollers),
    ],
}


def apply(world):
    """Replaces all points, after all were checked. Returns the argument of `undo`."""
    points = [(*_owner(module, name), parameters, hook) for module, points in POINTS.items()
              for name, parameters, hook in points]
    for owner, attribute, parameters, _hook in points:
        replacing.checked(owner, attribute, f"{parameters} *")
    applied = []
    for owner, attribute, _parameters, hook in points:
        original = inspect.getattr_static(owner, attribute)
        setattr(owner, attribute, replacing.replacement(original, functools.partial(hook, world)))
        applied.append((owner, attribute, original))
    return applied


def undo(applied):
    """Restores moto's own functions. applied: the result of apply()."""
    for owner, attribute, original in reversed(applied):
        setattr(owner, attribute, original)


def _owner(module, name):
    """(owner, attribute): the module or class that holds the name."""
    *path, attribute = name.split(".")
    return functools.reduce(getattr, path, importlib.import_module(module)), attribute
