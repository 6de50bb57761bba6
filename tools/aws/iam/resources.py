"""The ARNs of the resources of an API call, from its parameters. Pure.

Each function takes the params of a call and the scope {"partition", "region", "account"}, and returns a list of
ARNs; [None] if the resource is not known, ["*"] if IAM has no narrower resource. A name may be an ARN already.
A tuple of ARNs is a choice: one of them is the resource, and only the account knows which.
"""
import re

from aws.iam.evaluation import listed

WEBSOCKET = re.compile(r"https://([^./]+)\.execute-api\.[^/]+(?:/([^/]*)/?)?")
PROFILE_REGIONS = ("us", "eu", "apac", "jp", "au", "us-gov", "global")  # of Bedrock's inference profiles
AWS_ACCOUNT = re.compile("(?!0{12})[0-9]{12}")  # not the local cloud's
VALUE = re.compile("\ua66e\\w+?\ua66e")  # of the scan (scan/sent_values.py): the value of a variable, alone
# Forms of names that are no part of an ARN: "eu-west-1:123456789012:function:name", "/a/b:3", and the end of the ARN
# of a secret, which a call may leave out. Six small letters at its end may be a word of the name.
PARTIAL_FUNCTION = re.compile(r"(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?P<account>\d{12}):)?(?:function:)?"
                              r"(?P<name>.+)", re.DOTALL)
SELECTOR = re.compile(r":[^:/\ue007]*$")  # a version or a label of a parameter
OF_AWS = "aws/service/"  # parameters of AWS, whose ARNs have no account
REFERENCE = "/aws/reference/secretsmanager/"  # before the name of a secret that Parameter Store reads
COMPLETE_SECRET, WORD = re.compile(r"-[A-Za-z0-9]{6}$|[\ue000-\uf8ff*?]$"), re.compile("(-(?!abcdef)[a-z]{6}|\ua66e)$")
ACCESS_POINT = re.compile(r":accesspoint[:/]|/accesspoint/")
TABLE_OF = re.compile(r'\b(?:from|into|update)\s+"?([\w.-]+)"?(?:\."([\w.-]+)")?', re.IGNORECASE)


def arn(service, resource, scope):
    """"arn:aws:sqs:eu-west-1:123456789012:jobs" of resource "jobs" in a scope (see above); an ARN as it is."""
    return resource if resource.startswith("arn:") else \
        f"arn:{scope['partition']}:{service}:{scope['region']}:{scope['account']}:{resource}"


def unknown_resource(_params, _scope):
    """[None]: the parameters do not name the resource."""
    return [None]


def all_resources(_params, _scope):
    """["*"], for an action that IAM allows on all resources or on none."""
    return ["*"]


def field(name):
    """A function (params, scope) -> [ARN]: the ARN is the value of the field `name` of the params."""
    return lambda params, _scope: [params.get(name)]


def arn_of_table(name, scope):
    """The ARN of a table, by its name or its ARN."""
    return name if name.startswith("arn:") else arn("dynamodb", f"table/{name}", scope)


def table(params, scope):
    """[ARN] of the table that TableName names."""
    return [arn_of_table(params["TableName"], scope)]


def table_or_index(params, scope):
    """[ARN] of the index of a query, or of the table of a request without an index."""
    table_arn = arn_of_table(params["TableName"], scope)
    return [f"{table_arn}/index/{params['IndexName']}"] if "IndexName" in params else [table_arn]


def requested_tables(params, scope):
    """[ARN] of the tables that RequestItems names, sorted by name."""
    return [arn_of_table(name, scope) for name in sorted(params.get("RequestItems", {}))]


def partiql_table(text, scope):
    """[ARN] of the table or index of a PartiQL text, SELECT ... FROM "demo"."owner-index"; [None] if it has none."""
    match = TABLE_OF.search(text)
    if not match:
        return [None]
    return table_or_index({"TableName": match[1], **({"IndexName": match[2]} if match[2] else {})}, scope)


def s3_bucket(params, scope):
    """[ARN] of the bucket that Bucket names: it has no region and no account."""
    bucket = params["Bucket"]
    return [bucket.replace(":accesspoint:", ":accesspoint/") if bucket.startswith("arn:")
            else f"arn:{scope['partition']}:s3:::{bucket}"]


def s3_object(params, scope):
    """[ARN] of the object that Bucket and Key name; Bucket may be the ARN of an access point.

    docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
    """
    bucket = s3_bucket(params, scope)[0]
    return [f"{bucket}/object/{params['Key']}" if ACCESS_POINT.search(bucket) else f"{bucket}/{params['Key']}"]


def copy_source(source):
    """{"Bucket", "Key", "VersionId"} of "bucket/key?versionId=1"; a dict unchanged."""
    if isinstance(source, dict):
        return source
    path, _, version = source.lstrip("/").partition("?versionId=")
    bucket, _, key = path.partition("/")
    return {"Bucket": bucket, "Key": key, **({"VersionId": version} if version else {})}


def queue(params, scope):
    """[ARN] of the queue whose URL is QueueUrl: the last two parts of the URL are its account and its name."""
    start, _slash, name = (params.get("QueueUrl") or params.get("QueueName")).rpartition("/")
    account = start.rpartition("/")[2]
    return [arn("sqs", name, {**scope, "account": account} if AWS_ACCOUNT.fullmatch(account) else scope)]


def secret(params, scope):
    """[ARN] of a secret, by its ARN or its name, to whose ARN AWS adds a hyphen and six characters. A call may leave
    them out of the ARN too.

    docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
    """
    name = params.get("Name") or params["SecretId"]
    if not name.startswith("arn:"):
        return [arn("secretsmanager", f"secret:{name}-??????", scope)]
    is_open = WORD.search(name)
    return [(name, f"{name}-??????")] if is_open else [name if COMPLETE_SECRET.search(name) else f"{name}-??????"]


def referenced_secrets(params, scope):
    """[ARN] of the secrets that a call reads through Parameter Store, by names of REFERENCE.

    docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html
    """
    return [arn_ for name in listed(params.get("Names") or params.get("Name") or []) if name.startswith(REFERENCE)
            for arn_ in secret({"SecretId": SELECTOR.sub("", name.removeprefix(REFERENCE))}, scope)]


def topic(params, scope):
    """[ARN] of a topic, or of a device's endpoint; ["*"] for a text message to a phone."""
    return [params.get("TopicArn") or params.get("TargetArn") or "*"]


def buses(params, scope):
    """[ARN] of the buses of PutEvents' entries; an entry without a name goes to the account's default bus."""
    bus_names = {entry.get("EventBusName", "default") for entry in params.get("Entries", [])}
    return [arn("events", name if name.startswith("arn:") else f"event-bus/{name}", scope)
            for name in sorted(bus_names)]


def function(params, scope):
    """[ARN] of a function by its name, its ARN, or "123456789012:function:name", with the version or the alias of it
    that follows a colon or is the Qualifier: IAM compares that with the statements of a role.

    docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
    """
    name, version = params["FunctionName"], params.get("Qualifier")
    if version and version != "$LATEST" and not name.endswith(f":{version}"):
        name = f"{name}:{version}"
    match = None if name.startswith("arn:") else PARTIAL_FUNCTION.fullmatch(name)
    return [arn("lambda", f"function:{match['name']}", {**scope, **{
        key: text for key, text in match.groupdict().items() if text and key != "name"}}) if match else name]


def parameters(params, scope):
    """Name, Names or Path of SSM; the ARN of "/a/b" has one slash after parameter, and no SELECTOR. Of the path "/a/"
    AWS does not document whether it is that of "/a". Of a parameter of AWS the account is any text, also none."""
    path = params.get("Path") or ""
    parameter_names = listed(params.get("Names") or params["Name"]) if "Path" not in params else [
        path, *([path[:-1]] if path[1:].endswith("/") else [])]
    own = [SELECTOR.sub("", name) for name in parameter_names]
    return [name if name.startswith("arn:") else arn("ssm", f"parameter/{name.lstrip('/')}", {
        **scope, **({"account": "*"} if name.lstrip("/").startswith(OF_AWS) else {})}) for name in own]


def rule(params, scope):
    """[ARN] of a rule of EventBridge; the name of a bus other than the default one stands before it."""
    bus = params.get("EventBusName", "default").rpartition("event-bus/")[2]
    name = params.get("Name") or params["Rule"]
    path = "" if bus == "default" else f"{bus}/" if bus.isascii() else "*/"
    return [arn("events", f"rule/{path}{name}", scope)]


def configuration(_params, scope):
    """[ARN] of any configuration of AppConfig: its ARN has ids, and code may send names instead."""
    return [arn("appconfig", "application/*/environment/*/configuration/*", scope)]


def key(params, scope):
    """[ARN] of a key of KMS; of an alias, and without a KeyId, of any key: IAM compares the key's own ARN."""
    name = params.get("KeyId") or "alias/"
    return [name if ":key/" in name else arn("kms", "key/*" if "alias/" in name else f"key/{name}", scope)]


def model(params, scope):
    """[ARN] of a model of Bedrock; of an inference profile, eu.anthropic..., also of its models in other regions."""
    name = params.get("modelId") or ""
    if VALUE.fullmatch(name):  # the value may also name a profile, or be an ARN: recipes/access.py
        return [f"arn:{scope['partition']}:bedrock:{region}::foundation-model/{name}"
                for region in (scope["region"], "*")]
    if not name.isascii():  # it may be a model, a profile, a router or an endpoint: no ARN
        return [name]
    profile = name.rpartition("inference-profile/")[2] if name.startswith("arn:") else name
    region, _dot, of_region = profile.partition(".")
    if region in PROFILE_REGIONS:
        return [arn("bedrock", name if name is not profile else f"inference-profile/{name}", scope),
                f"arn:{scope['partition']}:bedrock:*::foundation-model/{of_region}"]
    if name.startswith("arn:"):  # only AWS knows the models of an application's profile
        is_open = "application-inference-profile/" in name
        return [name, *[f"arn:{scope['partition']}:bedrock:*::foundation-model/*"] * is_open]
    return [f"arn:{scope['partition']}:bedrock:{scope['region']}::foundation-model/{name}"]


def alarms(params, scope):
    """[ARN] of the alarms that a call describes; of composite ones AWS shows none to who may not describe all.

    docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    """
    is_plain = params.get("AlarmTypes") in ("MetricAlarm", ["MetricAlarm"]) and params.keys().isdisjoint({
        "AlarmNamePrefix", "ChildrenOfAlarmName", "ParentsOfAlarmName"})
    names = listed(params.get("AlarmNames") or "*")
    return [arn("cloudwatch", f"alarm:{name}", scope) for name in names] if is_plain else ["*"]


def connections(method):
    """A function (params, scope) -> [ARN] of the connections of a WebSocket API, which `endpointUrl` names.

    docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
    """
    def arns(params, scope):
        if VALUE.fullmatch(params.get("endpointUrl") or ""):  # recipes/access.py splits the value
            return [arn("execute-api", f"{params['endpointUrl']}/{method}/@connections/*", scope)]
        match = WEBSOCKET.fullmatch(params.get("endpointUrl") or "")
        api, stage = (part if part and part.isascii() else "*" for part in (match.groups() if match else ("*", "*")))
        return [arn("execute-api", f"{api}/{stage}/{method}/@connections/*", scope)]
    return arns


def schedule(params, scope):
    """[ARN] of a schedule of EventBridge Scheduler, in its group."""
    return [arn("scheduler", f"schedule/{params.get('GroupName', 'default')}/{params['Name']}", scope)]
