"""Values in responses of AWS that a parameter of the call determines: the URL of a queue, what a list with a prefix
has, an execution of a state machine, an id of what is part of another resource, a token of a stream."""
from interpreter import texts
from interpreter.values import TEXT, List, union

# {(service, field): the parameter with the beginning of the field's text}
BEGINNINGS = {("s3", "Key"): "Prefix", ("s3", "Prefix"): "Prefix", ("logs", "logGroupName"): "logGroupNamePrefix",
              ("logs", "logStreamName"): "logStreamNamePrefix", ("events", "Name"): "NamePrefix",
              ("scheduler", "Name"): "NamePrefix", ("ssm", "Name"): "Path"}
# {service: (the ids of what is part of another resource, the parameters with the name of that)}: IAM compares its ARN.
# Of a build it is the project. Not of a query of logs: a request with its id names no log group.
PARENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "athena": (("QueryExecutionId", "NamedQueryId", "SessionId", "NotebookId"), ("WorkGroup",)),
    "codebuild": (("id",), ("projectName",)), "codecommit": (("pullRequestId",), ("repositoryName",)),
    "ds": (("SnapshotId", "TrustId"), ("DirectoryId",)), "efs": (("MountTargetId",), ("FileSystemId",))}
# {service: {operation: the fields of its response that AWS derives, and the parameters with their stream}}
_STREAM = ("StreamARN", "StreamName")
DERIVED = {"kinesis": {"GetShardIterator": ("ShardIterator", *_STREAM), "GetRecords": ("NextShardIterator", *_STREAM),
                       "ListShards": ("NextToken", *_STREAM)}}


def value(response, path):
    """The value of a field of a response; None of a field that no parameter determines. path: of the field"""
    sent, service, name = response.sent, response.call["service"], path[-1]
    if name == "executionArn" and "stateMachineArn" in sent:
        return texts.derived("execution", sent["stateMachineArn"])
    if (beginning := BEGINNINGS.get((service, name))) in sent:
        return texts.derived("listed", sent[beginning])
    if name == "QueueUrl" and "QueueName" in sent and "QueueOwnerAWSAccountId" not in sent:
        return texts.combined_options(_queue_url, sent["QueueName"])
    field = next((part for part in reversed(path) if part != "[]"), "")
    own = field.removesuffix("s") if path[-1] == "[]" else field
    ids, parents = PARENTS.get(service, ((), ()))
    return _of_parent(sent, ids, parents) if own in ids else _of_stream(response, own)


def listed(response, path):
    """The List of the ids of a field whose elements have a value(); None of other fields. path: of the field"""
    is_of_ids = path[-1].removesuffix("s") in PARENTS.get(response.call["service"], ((), ()))[0]
    own = value(response, (*path, "[]")) if is_of_ids else None
    return List([own], True) if own else None


def _of_parent(sent, ids, parents):
    """The value of an id of what is part of a resource that a call names, or whose id it has; None of other calls. ids,
    parents: of PARENTS"""
    parent = next((sent[name] for name in parents if name in sent), None)
    origin = parent or next((value for name, value in sent.items() if str(name).removesuffix("s") in ids), None)
    if parent:
        return texts.derived("iterator", parent)
    return union(origin.items) if origin.__class__ is List and origin.items else origin


def _of_stream(response, own):
    """The value of a token that AWS derives from the stream of its call; None of others. own: the field"""
    sent, fields = response.sent, DERIVED.get(response.call["service"], {}).get(response.call["operation"], ())
    if own not in fields:
        return None
    token = next((sent[part] for part in ("ShardIterator", "NextToken") if part in sent), None)
    return token or texts.derived("iterator", next((sent[part] for part in _STREAM if part in sent), TEXT))


def _queue_url(name):
    """The URL of a queue by its name; that of a variable's value whose last part is the name."""
    parts = texts.parts_of(name)
    return texts.text_of([("env", parts[0][1])] if parts[0].__class__ is tuple and parts[0][0] == "last" else [
        None, "/", *parts])
