"""Calls of AWS that the lambda's role does not allow: what the code asks for, against the template."""
from aws.iam import actions, identity_policy
from checks import entries, physical
from checks.check import Check, Finding
from kit import names
from kit.schema import line_of

UNKNOWN = "pareto-does-not-know"
BUCKETS = "arn:aws:s3:::"


def refused_calls(subject):
    """Calls that are followed from the handler, and whose action is in none of the role's statements."""
    told, grants = set(), {}
    past_bus = {(one.path, one.line) for one in entries.elsewhere(subject)}  # P807 says what to write
    for name, call in subject.all_calls:
        if not call["reached"] or not call["sure"] or (call["file"], call["line"]) in past_bus:
            continue
        if name not in grants:
            grants[name] = statements(subject, name), variables(subject, name)
        for action, arn in needed(call, grants[name][1]):
            key = name, action, call["file"], call["line"]
            if isinstance(arn, str) and "/index/" in arn:
                arn = None  # whether there is such an index is another check's
            arn = physical.here(arn, subject.model["settings"]["region"]) if isinstance(arn, str) else arn
            if key not in told and not is_allowed(grants[name][0], action, arn):
                told.add(key)
                others = identity_policy.resources(grants[name][0], action)
                yield Finding(call["file"], call["line"], f"the role of {name} does not allow {action}",
                              hint(action, arn, others, subject.model["lambdas"][name]["path"]),
                              f"AccessDeniedException: not authorized to perform: {action}")


def misspelt_actions(subject):
    """Actions of `permissions` that IAM does not know, a letter away from one that it does."""
    for _name, fn in sorted(subject.model["lambdas"].items()):
        for at, permission in enumerate(fn["infra"]["permissions"]):
            for place, action in enumerate(permission["action"]):
                wrong = actions.misspelt(action)
                if wrong:
                    yield Finding(fn["path"], line_of(fn["lines"], f"permissions.{at}.action.{place}"), *wrong,
                                  "nothing at the deploy; AccessDeniedException at every call")


def is_allowed(statements_, action, arn):
    """Whether a role allows a call; of an object whose key is not known, whether it allows any object like it."""
    if not isinstance(arn, str) or UNKNOWN not in arn:
        return identity_policy.allows(statements_, action, arn)
    known = arn.partition(UNKNOWN)[0]
    return any(known.startswith(head) or "*" in said and head.startswith(known)
               for said in identity_policy.resources(statements_, action)
               for head in [said.partition("*")[0] if "*" in said else f"{said}\n"])


def hint(action, arn, others, path):
    """The line of the infra block that allows it."""
    if others:
        return f"it may do that on {others[0].rpartition(':')[2]}"
    said = f"'{action}'" if arn in (None, "*") else f"{{action: {action}, resource: ...}}"
    return f"permissions: [{said}] in the infra block of {path}"


def needed(call, known):
    """[(action, arn or None)] of a call; an ARN in which something is not known is None."""
    params = sent(call["args"], known)
    if call["operation"] == "CopyObject" and not isinstance(params.get("CopySource"), dict):
        params["CopySource"] = f"{UNKNOWN}/{UNKNOWN}"
    if call["service"] == "dynamodb":
        params.setdefault("TableName", UNKNOWN)
    try:
        found = actions.needed(call["service"], call["operation"], params, physical.PLACE)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return []  # a resource is named by what is not known here
    return [(action, arn if is_known(arn) or isinstance(arn, tuple) and all(map(is_known, arn)) else None)
            for action, arn in found]


def is_known(arn):
    """Whether an ARN is said, and nothing of it is a guess."""
    if not isinstance(arn, str) or "*" in arn:
        return False
    return UNKNOWN not in arn or arn.startswith(BUCKETS) and "/" in arn.partition(UNKNOWN)[0]


def sent(value, known):
    """A plain value as it would be sent; what is not known is UNKNOWN."""
    if isinstance(value, dict):
        if "env" in value:
            return known.get(value["env"], UNKNOWN)
        if "dict" in value:
            return sent_fields(value["dict"], known)
        if "list" in value:
            return [sent(one, known) for one in value["list"]]
        if "text" in value:
            return "".join(map(str, (sent(part, known) if part is not None else UNKNOWN for part in value["text"])))
        return sent_fields(value, known) if not {"kind", "any", "event", "answer", "row", "condition", "float"} \
            & value.keys() else UNKNOWN
    return value


def sent_fields(held, known):
    """The fields of a mapping as they would be sent."""
    return {key: sent(one, known) for key, one in held.items()}


def variables(subject, name):
    """{"DEMO_TABLE": "DemoTable"}: what the variables of a lambda hold; of app.yaml's values only mail addresses:
    the shell may say others when one deploys."""
    template = subject.template()
    function = template["Resources"][names.logical_id(name, "function")]["Properties"]
    found = physical.resolved(template, function.get("Environment", {}).get("Variables", {}))
    said = {key: value for key, value in subject.settings["env"].items() if isinstance(value, str) and "@" in value}
    return {**{key: said[key] for key in found if key in said},
            **{key: value for key, value in found.items() if isinstance(value, str) and value != physical.HOLE}}


def statements(subject, name):
    """The statements of a lambda's role."""
    template = subject.template()
    role = template["Resources"][names.logical_id(name, "role")]["Properties"]
    region = subject.model["settings"]["region"]
    return [{**one, "Resource": [physical.here(said, region) for said in identity_policy.listed(one["Resource"])]}
            if "Resource" in one else one for policy in physical.resolved(template, role.get("Policies", []))
            for one in policy["PolicyDocument"]["Statement"]]


CHECKS = [
    Check("P701", "A call that the role does not allow",
          "AccessDeniedException. A role may do what the variables name and what `permissions` says.",
          "boto3.client('translate').translate_text(Text='hei', SourceLanguageCode='no', TargetLanguageCode='en')",
          "infra:\n  permissions: ['translate:TranslateText']\n---\n"
          "boto3.client('translate').translate_text(Text='hei', SourceLanguageCode='no', TargetLanguageCode='en')",
          refused_calls),
    Check("P702", "A permission for an action that IAM does not know",
          "nothing at the deploy; AccessDeniedException at every call.",
          "infra:\n  permissions: ['s3:Getobjct']\n---\nreturn 1",
          "infra:\n  permissions: ['s3:GetObject']\n---\nreturn 1", misspelt_actions),
]
