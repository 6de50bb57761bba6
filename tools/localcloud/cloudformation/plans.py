"""From a request to the plan of a stack: its template, from the request or from S3, and its parameters."""
import json
import re

from localcloud.cloudformation import parameters, template
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.scope import plan_scope
from localcloud.cloudformation.stack import Plan
from localcloud.moto import state

# What a response has where the request had none: AWS leaves out other options.
EMPTY_OPTIONS = {"Capabilities": [], "NotificationARNs": [], "RollbackConfiguration": {}}
URL_LIMIT = 1_000_000  # bytes of a template read from S3
HOSTED = re.compile(r"https?://(?P<bucket>[^/]+?)\.s3[.-][^/]*amazonaws\.com(?::\d+)?/(?P<key>[^?]+)")
PATHED = re.compile(r"https?://[^/]+/(?P<bucket>[^/]+)/(?P<key>[^?]+)")
REPEATED_OPTIONS = ("Capabilities", "NotificationARNs", "RoleARN", "RollbackConfiguration", "TimeoutInMinutes",
                    "DisableRollback", "RetainExceptOnCreate")
UNSUPPORTED = ("IncludeNestedStacks", "StackPolicyBody", "StackPolicyURL", "StackPolicyDuringUpdateBody",
               "StackPolicyDuringUpdateURL", "ResourceTypes", "ImportExistingResources",
               "StackSetName")


def body(region, request):
    """The text of the template, from TemplateBody or TemplateURL; region: a name. Raises ApiError."""
    if "TemplateBody" in request and "TemplateURL" in request:
        raise ApiError("Only one of TemplateBody or TemplateURL may be specified.")
    if "TemplateBody" in request:
        return request["TemplateBody"]
    if "TemplateURL" in request:
        return fetch_template(region, request["TemplateURL"])
    raise ApiError("Either Template URL or Template Body must be specified.")


def fetch_template(region, url):
    """The text of the template at a URL: https://bucket.s3.eu-west-1.amazonaws.com/key or http://host/bucket/key."""
    location = HOSTED.match(url) or PATHED.match(url)
    if not location:
        raise ApiError("TemplateURL must be a supported URL.")
    client = state.client("s3", region)
    try:
        data = client.get_object(Bucket=location["bucket"], Key=location["key"])["Body"].read()
    except client.exceptions.ClientError as error:
        raise ApiError(f"S3 error: {error.response['Error']['Message']}")
    if len(data) > URL_LIMIT:
        raise ApiError(f"Template may not exceed {URL_LIMIT} bytes in size.")
    return data.decode()


def plan(region, stack, request, previous):
    """The new Plan of a stack after a request. previous: its current Plan."""
    check_unsupported(request)
    if request.get("UsePreviousTemplate"):
        if "TemplateBody" in request or "TemplateURL" in request:
            raise ApiError("You cannot specify both usePreviousTemplate and Template Body/Template URL.")
        if not previous.body:
            raise ApiError("Cannot use the previous template: there is none.")
        text, parsed = previous.body, previous.template
    else:
        text = body(region.name, request)
        parsed = template.parsed(text)
    chosen = parameters.values(parsed.get("Parameters", {}), request.get("Parameters", []), previous.parameters)
    check_capabilities(parsed, request.get("Capabilities", []))
    new_plan = Plan(parsed, text, chosen, request.get("Tags", previous.tags),
                    {name: request[name] for name in REPEATED_OPTIONS if name in request})
    scope = plan_scope(region, stack, new_plan)
    for definition in template.active_resources(parsed, scope.conditions).values():
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            template.retains(definition, policy, scope)  # raises ApiError of another value
    return new_plan


def check_unsupported(request):
    """Raises ApiError, naming it, for a field of the request that would have no effect."""
    for name in UNSUPPORTED:
        if request.get(name):
            raise ApiError(f"The local cloud does not support {name}")


def check_capabilities(parsed, acknowledged):
    """Raises ApiError unless the request acknowledges the IAM resources of the template."""
    needed, _ = template.capabilities(parsed)
    implied = {"CAPABILITY_IAM"} if "CAPABILITY_NAMED_IAM" in acknowledged else set()
    missing = [name for name in needed if name not in {*acknowledged, *implied}]
    if missing:
        raise ApiError(f"Requires capabilities : [{', '.join(missing)}]", "InsufficientCapabilitiesException")


def unchanged(before, after):
    """Whether a plan changes nothing. A description, or a parameter without a reference to it, does not count."""
    parts = ("Resources", "Outputs", "Conditions", "Mappings")
    if before.tags != after.tags or any(before.template.get(part, {}) != after.template.get(part, {})
                                        for part in parts):
        return False
    serialized = json.dumps([after.template.get(part, {}) for part in parts])
    differing = [name for name in after.parameters if before.parameters.get(name) != after.parameters[name]]
    return not any(re.search(rf'(["{{]){re.escape(name)}["}}]', serialized) for name in differing)
