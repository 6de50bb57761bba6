"""timer: call the lambda on a clock.

    infra:
      timer:
        rate: 5 minutes
        body: {report: daily}
"""
import orjson

from aws import cfn
from kit import names
from recipes import failures, function, rate, ticker

# docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
LONGEST_INPUT = 8192
RATE_HINT = "write 1 minute, 5 minutes, 1 hour, 2 days or 10 seconds"
CRON_HINT = f"six fields: {rate.ORDER}"
CHECKS = [("rate", rate.rate_complaint, RATE_HINT), ("cron", rate.cron_complaint, CRON_HINT)]
SCHEMA = {
    "title": "timer",
    "description": "Calls the lambda on a clock: every so often (`rate`) or at given times (`cron`, in UTC).",
    "type": "object",
    "properties": {
        "rate": {"type": "string", "examples": ["5 minutes", "10 seconds", "1 day"],
                 "description": "how often: `1 minute`, `5 minutes`, `1 hour`, `2 days`; below a minute "
                                "what divides it: `10 seconds`"},
        "cron": {"type": "string", "examples": ["0 9 ? * MON-FRI *"],
                 "description": "when, in EventBridge's six fields: " + rate.ORDER},
        "body": {"type": "object", "default": {}, "description": "the event that the lambda is called with"}},
    "additionalProperties": False,
    "examples": [{"rate": "5 minutes"}, {"cron": "0 9 ? * MON-FRI *", "body": {"report": "daily"}}],
}


def complaints(block):
    """[(key, message, hint)]: neither or both of rate and cron, or one that EventBridge refuses."""
    found = []
    if ("rate" in block) == ("cron" in block):
        said = "both rate and cron" if "rate" in block else "neither rate nor cron"
        found.append(("", f"timer says {said}", "say one: rate: 5 minutes, or cron: 0 9 ? * MON-FRI *"))
    for key, complaint, hint in CHECKS:
        wrong = complaint(block[key]) if key in block else None
        if wrong:
            found.append((key, f"timer.{key}: {wrong}", hint))
    if len(body_text(block.get("body", {}))) > LONGEST_INPUT:
        found.append(("body", f"timer.body is longer than {LONGEST_INPUT} characters", "keep it in a bucket"))
    return found


def normal(block):
    """{"rate": "5 minutes", "body": {}} or {"cron": "...", "body": {}}, its fields one space apart"""
    return {**block, "cron": " ".join(block["cron"].split())} if "cron" in block else dict(block)


def body_text(body):
    """The event as JSON: same body, same text."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def resources(app, fn):
    """{"HelloTimerRule": ..., "HelloTimerPermission": ...}: EventBridge's clock, and its leave to call.

    EventBridge counts in minutes: below one, its rule calls the shared ticker, which calls the lambda.
    """
    block = fn["infra"]["timer"]
    rule_id = names.logical_id(fn["name"], "timer", "rule")
    function_id = ticker.FUNCTION_ID if is_ticked(block) else names.logical_id(fn["name"], "function")
    return {
        rule_id: cfn.resource("AWS::Events::Rule", {
            "ScheduleExpression": expression(block),
            "State": "ENABLED",
            "Targets": [failures.target(cfn.arn(function_id), Input=target_input(app, fn["name"], block))]}),
        names.logical_id(fn["name"], "timer", "permission"): function.invoke_permission(
            function_id, "events.amazonaws.com", cfn.arn(rule_id)),
    }


def is_ticked(block):
    """Whether the rate is below what EventBridge can time."""
    return "rate" in block and rate.seconds(block["rate"]) is not None


def expression(block):
    """"rate(5 minutes)", "cron(0 9 ? * MON-FRI *)", or "rate(1 minute)" of the ticker."""
    if "cron" in block:
        return f"cron({block['cron']})"
    return "rate(1 minute)" if is_ticked(block) else f"rate({block['rate']})"


def target_input(app, name, block):
    """What the rule calls its target with: the body, or the ticker's order to deliver it."""
    text = body_text(block["body"])
    if not is_ticked(block):
        return text
    return cfn.sub(f'{{"function":"{function.name_text(app, name)}","seconds":{rate.seconds(block["rate"])},'
                   f'"body":{text.replace("${", "${!")}}}')


def statements(app, fn):
    """A timer asks nothing of the lambda's role."""
    return []


def outputs(app, fn):
    """A clock has nothing to tell."""
    return {}


def shared(app, fns):
    """The ticker, if any timer needs it."""
    ticked = [fn["name"] for fn in fns if is_ticked(fn["infra"]["timer"])]
    return ticker.resources(app, ticked) if ticked else {}


def shared_outputs(app, fns):
    """Nothing that is shared has anything to tell."""
    return {}
