"""Every function of moto that the event machinery replaces.

All replacements run inside moto's own calls, under LOCK: they note the event, wake a thread and return.
"""
import functools
import inspect
import pkgutil

from localcloud.events import (
    builds,
    hooks,
    kinesis_streams,
    logs,
    mapping_requests,
    message_requests,
    name_requests,
    object_hooks,
    object_requests,
    queue_requests,
    rule_requests,
    signed_uploads,
    topic_requests,
)
from localcloud.moto import replacing

# (moto's function, the replacement: see hooks.py); the last of several calls the one before as its original.
POINTS = [
    ("moto.events.models.Rule.send_to_targets", hooks.send_to_targets),
    ("moto.events.models.EventsBackend.put_events", hooks.put_events),
    ("moto.events.models.EventsBackend.put_rule", hooks.wake_schedules),
    ("moto.events.models.EventsBackend.enable_rule", hooks.wake_schedules),
    ("moto.events.models.EventsBackend.put_rule", rule_requests.put_rule),
    ("moto.events.models.EventsBackend.put_targets", rule_requests.put_targets),
    ("moto.events.models.EventsBackend.describe_rule", rule_requests.describe_rule),
    ("moto.events.models.EventsBackend.list_targets_by_rule", rule_requests.list_targets),
    ("moto.events.models.EventsBackend.list_rules", name_requests.list_rules),
    ("moto.events.models.EventsBackend.create_archive", rule_requests.check_archive_pattern),
    ("moto.events.models.EventsBackend.update_archive", rule_requests.check_archive_pattern),
    ("moto.events.models.Replay.replay_events", rule_requests.replay_events),
    ("moto.events.responses.EventsHandler.test_event_pattern", rule_requests.test_event_pattern),
    ("moto.events.responses.EventsHandler.list_event_buses", rule_requests.list_event_buses),
    ("moto.events.notifications._send_safe_notification", hooks.no_operation),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.create_schedule", hooks.wake_schedules),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.update_schedule", hooks.wake_schedules),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.create_schedule", rule_requests.put_schedule),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.update_schedule", rule_requests.put_schedule),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.create_schedule_group", rule_requests.create_schedule_group),
    ("moto.scheduler.models.EventBridgeSchedulerBackend.delete_schedule_group", rule_requests.delete_schedule_group),
    ("moto.scheduler.responses.EventBridgeSchedulerResponse.update_schedule", rule_requests.update_schedule),
    ("moto.s3.notifications.send_event", hooks.emit_object_event),
    ("moto.s3.models.S3Backend._set_delete_marker", hooks.set_delete_marker),
    ("moto.s3.models.S3Backend.put_object", object_hooks.put_suspended),
    ("moto.s3.models.S3Backend.delete_object", object_hooks.delete_suspended),
    ("moto.s3.models.S3Backend.delete_object", object_hooks.delete_object),
    ("moto.s3.models.S3Backend.delete_objects", object_hooks.delete_objects),
    ("moto.s3.models.S3Backend.delete_objects", object_requests.delete_objects),
    ("moto.s3.models.FakeMultipart.complete", object_requests.complete_parts),
    ("moto.s3.notifications._get_test_event", object_requests.test_event),
    ("moto.s3.responses.S3Response.put_object", object_requests.put_object),
    ("moto.s3.responses.S3Response._tagging_from_xml", object_requests.tags_from_xml),
    ("moto.s3.models.S3Backend.create_bucket", name_requests.create_bucket),
    ("moto.s3.models.S3Backend.restore_object", object_hooks.restore_object),
    ("moto.s3.models.Notification._key_matches", object_hooks.key_matches),
    ("moto.s3.models.S3Backend.complete_multipart_upload", hooks.complete_multipart_upload),
    ("moto.s3.responses.S3Response.put_object_tagging", hooks.put_object_tagging),
    ("moto.s3.responses.S3Response._key_response", signed_uploads.presigned),
    ("moto.s3.responses.S3Response._bucket_response_post", signed_uploads.post_form),
    ("moto.s3.responses.S3Response._get_checksum", object_hooks.checksum),
    ("moto.s3.responses.S3Response._notification_config_from_body", object_hooks.notification_configuration),
    ("moto.s3.responses.S3Response._notification_config_from_body", object_requests.notification_destinations),
    ("moto.sns.models.Subscription.publish", hooks.publish_to_subscription),
    ("moto.sns.models.SNSBackend._validate_filter_policy", topic_requests.filter_policy),
    ("moto.sns.models.SNSBackend.set_subscription_attributes", topic_requests.set_attributes),
    ("moto.sns.models.SNSBackend.publish", topic_requests.publish),
    ("moto.sns.models.SNSBackend.publish_batch", topic_requests.publish_batch),
    ("moto.sns.models.SNSBackend.subscribe", topic_requests.subscribe),
    ("moto.sns.models.SNSBackend.create_topic", topic_requests.create_topic),
    ("moto.sns.models.SNSBackend.get_subscription_attributes", topic_requests.subscription_attributes),
    ("moto.sns.models.SNSBackend.get_topic", topic_requests.find_topic),
    ("moto.sns.responses.SNSResponse._get_tags", topic_requests.request_tags),
    ("moto.sns.responses.SNSResponse.get_topic_attributes", topic_requests.topic_attributes),
    ("moto.sns.responses.SNSResponse.subscribe", topic_requests.subscribe_response),
    ("moto.codebuild.models.CodeBuildBackend.start_build", builds.start_build),
    ("moto.codebuild.models.CodeBuildBackend.batch_get_builds", builds.builds_of),
    ("moto.codebuild.models.CodeBuildBackend.stop_build", builds.stop_build),
    ("moto.codebuild.responses.CodeBuildResponse.start_build", builds.request_build),
    ("moto.logs.models.LogStream._send_log_events", logs.send_log_events),
    ("moto.logs.models.LogStream.put_log_events", logs.put_log_events),
    ("moto.logs.models.LogsBackend.start_query", logs.start_query),
    ("moto.logs.models.LogGroup.filter_log_events", logs.filter_log_events),
    ("moto.logs.models.LogsBackend.put_metric_filter", logs.put_metric_filter),
    ("moto.logs.models.LogsBackend.put_retention_policy", logs.put_retention_policy),
    ("moto.logs.models.LogGroup.to_describe_dict", logs.described_group),
    ("moto.logs.models.LogsBackend.put_subscription_filter", logs.put_subscription_filter),
    ("moto.sqs.responses.SQSResponse.receive_message", hooks.receive_message),
    ("moto.sqs.responses.SQSResponse.send_message", message_requests.send_message),
    ("moto.sqs.responses.SQSResponse.send_message_batch", message_requests.checked_batch("SendMessageBatch")),
    ("moto.sqs.responses.SQSResponse.delete_message_batch", message_requests.checked_batch("DeleteMessageBatch")),
    ("moto.sqs.responses.SQSResponse.change_message_visibility_batch",
     message_requests.checked_batch("ChangeMessageVisibilityBatch")),
    ("moto.sqs.responses.SQSResponse.receive_message", queue_requests.receive_message),
    ("moto.sqs.models.SQSBackend.create_queue", queue_requests.create_queue),
    ("moto.sqs.models.SQSBackend.set_queue_attributes", queue_requests.set_attributes),
    ("moto.sqs.models.SQSBackend.delete_message", queue_requests.delete_message),
    ("moto.sqs.models.SQSBackend.create_queue", name_requests.create_queue),
    ("moto.sqs.models.SQSBackend.list_queues", name_requests.list_queues),
    ("moto.sqs.models.SQSBackend.send_message", hooks.send_message),
    ("moto.sqs.models.SQSBackend.send_message_batch", message_requests.send_message_batch),
    ("moto.sqs.models.Queue.attributes", hooks.attributes),
    ("moto.sqs.models.Queue.add_message", hooks.add_message),
    ("moto.sqs.models.Message.change_visibility", hooks.change_visibility),
    ("moto.sqs.models.Message.delay", hooks.delay),
    ("moto.kinesis.models.Stream.put_record", kinesis_streams.put_record),
    ("moto.kinesis.models.KinesisBackend.put_record", kinesis_streams.checked_record),
    ("moto.kinesis.models.KinesisBackend.put_records", kinesis_streams.checked_records),
    ("moto.kinesis.models.Stream.get_shard_for_key", kinesis_streams.shard_for_key),
    ("moto.kinesis.models.Stream.update_shard_count", kinesis_streams.update_shard_count),
    ("moto.ssm.models.SimpleSystemManagerBackend.put_parameter", hooks.put_parameter),
    ("moto.dynamodb.models.DynamoDBBackend.create_table", name_requests.create_table),
    ("moto.dynamodb.models.table.StreamShard.add", hooks.add_change),
    ("moto.dynamodb.models.table.Table.describe", hooks.describe_table),
    ("moto.awslambda.responses.LambdaResponse.create_event_source_mapping", mapping_requests.created),
    ("moto.awslambda.responses.LambdaResponse.update_event_source_mapping", mapping_requests.updated),
    ("moto.awslambda.models.LambdaBackend.create_event_source_mapping", hooks.create_mapping),
    ("moto.awslambda.models.LambdaBackend.update_event_source_mapping", hooks.wake_pollers),
    ("moto.awslambda.models.LambdaBackend.delete_event_source_mapping", hooks.wake_pollers),
    ("moto.awslambda.models.LambdaBackend.create_event_source_mapping", mapping_requests.create),
    ("moto.awslambda.models.LambdaBackend.update_event_source_mapping", mapping_requests.update),
    ("moto.awslambda.models.LambdaBackend.delete_event_source_mapping", mapping_requests.delete),
    ("moto.awslambda.models.EventSourceMapping.get_configuration", mapping_requests.configuration),
    ("moto.awslambda.models.LambdaBackend.create_function", hooks.wake_pollers_to),
    ("moto.awslambda.models.LambdaBackend.update_function_code", hooks.wake_pollers_to),
    ("moto.awslambda.models.LambdaBackend.update_function_configuration", hooks.wake_pollers_to),
]


def apply(world):
    """Replaces all points, after all were checked. Returns the argument of `undo`."""
    points = [(pkgutil.resolve_name(name.rpartition(".")[0]), name.rpartition(".")[2], hook) for name, hook in POINTS]
    for owner, attribute, hook in points:
        replacing.checked(owner, attribute, replacing.parameters_after(hook, 2))
    applied = []
    for owner, attribute, hook in points:
        original = inspect.getattr_static(owner, attribute)
        setattr(owner, attribute, replacing.replacement(original, functools.partial(hook, world)))
        applied.append((owner, attribute, original))
    return applied


def undo(applied):
    """Restores moto's own functions. applied: the result of apply()."""
    for owner, attribute, original in reversed(applied):
        setattr(owner, attribute, original)
