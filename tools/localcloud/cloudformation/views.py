"""What only looks: stacks, their events, resources, templates and exports."""
from localcloud.cloudformation import change_sets, parameters, plans, region, template
from localcloud.cloudformation.paging import PAGE, page
from localcloud.cloudformation.refusal import Refusal

NOT_THERE = "Stack [{}] does not exist"


def describe_stacks(region_name, asked):
    """DescribeStacks: one, deleted too if it is asked for by its id, or all that live."""
    here = region.named(region_name)
    if "StackName" in asked:
        found = [here.find(asked["StackName"])]
    else:
        found = [stack for stack in here.stacks() if not stack.deleted]
    return page("Stacks", [described(stack) for stack in found], asked)


def described(stack):
    """A stack as DescribeStacks shows it."""
    options = stack.plan.options
    return {
        **summary(stack), "Description": stack.plan.template.get("Description"),
        "Parameters": parameters.shown(stack.plan.template.get("Parameters", {}), stack.plan.parameters),
        "Outputs": stack.outputs, "Tags": stack.plan.tags, "ChangeSetId": stack.change_set,
        "DisableRollback": options.get("DisableRollback", False),
        "EnableTerminationProtection": stack.protected,
        **{name: options.get(name) for name in ("Capabilities", "NotificationARNs", "RoleARN",
                                                "RollbackConfiguration", "TimeoutInMinutes")},
    }


def summary(stack):
    """A stack as ListStacks shows it."""
    return {
        "StackId": stack.id, "StackName": stack.name, "StackStatus": stack.status,
        "StackStatusReason": stack.reason, "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated, "DeletionTime": stack.deleted,
        "ParentId": stack.parent and stack.parent.id, "RootId": stack.root and stack.root.id,
        "TemplateDescription": stack.plan.template.get("Description"),
        "DriftInformation": {"StackDriftStatus": "NOT_CHECKED"},
    }


def list_stacks(region_name, asked):
    """ListStacks: all, or those in the statuses asked for; deleted ones too."""
    wanted = asked.get("StackStatusFilter")
    found = [summary(stack) for stack in region.named(region_name).stacks()
             if not wanted or stack.status in wanted]
    return page("StackSummaries", found, asked)


def describe_stack_events(region_name, asked):
    """DescribeStackEvents: newest first."""
    stack = region.named(region_name).find(asked["StackName"], NOT_THERE)
    return page("StackEvents", stack.events[::-1], asked)


def resources(stack):
    """What DescribeStackResources, ListStackResources and DescribeStackResource show of each resource."""
    for record in list(stack.records.values()):
        moment = record["Timestamp"]
        yield {**{key: record[key] for key in ("StackId", "StackName", "LogicalResourceId", "ResourceType",
                                               "ResourceStatus", "ResourceStatusReason")},
               "PhysicalResourceId": record["PhysicalResourceId"] or None,
               "Timestamp": moment, "LastUpdatedTimestamp": moment,
               "DriftInformation": {"StackResourceDriftStatus": "NOT_CHECKED"}}


def describe_stack_resources(region_name, asked):
    """DescribeStackResources, by the stack's name or by a physical id of one of its resources."""
    here, physical = region.named(region_name), asked.get("PhysicalResourceId")
    if "StackName" in asked:
        stack = here.find(asked["StackName"])
    else:
        stack = next((stack for stack in here.stacks() if not stack.deleted
                      and any(record["PhysicalResourceId"] == physical for record in stack.records.values())),
                     None)
        if stack is None:
            raise Refusal(f"Stack for {physical} does not exist")
    id_ = asked.get("LogicalResourceId")
    return {"StackResources": [entry for entry in resources(stack)
                               if id_ in (None, entry["LogicalResourceId"])][:PAGE]}


def describe_stack_resource(region_name, asked):
    """DescribeStackResource."""
    stack, id_ = region.named(region_name).find(asked["StackName"]), asked["LogicalResourceId"]
    found = [entry for entry in resources(stack) if entry["LogicalResourceId"] == id_]
    if not found:
        raise Refusal(f"Resource {id_} does not exist for stack {stack.name}")
    return {"StackResourceDetail": found[0]}


def list_stack_resources(region_name, asked):
    """ListStackResources."""
    stack = region.named(region_name).find(asked["StackName"])
    return page("StackResourceSummaries", list(resources(stack)), asked)


def list_exports(region_name, asked):
    """ListExports, by name."""
    found = [{"ExportingStackId": stack.id, "Name": name, "Value": value}
             for stack in region.named(region_name).stacks() if not stack.deleted
             for name, value in stack.exports().items()]
    return page("Exports", sorted(found, key=lambda export: export["Name"]), asked)


def list_imports(region_name, asked):
    """ListImports: who uses an export."""
    users = region.named(region_name).importers(asked["ExportName"])
    if not users:
        raise Refusal(f"Export '{asked['ExportName']}' is not imported by any stack.")
    return page("Imports", users, asked)


def original_template(region_name, asked):
    """GetTemplate: the text as it came."""
    here = region.named(region_name)
    if "ChangeSetName" in asked:
        body = change_sets.find(here, asked).plan.body
    elif "StackName" in asked:
        body = here.find(asked["StackName"]).plan.body
    else:
        raise Refusal("StackName or ChangeSetName must be specified.")
    return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}


def validate_template(region_name, asked):
    """ValidateTemplate."""
    parsed = template.parsed(plans.body(region_name, asked))
    needed, reason = template.capabilities(parsed)
    return {"Parameters": parameters.declarations(parsed.get("Parameters", {})),
            "Description": parsed.get("Description"), "Capabilities": needed, "CapabilitiesReason": reason}


def template_summary(region_name, asked):
    """GetTemplateSummary, of a template or of a stack's."""
    if "StackName" in asked:
        parsed = region.named(region_name).find(asked["StackName"]).plan.template
    else:
        parsed = template.parsed(plans.body(region_name, asked))
    needed, reason = template.capabilities(parsed)
    types = sorted({resource["Type"] for resource in parsed["Resources"].values()})
    return {"Parameters": parameters.declarations(parsed.get("Parameters", {})), "ResourceTypes": types,
            "Description": parsed.get("Description"), "Capabilities": needed, "CapabilitiesReason": reason,
            "Version": parsed.get("AWSTemplateFormatVersion", "2010-09-09")}
