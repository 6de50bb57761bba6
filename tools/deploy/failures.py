"""A failure in the cloud as a Problem: the line of the word that made the resource, AWS's reason, a hint."""
import re

from aws import errors, stacks
from kit.problems import Problem

NO_REASON = "failed, and AWS does not say why"
DENIED = r"is not authorized to perform|access ?denied|UnauthorizedOperation|not authorized|explicit deny|" \
    r"permissions error performing|denied by EC2"

BY_HAND = "what was deleted by hand is created again by `make deploy full=1`"
# An app's own bus has the name of its stack.
BUS = re.compile(r"event ?bus (\S+) does not exist", re.I)

IMPORTED = ("AWS::DynamoDB::Table", "AWS::S3::Bucket")  # what `make adopt name=...` imports
# A nested stack accepts no update.
STUCK = r"nested stack.* can ?not be updated|:stack/\S+ is in \w*_FAILED state|stack is currently in a non-terminal"


def stuck_hint(reason, stack_id, variable=""):
    """The hint about a nested stack that accepts no update.

    reason    AWS's, or its status
    stack_id  its ARN, or name
    variable  stages.variable()
    """
    name = stack_id.split("/")[1] if "/" in stack_id else stack_id
    if re.search(r"\bUPDATE_FAILED", reason):
        return ("somebody changed this nested stack directly: `aws cloudformation rollback-stack "
                f"--stack-name {name}`, then `make deploy{variable}`")
    return (f"somebody changed this nested stack directly: `aws cloudformation delete-stack --stack-name {name}`, then "
            f"`make deploy{variable}` creates it again. Pareto's own nested stacks hold no data; one of resources.yaml "
            "may")


def taken_hint(id_, type_, reason, stack):
    """The hint about a name that another resource of the stack has, or a table or bucket outside of it; else ""."""
    owner = re.search(r"already exists in stack (\S+:stack/)?(?P<name>[^/\s]+)", reason)
    if owner and owner["name"] == stack:
        return ("another resource of this stack has the name, and CloudFormation creates before it deletes: write "
                "another name, or deploy first without this resource")
    if type_ == "AWS::Lambda::Function" and "already exist" in reason:
        holder = f"the stack {owner['name']}" if owner else "something else, perhaps another stage,"
        return f"{holder} has this function: {FUNCTION_HINT}"
    if owner:
        return f"the stack {owner['name']} has this name: write another one"
    if type_ in IMPORTED and re.search(r"already exists|AlreadyOwnedByYou|you already own", reason, re.I):
        return (f"it may hold data: `make adopt name={id_} resource=...`, with this stage, makes it a part of the "
                "stack; or write another name")
    return ""


FUNCTION_HINT = "rename the lambda or the stage: a function has both names, with - between them"
ATTRIBUTE_HINT = "an attribute of `users:` in app.yaml can be neither changed nor removed: restore it, and add others"
TIME_TO_LIVE_HINT = "two deploys: one without `ttl` in app.yaml, one with the other attribute, an hour later on AWS"
# The first pattern that matches gives the hint; upper and lower case are equal.
REASONS = [
    (r"CNAMEAlreadyExists|incorrectly configured DNS record",
     "another distribution, maybe of another account, has the name: remove it there, or choose another name"),
    (r"domain name you provided already exists|already exists in existing",
     "API Gateway has the name for another API: delete it there, or choose another name; `make domains` shows it"),
    (r"create resource record set .*already exists", "a record of another owner has the name: `make domains` shows it"),
    (r"event ?bus .*does not exist",
     "deploy the other app first, in this account, region and stage; of a bus of another account check the ARN"),
    (r"BucketAlreadyExists|BucketAlreadyOwnedByYou|bucket name is not available",
     "a bucket's name is unique in all of AWS: rename it"),
    (r"invalid bucket name|bucket name should", "a bucket's name: 3 to 63 of a-z, 0-9, '-' and '.'"),
    (STUCK, stuck_hint("", "NAME")),
    (r"denied by stack policy",
     "a policy of the stack forbids this change: `aws cloudformation get-stack-policy` shows it"),
    (r"Export \S+ cannot be (deleted|updated) as it is in use", "first change the stack that imports it"),
    (r"online index can be|only (create|perform|delete).* one .*(index|GSI)|more than one GSI|"
     r"cannot perform more than one",
     "DynamoDB makes or deletes one index at a time: deploy, then add the next one"),
    (r"event pattern is not valid|InvalidEventPattern", "see docs/events.md, and try it: `make match`"),
    (r"filter pattern", "AWS does not accept the form of this pattern: see the word's page in docs/infra.md"),
    (r"invalid model", "API Gateway reads JSON Schema draft 4: see docs/endpoints.md"),
    (r"MalformedPolicyDocument|legacy parsing|must be in ARN format",
     "a resource of `permissions` is an ARN or `*`, and an action `service:Action`"),
    (r"may not exceed \d+ bytes in size|number of (resources|outputs|parameters), \d+, is greater",
     "an app of several stacks has more room: `stacks: 2` in app.yaml (docs/large-apps.md)"),
    (r"environment variables you have provided exceeded", "all variables of a function have 4 KB at most, as text"),
    (r"maximum policy size|PolicySize|PoliciesPerRole",
     "the role allows too much for one policy: name fewer resources in `permissions`"),
    (r"code storage limit", "delete old versions of functions, or ask AWS for more code storage"),
    (r"Scope ARN.*(does not exist|not attachable)",
     "an administrator creates the boundary of the roles first: `make policy` prints the command (docs/aws.md)"),
    (r"provided mapping already exists",
     "a function has one mapping of a stream: restore `start`, or give the lambda another name (docs/streams.md); "
     "delete a mapping that was made by hand"),
    (r"current open shard count",
     "Kinesis at most doubles or halves the shards in one deploy: write a number between, deploy, then the next"),
    (r"StartingPositionTimestamp .*in the future", "write a `start` that is over, or latest"),
    (r"already (exists?|associated)\b", "something outside the stack has this name: delete it, or rename yours"),
    (r"GetLayerVersion.*on resource.*arn:aws[\w-]*:lambda:",
     "the layer's ARN is wrong, its owner does not share it, or the user who deploys may not read it: `make policy`"),
    (r"execution role does not have permissions to call", "a new role needs some seconds: deploy again"),
    (r"InvalidSubnetID|subnet ID .* does not exist|InvalidSecurityGroupID|security group .* does not exist",
     "write the ids of the account's own subnets and security groups: `vpcs:` in app.yaml"),
    (r"CloudWatch Logs role ARN must be set",
     "`make account`, with this stage, lets API Gateway write logs, once for an account and region"),
    (DENIED,
     "the user who deploys lacks a permission: `make policy` prints all that a deploy needs"),
    (r"cannot be assumed|role defined for the function|must allow AWS EventBridge Scheduler to assume",
     f"a new role needs some seconds: deploy again; {BY_HAND}"),
    (r"concurren\w+.*(below|minimum)|UnreservedConcurrentExecution",
     "the account's limit of concurrent executions is low: lower `concurrency`, or ask AWS for more (Service Quotas)"),
    (r"number of resources in a single stack operation",
     "one deploy changes 2,500 resources at most: docs/large-apps.md"),
    (r"limit ?exceeded|exceeded the (maximum )?limit|too ?many|maximum number of|quota|more buckets than",
     "the account has reached a limit: delete what it no longer needs, or ask for more (Service Quotas)"),
    (r"throttl|rate exceeded", "AWS limits the rate of calls: deploy again, and the deploy continues"),
    (r"cron|schedule ?expression|rate\(", "AWS's cron has six fields, and one of day and weekday is '?'"),
    (r"Unzipped size|RequestEntityTooLarge|function code combined with layers",
     "function and layers together may be 250 MB unzipped: remove the files that the handler does not need"),
    (r"security token .* (expired|invalid)|ExpiredToken", "sign in again, then deploy again: the deploy continues"),
    (r"PermanentRedirect|bucket is in this region|must be addressed using the specified endpoint",
     "Lambda and CloudFormation read the artifacts in their own region: set `artifacts:` in app.yaml to another name"),
    (r"S3 key does not exist|specified (key|bucket) does not exist|NoSuchKey|NoSuchBucket",
     "the artifacts bucket lacks the zip or template: deploy again"),
    (r"Source image \S+ does not exist", "the repository of images lacks this one: deploy again, which builds it"),
    # docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: an account may have a lower limit than Lambda
    (r"memorySize' (value )?failed to satisfy constraint: .*less than or equal to",
     "the account has a lower limit of memory, as new accounts do: lower `memory`, or ask AWS support for more"),
    (r"Layer ?version .*(does not exist|not found)",
     "make the layer again: `make layer name=...`; of another's layer check the ARN"),
    (r"HandlerErrorCode: NotFound|(function|role|resource) not found",
     BY_HAND),
    (r"runtime.*(not supported|deprecated|no longer)", "set another `runtime:` in app.yaml"),
    (r"architecture", "set `architecture: x86_64` or `arm64` in app.yaml"),
    (r"Cannot update GSI's properties",
     "DynamoDB cannot change an index: give it another name, and remove it a deploy later"),
    (r"TimeToLive is active on a different",
     TIME_TO_LIVE_HINT),
    (r"key schema|attribute definitions", "an index's type must suit the table: S, N or B"),
    (r"bucket you tried to delete is not empty|BucketNotEmpty",
     "empty it, with the old versions of its objects, in S3, and repeat"),
    (r"certificate", "the certificate must be valid, and in us-east-1 for CloudFront"),
    (r"did not stabilize|NotStabilized|timed out", "AWS took too long: deploy again"),
    (r"schema attributes cannot be modified or deleted",
     ATTRIBUTE_HINT),
    (r"account.*verif|must be verified", "AWS must verify the account before it makes this: ask AWS support"),
    (r"encountered unsupported property|extraneous key|properties validation failed|not supported",
     "see the word's page in docs/infra.md"),
]
CONSEQUENCES = re.compile(r"Resource (creation|update|deletion) cancelled|The following resource\(s\) failed", re.I)


def problem(source_lines, id_, type_, reason, stack="", physical=""):
    """The Problem of one resource. stack: its name; physical: the id of the resource

    source_lines  {logical id: (path, line)} of the word that made it; a resource of an earlier app is not in it
    """
    path, line = source_lines.get(id_, ("", 0))
    if taken := taken_hint(id_, type_, reason, stack):
        return Problem(path, line, f"{id_} ({type_}): {reason}", taken)
    if type_ == stacks.TYPE and physical and re.search(STUCK, reason, re.I):
        return Problem(path, line, f"{id_} ({type_}): {reason}", stuck_hint(reason, physical))
    bus, root = BUS.search(reason), re.sub(r"-Lambdas\d+-\w+$", "", stack)
    return Problem(path, line, f"{id_} ({type_}): {reason}",
                   f"the app's own event bus {root} was deleted: {BY_HAND}" if bus and bus[1] == root else hint(reason))


def problems(source_lines, events):
    """[Problem] of the events of an operation that failed, causes only.

    Where AWS cancels ten resources because of one, only that one is reported. Where no resource failed,
    the reason of the stack itself is reported.
    """
    resource_events = causes(events)
    stack_reasons = [event["ResourceStatusReason"] for event in events if stacks.is_of_stack(event)
                     and event.get("ResourceStatusReason", "User Initiated").lower() != "user initiated"]
    return of(source_lines, resource_events) or [Problem("", 0, reason, hint(reason)) for reason in stack_reasons[:1]]


def causes(events):
    """The events of resources that failed by themselves, not because of another one."""
    return [event for event in events
            if event["ResourceStatus"].endswith("_FAILED") and not stacks.is_of_stack(event)
            and not consequence(event.get("ResourceStatusReason", ""))]


def is_denied(event):
    """Whether a resource failed because the user lacks a permission."""
    return bool(re.search(DENIED, event.get("ResourceStatusReason", ""), re.I))


def of(source_lines, events):
    """[Problem] of each failure event of a stack."""
    return [problem(source_lines, event["LogicalResourceId"], event["ResourceType"],
                    event.get("ResourceStatusReason", NO_REASON), event.get("StackName", ""),
                    event.get("PhysicalResourceId", "")) for event in events]


def hint(reason):
    """The hint for AWS's reason, "" for an unknown reason. For a missing permission it has the statement to add."""
    if "GetLayerVersion" not in reason and (lacking := errors.lacking(reason)):
        return f"{lacking}, or all that `make policy` prints"
    return next((text for pattern, text in REASONS if re.search(pattern, reason, re.I)), "")


def consequence(reason):
    """Whether the reason is only that the failure of another resource caused this one."""
    return bool(CONSEQUENCES.search(reason))
