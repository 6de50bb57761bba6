"""The shapes of the events that AWS services send to a lambda; recipes/*.py name theirs in event_shape().

A shape is {"is": "text" | "number" | "bool" | "any" | "parsed"} or

    {"is": "list", "of": shape}
    {"is": "map", "fields": {key: shape}, "open": True, "null": True, "trigger": "queue"}

open  other keys may be there; more: the names of all of them; absent: names that are never there
each  the shape of the values of those other keys, where all have the same
base64  its text is base64; bytes: decoded by base64, it is bytes; whole: it is a whole number for certain
free  another lambda of the app may say what is in it
values  the only texts that it may be in this app; among: those that AWS may send to any app
empty  fields that are absent if they are empty, and that code may expect
null  it may be None (of any shape), or absent: "maybe" holds the keys that may be absent
"""
from collections.abc import Iterable

from aws import tables

TEXT, NUMBER, ANY, BOOL, PARSED = ({"is": kind} for kind in ("text", "number", "any", "bool", "parsed"))
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
OTHERWISE = frozenset("allOf anyOf oneOf if dependencies dependentRequired minProperties".split())  # they may require


def mapping(fields: dict[str, dict], open_: bool = False, maybe: Iterable[str] = (), null: bool = False) -> dict:
    """The shape of a mapping: open_ if it may have other keys; maybe: keys that may be absent; null: it may be None."""
    return {"is": "map", "fields": fields, "open": open_, "maybe": sorted(maybe), "null": null}


def open_mapping(fields: dict[str, dict], each: dict) -> dict:
    """The shape of a mapping that may have any other keys too, whose values have the shape `each`."""
    return {**mapping(fields, open_=True), "each": each}


def list_of(shape: dict) -> dict:
    """The shape of a list, whose items have a shape."""
    return {"is": "list", "of": shape}


def one_of(texts: Iterable[str] | None) -> dict:
    """The shape of a text that is one of several; None or none: of any text."""
    return {**TEXT, "values": sorted(set(texts))} if texts else TEXT


def among(texts: Iterable[str], values: Iterable[str] | None = None) -> dict:
    """The shape of a text that AWS takes from a list of its own; values: those of this app, where they are known."""
    return {**one_of(values), "among": sorted(texts)}


def or_none(shape: dict) -> dict:
    """A copy of a shape, whose value may also be None."""
    return {**shape, "null": True}


# docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
QUEUE_ATTRIBUTE = mapping({"stringValue": TEXT, "binaryValue": TEXT, "stringListValues": list_of(TEXT),
                           "binaryListValues": list_of(TEXT), "dataType": TEXT}, maybe=["stringValue", "binaryValue"])
TOPIC_ATTRIBUTE = mapping({"Type": TEXT, "Value": TEXT})
OTHERS = "SequenceNumber MessageGroupId MessageDeduplicationId AWSTraceHeader DeadLetterQueueSourceArn".split()
MESSAGE = mapping({
    **dict.fromkeys("messageId receiptHandle md5OfBody eventSourceARN awsRegion md5OfMessageAttributes".split(), TEXT),
    "body": {**TEXT, "json": PARSED}, "eventSource": among(["aws:sqs"]), "attributes": {**mapping(dict.fromkeys((
        "ApproximateReceiveCount SentTimestamp SenderId ApproximateFirstReceiveTimestamp").split(), TEXT), open_=True),
        "more": OTHERS}, "messageAttributes": open_mapping({}, QUEUE_ATTRIBUTE)}, maybe=["md5OfMessageAttributes"])
# docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
KINESIS_RECORD = mapping({
    "kinesis": mapping({"kinesisSchemaVersion": TEXT, "partitionKey": TEXT, "sequenceNumber": TEXT,
                        "data": {**TEXT, "base64": True}, "approximateArrivalTimestamp": NUMBER}),
    "eventSource": among(["aws:kinesis"]), "eventVersion": TEXT, "eventID": TEXT,
    "eventName": among(["aws:kinesis:record"]), "invokeIdentityArn": TEXT,
    "awsRegion": TEXT, "eventSourceARN": TEXT})
# docs.aws.amazon.com/lambda/latest/dg/with-sns.html
NOTICE = mapping({
    "EventSource": among(["aws:sns"]), "EventVersion": TEXT, "EventSubscriptionArn": TEXT,
    "Sns": mapping({"Type": among(["Notification"]), "MessageId": TEXT, "TopicArn": TEXT, "Subject": or_none(TEXT),
                    "Message": {**TEXT, "json": PARSED},
                    "Timestamp": TEXT, "SignatureVersion": TEXT, "Signature": TEXT,
                    "MessageAttributes": open_mapping({}, TOPIC_ATTRIBUTE)}, open_=True)})
# docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
OBJECT_EVENT = mapping({
    "version": TEXT, "bucket": mapping({"name": TEXT}), "request-id": TEXT, "requester": TEXT,
    "object": mapping({"key": TEXT, "size": NUMBER, "etag": TEXT, "version-id": TEXT, "sequencer": TEXT},
                      maybe=["size", "etag", "version-id", "sequencer"])}, open_=True)
# docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
OBJECT_EVENT_NAMES = """ObjectCreated:Put ObjectCreated:Post ObjectCreated:Copy ObjectCreated:CompleteMultipartUpload
    ObjectRemoved:Delete ObjectRemoved:DeleteMarkerCreated LifecycleExpiration:Delete
    LifecycleExpiration:DeleteMarkerCreated ObjectRestore:Post ObjectRestore:Completed ObjectRestore:Delete
    ReducedRedundancyLostObject Replication:OperationFailedReplication Replication:OperationMissedThreshold
    Replication:OperationReplicatedAfterThreshold Replication:OperationNotTracked LifecycleTransition
    IntelligentTiering ObjectTagging:Put ObjectTagging:Delete ObjectAcl:Put""".split()
# docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
OBJECT_RECORD = mapping({
    "eventVersion": TEXT, "eventSource": among(["aws:s3"]), "awsRegion": TEXT, "eventTime": TEXT,
    "eventName": among(OBJECT_EVENT_NAMES), "userIdentity": mapping({"principalId": TEXT}),
    "requestParameters": mapping({"sourceIPAddress": TEXT}),
    "responseElements": mapping({"x-amz-request-id": TEXT, "x-amz-id-2": TEXT}),
    "s3": mapping({
        "s3SchemaVersion": TEXT, "configurationId": TEXT,
        "bucket": mapping({"name": TEXT, "ownerIdentity": mapping({"principalId": TEXT}), "arn": TEXT}),
        "object": mapping({"key": TEXT, "size": NUMBER, "eTag": TEXT, "versionId": TEXT, "sequencer": TEXT},
                          maybe=["size", "eTag", "versionId", "sequencer"])})}, open_=True)


def of_literal(value) -> dict:
    """The shape of a JSON value that is known."""
    if isinstance(value, dict):
        return mapping({key: of_literal(entry) for key, entry in value.items()})
    if isinstance(value, list):
        shapes = [of_literal(entry) for entry in value]
        return list_of(shapes[0] if len(shapes) == 1 else ANY)
    return {str: TEXT, int: NUMBER, float: NUMBER, bool: BOOL}.get(type(value), ANY)


# docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html (REST, proxy, format 1.0)
CONTEXT = {"httpMethod": among(METHODS), **dict.fromkeys((
    "resourceId resourcePath extendedRequestId requestTime path accountId protocol stage domainPrefix "
    "requestId domainName apiId deploymentId").split(), TEXT)}
IDENTITY = {"sourceIp": TEXT, "userAgent": TEXT, **dict.fromkeys((
    "accessKey accountId apiKey apiKeyId caller clientCert cognitoAuthenticationProvider cognitoAuthenticationType "
    "cognitoIdentityId cognitoIdentityPoolId principalOrgId user userArn vpcId vpceId").split(), ANY)}

# docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
CLAIMS: dict[str, dict] = {name: TEXT for name in (
    "sub iss aud exp iat auth_time token_use email email_verified cognito:username").split()}


def of_endpoint(routes: list[dict], schema: dict | None) -> dict:
    """The shape of a request to the REST API: what a request to any of the lambda's routes may have.

    schema  of the bodies; its shape is that of json.loads of the body
    """
    path_parameters = [part.strip("{}").rstrip("+") for route in routes
                       for part in route["path"].split("/") if part.startswith("{")]
    parameters = [name for route in routes for name in route.get("parameters") or []]
    query = {**open_mapping({name: TEXT for name in parameters}, TEXT), "null": not parameters}
    context = mapping({**CONTEXT, "requestTimeEpoch": NUMBER, "identity": mapping(IDENTITY)}, open_=True)
    apis = {"groups" if route.get("groups") else route.get("api") for route in routes}
    if apis & {"private", "custom", "groups"}:
        context["fields"]["authorizer"] = mapping({
            **({"claims": open_mapping(CLAIMS, TEXT)} if "private" in apis else {}),
            **({**CLAIMS, "cognito:groups": TEXT} if "groups" in apis else {}),
            **({"principalId": TEXT, "integrationLatency": NUMBER} if apis & {"custom", "groups"} else {})}, open_=True,
            maybe=["claims"] if "private" in apis and apis & {"custom", "groups"} else [])
        context["fields"]["authorizer"] |= {"each": TEXT} if apis == {"custom"} else {}  # the context's values
        if "custom" not in apis:
            context["fields"]["authorizer"]["absent"] = ["jwt", "lambda", *(
                ["claims"] if "private" not in apis else [*CLAIMS, "cognito:groups", "principalId"]
                if "groups" not in apis else [])]
    else:
        context["absent"] = ["authorizer", "http"]
    body = {**TEXT, "json": of_schema(schema) if schema else {"is": "parsed"}}
    bodiless = all(route["method"] in ("GET", "HEAD", "DELETE") and not route.get("schema") for route in routes)
    return mapping({
        "resource": one_of(route["path"] for route in routes), "path": TEXT,
        "httpMethod": among(METHODS, methods_of(routes)),
        "isBase64Encoded": BOOL, "headers": open_mapping({}, TEXT), "multiValueHeaders": mapping({}, open_=True),
        "queryStringParameters": query,
        "multiValueQueryStringParameters": mapping({name: list_of(TEXT) for name in parameters}, open_=True,
                                                   null=not parameters),
        "pathParameters": mapping({name: TEXT for name in path_parameters}, null=not path_parameters),
        "stageVariables": mapping({}, open_=True, null=True), "requestContext": context,
        "body": or_none(body) if bodiless else body})


def methods_of(routes: list[dict]) -> list[str] | None:
    """The methods of a lambda's routes; None if one of them accepts any."""
    methods = [route["method"] for route in routes]
    return None if "ANY" in methods else methods


def of_schema(schema: dict) -> dict:
    """The shape of a JSON value that is valid against a JSON Schema."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    if isinstance(schema, dict) and "enum" in schema and all(isinstance(value, str) for value in schema["enum"]):
        return {**TEXT, "values": schema["enum"]}
    if kind == "object" and (isinstance(schema.get("properties"), dict) or isinstance(schema.get("required"), list)):
        needed, declared = schema.get("required", []), schema.get("properties") or {}
        fields = {key: of_schema(entry) for key, entry in {**dict.fromkeys(needed, {}), **declared}.items()}
        shape = mapping(fields, open_=schema.get("additionalProperties") is not False or "patternProperties" in schema,
                        maybe=[key for key in fields if key not in needed and not OTHERWISE & schema.keys()])
        return shape if declared else {**shape, "free": True}
    if kind == "array":
        most = {"most": schema["maxItems"]} if isinstance(schema.get("maxItems"), int) else {}
        return {**list_of(of_schema(schema.get("items", {}))), **most}
    plain = {"string": TEXT, "boolean": BOOL, "number": NUMBER | {"float": True}, "integer": NUMBER | {"whole": True}}
    return plain.get(kind, PARSED) if isinstance(kind, str) else PARSED


def of_events(rules: list[dict]) -> dict:
    """The shape of EventBridge's envelope; its detail is known if all rules have the same type of source.

    That of S3's notification if all have that form; any mapping if some have it.
    """
    if True in (forms := {(rule.get("source") or {}).get("form") == "notification" for rule in rules}):
        return mapping({"Records": list_of(OBJECT_RECORD)}) if len(forms) == 1 else mapping({}, open_=True)
    kinds = {(rule.get("source") or {}).get("type") for rule in rules}
    if kinds == {"table"}:
        detail = of_table(rules)
    elif kinds and kinds <= {"bucket", "website"}:
        detail = OBJECT_EVENT
    else:
        detail = {**mapping({}, open_=True), "free": True}
    types = [rule["topic"] for rule in rules if isinstance(rule.get("topic"), str)]
    return envelope(one_of(types if len(types) == len(rules) else None), detail)


def envelope(detail_type: dict, detail: dict) -> dict:
    """The shape of an EventBridge event, from those of its detail-type and detail."""
    return mapping({"version": TEXT, "id": TEXT, "detail-type": detail_type, "source": TEXT, "account": TEXT,
                    "time": TEXT, "region": TEXT, "resources": list_of(TEXT), "detail": detail})


def of_table(rules) -> dict:
    """The shape of a table's event; an image may be None unless the rules exclude inserts, or removals.

    Keys are those of the rules' sources, else pk and sk; of tables with different keys none is certain.
    """
    changes, (keys, uncertain) = [_matched_changes(rule) for rule in rules], keys_of_rules(rules)
    image = mapping(keys, open_=True, maybe=uncertain)
    new = image if all("REMOVE" not in entry for entry in changes) else or_none(image)
    old = image if all("INSERT" not in entry for entry in changes) else or_none(image)
    record = mapping({**keys, "newImage": new, "oldImage": old, "truncated": BOOL}, maybe=["truncated", *uncertain])
    expiring = {"ttl": BOOL} if any("ttl" in rule["source"] for rule in rules) else {}
    are_named = all(changes) and all("topic" in rule or "eventName" in (rule.get("pattern") or {}) for rule in rules)
    names = {name for entry in changes for name in entry} if are_named else None
    return mapping({**keys, "eventName": among(tables.CHANGES, names), "diffKeys": list_of(TEXT),
                    "records": list_of(record), **expiring}, maybe=[*expiring, *uncertain])


def keys_of_rules(rules) -> tuple[dict[str, dict], list[str]]:
    """({key: its shape}, the keys that not every table of the rules has)."""
    key_lists = [list(rule["source"].get("keys", tables.DEFAULT_KEYS).items()) for rule in rules]
    shapes = {name: NUMBER if type_ == "N" else TEXT for keys in key_lists for name, type_ in keys}
    return shapes, sorted(name for name in shapes if any(name not in dict(keys) for keys in key_lists))


def _matched_changes(rule):
    """[type of change] that a rule matches; [] if its pattern has conditions on the records, or is invalid."""
    topics = rule.get("topic") or [*tables.CHANGES]
    pattern = rule.get("pattern") or {}
    of_changes = pattern.get("diffKeys", [])  # an insert or removal of a row with the attribute has it too
    if any(key not in (*rule["source"].get("keys", tables.DEFAULT_KEYS), "eventName", "ttl", "diffKeys")
           for key in pattern) or not all(isinstance(name, str) for name in of_changes):
        return []
    topics = ["REMOVE"] if pattern.get("ttl") in ([True], [{"exists": True}]) else topics  # only a removal has it
    keywords = pattern.get("eventName", topics)
    if not isinstance(keywords, list) or not all(isinstance(entry, str) for entry in keywords):
        return []
    return [entry for entry in keywords if entry in ([topics] if isinstance(topics, str) else topics)]
