"""Resources that were deleted by hand are created again, and those that were changed get what the stack records.

CloudFormation does not notice that a resource is gone: it neither creates it again nor can update it. So a change set
first removes it from the stack, with what AWS deleted with it; everything that refers to it keeps its current value
and does not change. The deploy after that creates the resource again; if it is killed before, the next deploy does so.
repost.aws/knowledge-center/failing-stack-updates-deleted
"""
import re

from botocore.exceptions import ClientError

from aws import buckets, cfn, clients, contents, errors, resource_types, stacks, stages
from deploy import adoptions, change_sets, changes, drift, present_stack, restorations, stack_states
from deploy.differences import refers_to
from kit import cli, consent
from kit.problems import Problems
from recipes import nesting

# The reasons of failures that a deleted resource may have caused.
SUSPECT = re.compile(r"not ?found|does ?n[o']t (exist|have)|no ?such|non-?exist|DELETE_COMPLETE|deleted by hand|"
                     "cannot be assumed|(could not|cannot|can't|unable to) (access|execute|find|validate)|"
                     "ARN .* is (invalid|not valid)|invalid .*(identifier|ARN)", re.I)
# The description of a function, and of its version, whose values are those of a deleted resource.
OUTDATED = "names a resource that was deleted by hand"
# Properties by which a resource belongs to another, besides those that cannot change.
OWNERS = {"AWS::Lambda::EventSourceMapping": {"FunctionName"}, "AWS::Events::Rule": {"EventBusName"},
          "AWS::Scheduler::Schedule": {"GroupName"}, "AWS::SQS::QueuePolicy": {"Queues"},
          "AWS::SNS::TopicPolicy": {"Topics"}}
WITH_OWNER = {"AWS::Cognito::UserPoolGroup"}  # state that AWS deletes with its owner
ARNS = {"AWS::Lambda::Function": "lambda:{region}:{account}:function:{name}",
        "AWS::IAM::Role": "iam::{account}:role/{name}",
        "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{name}",
        "AWS::S3::Bucket": "s3:::{name}",
        "AWS::Logs::LogGroup": "logs:{region}:{account}:log-group:{name}:*",
        "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
        "AWS::Cognito::UserPool": "cognito-idp:{region}:{account}:userpool/{name}",
        "AWS::CodeBuild::Project": "codebuild:{region}:{account}:project/{name}",
        "AWS::ECS::Cluster": "ecs:{region}:{account}:cluster/{name}",
        "AWS::Events::Archive": "events:{region}:{account}:archive/{name}",
        "AWS::Events::EventBus": "events:{region}:{account}:event-bus/{name}",
        "AWS::Events::Rule": "events:{region}:{account}:rule/{name}",
        "AWS::Kinesis::Stream": "kinesis:{region}:{account}:stream/{name}",
        "AWS::Scheduler::ScheduleGroup": "scheduler:{region}:{account}:schedule-group/{name}"}


def is_suspect(problems, client, name) -> bool:
    """Whether the failure of a deploy, Problems, may be due to a resource that was deleted by hand. name: its stack"""
    if not any(SUSPECT.search(fault.message) for fault in problems.args):
        return False
    stack = stacks.described(client, name)
    return stack is not None and stack["StackStatus"] not in {*stack_states.UNFINISHED, "REVIEW_IN_PROGRESS"}


def renew(client, stack, options, failure, check):
    """Remove the resources that were deleted by hand from the stack, restore those that were changed, and print both.
    -> {logical id} of those that were deleted. Raises Problems.

    client   of CloudFormation; stack: described(); options: those of the deploy
    failure  Problems to raise if nothing was deleted
    check    called with {logical id} of what was deleted, before anything is removed; may raise Problems
    """
    if options.stage != clients.LOCAL:  # there it takes no time
        cli.say(f"{stack['StackName']}: CloudFormation searches for resources that were deleted or changed by hand")
    try:
        entries = [*drift.drifts(client, stack["StackId"], options.stage)]
        deleted = [entry for entry in entries
                   if entry["StackResourceDriftStatus"] == "DELETED" and is_gone(entry, options)]
    except (ClientError, Problems) as error:
        if failure:
            raise failure from error
        reason = error if isinstance(error, Problems) else errors.problems(error)
        cli.say(f"warning: what was deleted or changed by hand is unknown: {reason}")
        return set()
    if failure and not deleted:
        raise failure
    ids = {entry["LogicalResourceId"] for entry in deleted}
    if deleted:
        check(ids)
        agree(stack["StackName"], deleted, options)
        remove(client, stack, options, deleted)
    restorations.restore(client, [
        entry for entry in entries if entry["StackResourceDriftStatus"] == "MODIFIED"], options)
    return ids


def is_gone(entry, options):
    """Whether a resource that CloudFormation does not find is gone. A resource with state is looked up a second time:
    a mistake would replace it by an empty one."""
    return entry["ResourceType"] not in contents.COUNTS or not contents.exists(options.app, options.stage, entry)


def remove(client, stack, options, deleted):
    """Remove resources from the stack. Raises Problems. deleted: entries of DescribeStackResourceDrifts"""
    bucket, s3 = stages.bucket(options.app), stages.client("s3", options.app, options.stage)

    def reduced(stack_id, outside):
        """The template of a stack without what is deleted, None if it has none; those of nested stacks are uploaded.

        outside  names of parameters whose values are of resources that are removed
        """
        present = present_stack.template(client, stack_id)
        physical = stacks.physical_ids(stacks.own_resources(client, stack_id))
        gone = {entry["LogicalResourceId"] for entry in deleted if entry["StackId"] == stack_id}
        removed = removed_ids(present["Resources"], gone | outside, options.app["settings"]["region"])
        result = without_resources(republished(present, gone | outside | removed), removed, physical, stack_id)
        for id_, resource in result["Resources"].items():
            if resource["Type"] == stacks.TYPE:
                values = present["Resources"][id_]["Properties"].get("Parameters", {})
                affected = {name for name, value in values.items() if refers_to(value, removed)}
                if child := reduced(physical[id_], affected):
                    resource["Properties"]["TemplateURL"] = buckets.upload_template(s3, bucket, child)
        return result if result != present else None

    template = reduced(stack["StackId"], set())
    request = {"StackName": stack["StackName"], "Tags": stack.get("Tags", []), "Parameters": [
        {"ParameterKey": entry["ParameterKey"], "UsePreviousValue": True} for entry in stack.get("Parameters", [])],
        "TemplateURL": buckets.upload_template(s3, bucket, template)}
    change_set = change_sets.create(client, stack, request, options.stage, options.addresses,
                                    express=not stages.is_protected(options.app, options.stage))
    change_sets.execute(client, change_set, options.addresses, options.stage, options.progress)


def agree(name, deleted, options):
    """Print what was deleted, and return if a person agrees to begin with empty state. Raises Problems.

    deleted  entries of DescribeStackResourceDrifts
    """
    lines, lost = [], []
    for entry in deleted:
        id_, type_ = entry["LogicalResourceId"], entry["ResourceType"]
        _label, content = changes.state_of(type_)
        fate = f"its {content} are LOST, and an empty one is created" if content else "it is created again"
        lines.append(f"  {id_} ({type_}), {entry.get('PhysicalResourceId', '')}, was deleted by hand: {fate}")
        if type_ in adoptions.TYPES | resource_types.holding_data():
            lost.append(id_)
    text = "\n".join(sorted(lines))
    if lost and options.stage != clients.LOCAL:
        consent.ask_by_name(f"create empty ones in {name}, unless you restore the old ones under their names first "
                            f"(backups of a deleted table: 35 days):\n{text}", lost, options.lose)
    cli.say(text)


def removed_ids(resources, gone, region):
    """{logical id} of the resources that are gone, or belong to those: they refer to them by a property that cannot
    change, such as the FunctionName of a permission. State of its own is never one of them.

    gone  {name}: also names of parameters, which have values of resources that are gone
    """
    removed, more = {*gone}, {*gone}
    owners = {id_: [resource.get("Properties", {}).get(name) for name in owner_properties(resource["Type"], region)]
              for id_, resource in resources.items()
              if resource["Type"] in WITH_OWNER or not changes.state_of(resource["Type"])[0]}
    while more:
        more = {id_ for id_, values in owners.items() if id_ not in removed and refers_to(values, removed)}
        removed |= more
    return removed & {*resources}


def owner_properties(type_, region):
    """{property} by which resources of a type belong to others."""
    paths = resource_types.schema(region, type_).get("createOnlyProperties", [])
    return {path.split("/")[2] for path in paths} | OWNERS.get(type_, set())


def republished(template, changing):
    """A template in which functions that refer to what changes have another description, and so have their versions.

    The deploy after it then publishes a version with the new values: CloudFormation leaves a version alone as long as
    its own properties are the same (recipes.live).
    changing  {logical id or name of a parameter} whose value becomes another
    """
    resources = dict(template["Resources"])
    versions = {id_: next(cfn.references(resource["Properties"]["FunctionName"]), ("", None))[0]
                for id_, resource in resources.items() if resource["Type"] == "AWS::Lambda::Version"}
    for version, function in versions.items():
        if refers_to(resources.get(function), changing):
            for id_ in (version, function):
                properties = {**resources[id_]["Properties"], "Description": OUTDATED}
                resources[id_] = {**resources[id_], "Properties": properties}
    return {**template, "Resources": resources}


def without_resources(template, removed, physical, stack_id):
    """A template without some resources; references to them are replaced by their current values.

    physical  {logical id: physical id}; stack_id: an ARN of the same account and region
    """
    ids = template["Resources"].keys() - removed
    remaining = {id_: nesting.without_waiting(resource, ids) for id_, resource in template["Resources"].items()
                 if id_ in ids}
    parts = {"Resources": remaining, **({"Outputs": template["Outputs"]} if "Outputs" in template else {})}
    values = {(id_, attribute): value(template["Resources"][id_]["Type"], physical.get(id_, ""), attribute, stack_id)
              for id_, attribute in cfn.references(parts) if id_ in removed}
    return {**template, **nesting.rewritten(parts, values)}


def value(type_, physical, attribute, stack_id):
    """The value of Ref, or of an attribute, of a resource. Of an attribute that is not known here: its physical id."""
    name = physical.rpartition("/")[2] if type_ == "AWS::SQS::Queue" else physical.replace("|", "/")  # of BUS|RULE
    _arn, partition, _service, region, account, *_rest = stack_id.split(":")
    if attribute in ("Arn", "StreamArn") and type_ in ARNS:
        suffix = "/stream/deleted" if attribute == "StreamArn" else ""  # its time is unknown; a role must be an ARN
        return f"arn:{partition}:" + ARNS[type_].format(region=region, account=account, name=name) + suffix
    return {"Version": physical.rpartition(":")[2], "QueueName": name, "DomainName": f"{name}.s3.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
            "ProviderURL": f"https://cognito-idp.{region}.amazonaws.com/{name}"}.get(attribute, physical)
