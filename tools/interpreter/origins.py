"""Values in responses of AWS that a parameter of the call determines: the URL of a queue, what a list with a prefix
has, an execution of a state machine, an id or a token of a stream or a workgroup."""
from interpreter import texts
from interpreter.values import TEXT

# {(service, field): the parameter with the beginning of the field's text}
BEGINNINGS = {("s3", "Key"): "Prefix", ("s3", "Prefix"): "Prefix", ("logs", "logGroupName"): "logGroupNamePrefix",
              ("logs", "logStreamName"): "logStreamNamePrefix", ("events", "Name"): "NamePrefix",
              ("scheduler", "Name"): "NamePrefix", ("ssm", "Name"): "Path"}
# {service: {operation: the fields of its response that AWS derives, and the parameters with what they are of}}
_WORKGROUP, _STREAM = ("QueryExecutionId", "NamedQueryId", "WorkGroup"), ("StreamARN", "StreamName")
DERIVED = {"athena": dict.fromkeys(("CreateNamedQuery", "ListNamedQueries", "ListQueryExecutions",
                                    "StartQueryExecution"), _WORKGROUP),
           "kinesis": {"GetShardIterator": ("ShardIterator", *_STREAM), "GetRecords": ("NextShardIterator", *_STREAM),
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
    return _of_stream(response, path)


def _of_stream(response, path):
    """The value of an id or a token that AWS derives from the stream or the workgroup of its call; None of others."""
    sent, field = response.sent, next((part for part in reversed(path) if part != "[]"), "")
    fields = DERIVED.get(response.call["service"], {}).get(response.call["operation"], ())
    own = field.removesuffix("s") if path[-1] == "[]" else field
    if own not in fields:
        return None
    if "WorkGroup" in fields:
        return texts.derived("iterator", sent["WorkGroup"]) if "WorkGroup" in sent else None
    token = next((sent[part] for part in ("ShardIterator", "NextToken") if part in sent), None)
    return token or texts.derived("iterator", next((sent[part] for part in _STREAM if part in sent), TEXT))


def _queue_url(name):
    """The URL of a queue by its name; that of a variable's value whose last part is the name."""
    parts = texts.parts_of(name)
    return texts.text_of([("env", parts[0][1])] if parts[0].__class__ is tuple and parts[0][0] == "last" else [
        None, "/", *parts])
