"""From a request to the plan of a stack: its template, wherever it lies, and its parameters."""
import json
import re

from localcloud import state
from localcloud.cloudformation import parameters, template
from localcloud.cloudformation.refusal import Refusal
from localcloud.cloudformation.scope import scope
from localcloud.cloudformation.stack import Plan

URL_LIMIT = 1_000_000  # bytes of a template read from S3
HOSTED = re.compile(r"https?://(?P<bucket>[^/]+?)\.s3[.-][^/]*amazonaws\.com(?::\d+)?/(?P<key>[^?]+)")
PATHED = re.compile(r"https?://[^/]+/(?P<bucket>[^/]+)/(?P<key>[^?]+)")
KEPT = ("Capabilities", "NotificationARNs", "RoleARN", "RollbackConfiguration", "TimeoutInMinutes",
        "DisableRollback", "RetainExceptOnCreate")
UNSUPPORTED = ("IncludeNestedStacks", "StackPolicyBody", "StackPolicyURL", "StackPolicyDuringUpdateBody",
               "StackPolicyDuringUpdateURL", "ResourceTypes", "ResourcesToImport", "ImportExistingResources",
               "DeploymentMode", "StackSetName")


def body(region, asked):
    """The text of the template that a request brings, or names by its URL; region: a name. Raises Refusal."""
    if "TemplateBody" in asked and "TemplateURL" in asked:
        raise Refusal("Only one of TemplateBody or TemplateURL may be specified.")
    if "TemplateBody" in asked:
        return asked["TemplateBody"]
    if "TemplateURL" in asked:
        return fetched(region, asked["TemplateURL"])
    raise Refusal("Either Template URL or Template Body must be specified.")


def fetched(region, url):
    """The text behind a URL: https://bucket.s3.eu-west-1.amazonaws.com/key or http://host/bucket/key."""
    place = HOSTED.match(url) or PATHED.match(url)
    if not place:
        raise Refusal("TemplateURL must be a supported URL.")
    client = state.client("s3", region)
    try:
        data = client.get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
    except client.exceptions.ClientError as error:
        raise Refusal(f"S3 error: {error.response['Error']['Message']}")
    if len(data) > URL_LIMIT:
        raise Refusal(f"Template may not exceed {URL_LIMIT} bytes in size.")
    return data.decode()


def plan(region, stack, asked, previous):
    """What a request wants a stack to become. previous: the Plan it has now."""
    refuse_unsupported(asked)
    if asked.get("UsePreviousTemplate"):
        if not previous.body:
            raise Refusal("Cannot use the previous template: there is none.")
        text, parsed = previous.body, previous.template
    else:
        text = body(region.name, asked)
        parsed = template.parsed(text)
    chosen = parameters.values(parsed.get("Parameters", {}), asked.get("Parameters", []), previous.parameters)
    check_capabilities(parsed, asked.get("Capabilities", []))
    wanted = Plan(parsed, text, chosen, asked.get("Tags", previous.tags),
                  {name: asked[name] for name in KEPT if name in asked})
    template.wanted(parsed, scope(region, stack, wanted).conditions)
    return wanted


def refuse_unsupported(asked):
    """Raises Refusal, by name, for fields of a request that would otherwise mean nothing."""
    for name in UNSUPPORTED:
        if asked.get(name):
            raise Refusal(f"The local cloud does not support {name}")


def check_capabilities(parsed, given):
    """Raises Refusal unless the request acknowledges the IAM resources of the template."""
    needed, _ = template.capabilities(parsed)
    enough = {"CAPABILITY_NAMED_IAM"} | ({"CAPABILITY_IAM"} if needed == ["CAPABILITY_IAM"] else set())
    if needed and not enough & set(given):
        raise Refusal(f"Requires capabilities : [{needed[0]}]", "InsufficientCapabilitiesException")


def unchanged(before, after):
    """Does a plan change nothing? A parameter that nothing refers to does not count, nor a description."""
    parts = ("Resources", "Outputs", "Conditions", "Mappings")
    if before.tags != after.tags or any(before.template.get(part, {}) != after.template.get(part, {})
                                        for part in parts):
        return False
    said = json.dumps([after.template.get(part, {}) for part in parts])
    differing = [name for name in after.parameters if before.parameters.get(name) != after.parameters[name]]
    return not any(re.search(rf'(["{{]){re.escape(name)}["}}]', said) for name in differing)
