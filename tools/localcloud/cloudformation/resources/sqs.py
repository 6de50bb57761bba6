"""AWS::SQS: queues and their policies."""
from localcloud.cloudformation.kind import Kind
from localcloud.cloudformation.task import one_call

# Attributes that change in place, and their defaults.
ATTRIBUTES = {
    "ContentBasedDeduplication": False, "DeduplicationScope": "queue", "DelaySeconds": 0,
    "FifoThroughputLimit": "perQueue", "KmsDataKeyReusePeriodSeconds": 300, "KmsMasterKeyId": "",
    "MaximumMessageSize": 262_144, "MessageRetentionPeriod": 345_600, "ReceiveMessageWaitTimeSeconds": 0,
    "RedriveAllowPolicy": "", "RedrivePolicy": "", "SqsManagedSseEnabled": True, "VisibilityTimeout": 30,
}


def create_queue(task):
    """Ref is the queue's URL. The generated name of a FIFO queue ends in .fifo."""
    fifo = str(task.properties.get("FifoQueue", False)).lower() == "true"
    name = task.name if task.name.endswith(".fifo") or not fifo else f"{task.name}.fifo"
    attributes = task.pick(" ".join(ATTRIBUTES)) | ({"FifoQueue": True} if fifo else {})
    url = task.call("sqs", "create_queue", QueueName=name, Attributes=attributes, **task.pick("Tags"))["QueueUrl"]
    task.mark_created(url, Arn=task.arn("sqs", name), QueueName=name, QueueUrl=url)


def update_queue(task):
    """Changes a queue's attributes and tags; a removed attribute is reset to SQS's default."""
    changed = {name: task.properties.get(name, default) for name, default in ATTRIBUTES.items() if task.changed(name)}
    if changed:
        task.call("sqs", "set_queue_attributes", QueueUrl=task.ref, Attributes=changed)
    task.retag("sqs", "tag_queue", "untag_queue", QueueUrl=task.ref)


def write_queue_policy(task):
    """Sets the attribute Policy of its queues. A queue removed from the list loses its policy."""
    for url in task.properties["Queues"]:
        task.call("sqs", "set_queue_attributes", QueueUrl=url, Attributes={"Policy": task.properties["PolicyDocument"]})
    for url in task.before.get("Queues", []):
        if url not in task.properties["Queues"]:
            task.call("sqs", "set_queue_attributes", QueueUrl=url, Attributes={"Policy": ""})
    task.mark_created(task.name)


def delete_queue_policy(task):
    """Sets the attribute Policy of the queues to an empty text."""
    for url in task.properties["Queues"]:
        task.call("sqs", "set_queue_attributes", QueueUrl=url, Attributes={"Policy": ""})


TYPES = {
    "AWS::SQS::Queue": Kind(
        create_queue, update_queue, one_call("sqs", "delete_queue", "QueueUrl"), name="QueueName", longest=75,
        properties="FifoQueue QueueName Tags " + " ".join(ATTRIBUTES),
        attributes="Arn QueueName QueueUrl", replacing="FifoQueue QueueName"),
    "AWS::SQS::QueuePolicy": Kind(
        write_queue_policy, write_queue_policy, delete_queue_policy, properties="PolicyDocument Queues"),
}
