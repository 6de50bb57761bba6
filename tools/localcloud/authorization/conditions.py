"""The values of condition keys of a request. A key that is not here never matches.

docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""
import re

from moto.dynamodb.models import dynamodb_backends

from localcloud.moto.state import ACCOUNT

S3_PARAMETERS = {"s3:prefix": "Prefix", "s3:delimiter": "Delimiter", "s3:max-keys": "MaxKeys", "s3:x-amz-acl": "ACL",
                 "s3:VersionId": "VersionId", "s3:x-amz-server-side-encryption": "ServerSideEncryption",
                 "s3:x-amz-storage-class": "StorageClass"}
_OPERATION = {"Delete": "Key", "Update": "Key", "ConditionCheck": "Key", "Get": "Key", "Put": "Item"}


def context(caller, call, region):
    """{key: value, or a list of values} of an api_calls.Call of a Caller, for evaluation. On loopback a connection
    counts as secure, as it is between AWS and the lambda."""
    values = {"aws:SecureTransport": "true", "aws:RequestedRegion": region, "aws:PrincipalArn": caller.role_arn,
              "aws:PrincipalAccount": ACCOUNT, "aws:PrincipalType": "AssumedRole"}
    params = call.params
    if call.service == "s3":
        values |= {key: str(params[name]) for key, name in S3_PARAMETERS.items() if params.get(name) is not None}
    elif call.service == "dynamodb":
        keys = leading_keys(params, region)
        values |= {"dynamodb:LeadingKeys": keys} if keys else {}
    elif call.operation == "PutEvents":
        entries = params.get("Entries", [])
        values |= {"events:source": [entry.get("Source") for entry in entries],
                   "events:detail-type": [entry.get("DetailType") for entry in entries]}
    return values


def leading_keys(params, region):
    """[text] of the partition keys that a request to DynamoDB names; [] of a scan and of PartiQL."""
    requests = [(params.get("TableName"), params)]
    requests += [(name, {"Keys": of_table.get("Keys", [])} if isinstance(of_table, dict) else {"Writes": of_table})
                 for name, of_table in params.get("RequestItems", {}).items()]
    requests += [(part.get("TableName"), {"Key": part.get(_OPERATION[kind])})
                 for item in params.get("TransactItems", []) for kind, part in item.items()]
    return [text for name, request in requests if name for text in _texts(name, request, region)]


def _texts(table, request, region):
    """[text] of the partition keys in a request about one table."""
    attribute = _partition_key(table, request.get("IndexName"), region)
    writes = [part.get("Key") or part.get("Item") for write in request.get("Writes", []) for part in write.values()]
    items = [request.get("Key"), request.get("Item"), *request.get("Keys", []), *writes]
    present = [item[attribute] for item in items if item and attribute in item]
    value = _queried(request, attribute)
    return [str(next(iter(typed.values()))) for typed in [*present, *([value] if value else [])]]


def _queried(request, attribute):
    """The value that a query's condition compares the partition key with: {"S": "a"}, or None."""
    names = request.get("ExpressionAttributeNames", {})
    for name, placeholder in re.findall(r"([#\w.-]+)\s*=\s*(:\w+)", request.get("KeyConditionExpression", "")):
        if names.get(name, name) == attribute:
            return request.get("ExpressionAttributeValues", {}).get(placeholder)
    condition = request.get("KeyConditions", {}).get(attribute, {})
    return next(iter(condition.get("AttributeValueList", [])), None)


def _partition_key(table, index, region):
    """The name of the partition key of a table or an index; None if there is none of that name."""
    owner = dynamodb_backends[ACCOUNT][region].tables.get(table.rpartition("table/")[2])
    schemas = [] if not owner else [owner.schema] if not index else [
        of_table.schema for of_table in [*owner.global_indexes, *owner.indexes] if of_table.name == index]
    return next((entry["AttributeName"] for schema in schemas for entry in schema if entry["KeyType"] == "HASH"), None)
