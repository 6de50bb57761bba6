"""The actions that only read: stacks, their events, resources, templates and exports."""
import json

from localcloud.cloudformation import actions, change_sets, parameters, plans, regions, template
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.paging import PAGE, page

EVENTS = 20  # of a response: a deploy polls for them, and needs the last ones alone


def describe_stacks(region_name, request):
    """The response of DescribeStacks: one stack (by id, also a deleted one), or a page of all live ones."""
    region = regions.by_name(region_name)
    if "StackName" in request:
        stacks = [region.find(request["StackName"])]
    else:
        stacks = [stack for stack in region.stacks() if not stack.deleted]
    return page("Stacks", [described(stack) for stack in stacks], request)


def described(stack):
    """A dict of a stack, as DescribeStacks returns it."""
    options = stack.plan.options
    return {
        **summary(stack), "Description": stack.plan.template.get("Description"),
        "Parameters": parameters.shown(stack.plan.template.get("Parameters", {}), stack.plan.parameters) or None,
        "Outputs": stack.outputs or None, "Tags": stack.plan.tags, "ChangeSetId": stack.change_set,
        "DisableRollback": options.get("DisableRollback", False),
        "EnableTerminationProtection": stack.protected,
        **{name: options.get(name) for name in ("Capabilities", "RoleARN", "TimeoutInMinutes")},
        **{name: options.get(name, empty) for name, empty in plans.EMPTY_OPTIONS.items() if name != "Capabilities"},
    }


def summary(stack):
    """A dict of a stack, as ListStacks returns it."""
    return {
        "StackId": stack.id, "StackName": stack.name, "StackStatus": stack.status,
        "StackStatusReason": stack.reason, "CreationTime": stack.created,
        "LastUpdatedTime": stack.updated, "DeletionTime": stack.deleted,
        "ParentId": stack.parent and stack.parent.id, "RootId": stack.root and stack.root.id,
        "TemplateDescription": stack.plan.template.get("Description"),
        "DriftInformation": {"StackDriftStatus": stack.drift_status},
    }


def list_stacks(region_name, request):
    """The response of ListStacks: a page of all stacks, deleted ones too, or of those of StackStatusFilter."""
    statuses = request.get("StackStatusFilter")
    summaries = [summary(stack) for stack in regions.by_name(region_name).stacks()
                 if not statuses or stack.status in statuses]
    return page("StackSummaries", summaries, request)


def describe_stack_events(region_name, request):
    """The response of DescribeStackEvents: one page, newest event first."""
    stack = regions.by_name(region_name).find(request["StackName"], actions.STACK_MISSING)
    return page("StackEvents", stack.events[::-1], request, EVENTS)


def resources(stack):
    """Yields each resource as DescribeStackResources, ListStackResources and DescribeStackResource show it."""
    drifts = {entry["LogicalResourceId"]: entry["StackResourceDriftStatus"] for entry in stack.drifts}
    for record in list(stack.records.values()):
        moment = record["Timestamp"]
        yield {**{key: record[key] for key in ("StackId", "StackName", "LogicalResourceId", "ResourceType",
                                               "ResourceStatus", "ResourceStatusReason")},
               "PhysicalResourceId": record["PhysicalResourceId"] or None,
               "Timestamp": moment, "LastUpdatedTimestamp": moment,
               "DriftInformation": {"StackResourceDriftStatus": drifts.get(record["LogicalResourceId"], "NOT_CHECKED")}}


def describe_stack_resources(region_name, request):
    """DescribeStackResources, by the stack's name or by a physical id of one of its resources."""
    region, physical = regions.by_name(region_name), request.get("PhysicalResourceId")
    if "StackName" in request:
        stack = region.find(request["StackName"])
    else:
        stack = next((stack for stack in region.stacks() if not stack.deleted
                      and any(record["PhysicalResourceId"] == physical for record in stack.records.values())),
                     None)
        if stack is None:
            raise ApiError(f"Stack for {physical} does not exist")
    id_ = request.get("LogicalResourceId")
    return {"StackResources": [entry for entry in resources(stack) if id_ in (None, entry["LogicalResourceId"])][:PAGE]}


def describe_stack_resource(region_name, request):
    """The response of DescribeStackResource, about one resource."""
    stack, id_ = regions.by_name(region_name).find(request["StackName"]), request["LogicalResourceId"]
    entries = [entry for entry in resources(stack) if entry["LogicalResourceId"] == id_]
    if not entries:
        raise ApiError(f"Resource {id_} does not exist for stack {stack.name}")
    metadata = stack.plan.template.get("Resources", {}).get(id_, {}).get("Metadata", {})
    return {"StackResourceDetail": {**entries[0], "Metadata": json.dumps(metadata)}}


def list_stack_resources(region_name, request):
    """The response of ListStackResources: one page."""
    stack = regions.by_name(region_name).find(request["StackName"])
    return page("StackResourceSummaries", list(resources(stack)), request)


def list_exports(region_name, request):
    """The response of ListExports: one page, sorted by name."""
    exports = [{"ExportingStackId": stack.id, "Name": name, "Value": value}
               for stack in regions.by_name(region_name).stacks() if not stack.deleted
               for name, value in stack.exports().items()]
    return page("Exports", sorted(exports, key=lambda export: export["Name"]), request)


def list_imports(region_name, request):
    """The response of ListImports: a page of the stacks that import an export. Raises ApiError if none does."""
    users = regions.by_name(region_name).importers(request["ExportName"])
    if not users:
        raise ApiError(f"Export '{request['ExportName']}' is not imported by any stack.")
    return page("Imports", users, request)


def original_template(region_name, request):
    """The response of GetTemplate: the text of the template as it was sent."""
    region = regions.by_name(region_name)
    if "ChangeSetName" in request:
        body = change_sets.find(region, request).plan.body
    elif "StackName" in request:
        body = region.find(request["StackName"]).plan.body
    else:
        raise ApiError("StackName or ChangeSetName must be specified.")
    return {"TemplateBody": body, "StagesAvailable": ["Original", "Processed"]}


def validate_template(region_name, request):
    """The response of ValidateTemplate: parameters, description, required capabilities. Raises ApiError."""
    parsed = template.parsed(plans.body(region_name, request))
    needed, reason = template.capabilities(parsed)
    return {"Parameters": parameters.declarations(parsed.get("Parameters", {})),
            "Description": parsed.get("Description"), "Capabilities": needed, "CapabilitiesReason": reason}


def template_summary(region_name, request):
    """The response of GetTemplateSummary, about a template or that of a stack."""
    if "StackName" in request:
        stack = regions.by_name(region_name).find(request["StackName"])
        if stack.status == "REVIEW_IN_PROGRESS":
            raise ApiError("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
        parsed = stack.plan.template
    else:
        parsed = template.parsed(plans.body(region_name, request))
    needed, reason = template.capabilities(parsed)
    types = sorted({resource["Type"] for resource in parsed["Resources"].values()})
    return {"Parameters": parameters.declarations(parsed.get("Parameters", {})), "ResourceTypes": types,
            "Description": parsed.get("Description"), "Capabilities": needed or None, "CapabilitiesReason": reason,
            "Version": parsed.get("AWSTemplateFormatVersion", "2010-09-09")}
