"""Triggers of the user pool: the return value, which must be the event with fields that Cognito reads, and sources."""
import ast
import re

from checks.check import Check, Finding, Findings, Subject, finding
from checks.events_read import STANDARD_CLAIMS
from checks.python_types import description, kind_of
from interpreter.plain import fields, options
from interpreter.sources import nodes_of
from kit.problems import listed
from kit.schema import nearest
from recipes import user_trigger

RETURN = "set fields of event['response'], then `return event`"
FAILURE = "InvalidLambdaResponseException: Unrecognizable lambda output"


def no_events(subject: Subject) -> Findings:
    """Values that a trigger returns and that are no event; a handler that may end without a return."""
    for fn, observation in subject.followed("users"):
        if observation["falls"] and (not observation["returns"] or observation["falls_surely"]):
            yield Finding(fn["path"], observation["falls"], "a trigger of the user pool may end without its event",
                          RETURN, FAILURE)
    for _fn, returned, value in subject.returned("users"):
        message, hint = fault(value)
        if message:
            yield finding(returned, message, hint, FAILURE)


def unknown_sources(subject: Subject) -> Findings:
    """Texts with the form of a triggerSource that Cognito does not send."""
    sources = {source for kind in user_trigger.KINDS.values() for source in kind.sources} | OTHER_SOURCES
    starts = {source.partition("_")[0] for source in sources}
    for path in sorted({path for _fn, observation in subject.followed("users") for path in observation["files"]}):
        for node in nodes_of(subject.tree(path), ast.Constant):
            text = str(node.value)
            match = SOURCE.fullmatch(text)
            if match and match[1] in starts and text not in sources:
                of_trigger = sorted(source for source in sources if source.startswith(f"{match[1]}_"))
                yield Finding(path, node.lineno, f"no event of the user pool has the triggerSource {text!r}",
                              nearest(text, of_trigger, 0.7) or f"it is {listed(of_trigger, 8)}",
                              "no error: the condition is never true")


def optional_attributes(subject: Subject) -> Findings:
    """Attributes that a trigger reads of a user who need not have them: whoever signs up chooses them."""
    for name, note in subject.notes("open-key"):
        block = subject.model["lambdas"][name]["infra"].get("users")
        if block and note["path"] == ["request", "userAttributes"] and note["how"] == "item" and not (
                note["caught"] or note["guarded"] or note["inside"] and not note["always"]) \
                and pool_settings(subject, block).get("sign_up") and (
                    note["key"] in STANDARD_CLAIMS or str(note["key"]).startswith("custom:")):
            yield finding(note, f"a user who signs up need not have the attribute {note['key']!r}",
                          f"event['request']['userAttributes'].get({note['key']!r}, '')",
                          f"KeyError: {note['key']!r}, and the sign-up fails")


def pool_settings(subject, block):
    """The settings of the pool of a trigger, as app.yaml has them; {} if there are none."""
    users = subject.model["settings"].get("users") or {}
    return (users.get("pools", {}).get(block["pool"]) if block["pool"] else users) or {}


def unknown_groups(subject: Subject) -> Findings:
    """Groups that the pool of the app's trigger does not have, in calls for the pool of the event."""
    created = any(True for _call in subject.calls("cognito-idp", frozenset({"CreateGroup"})))
    for name, call in subject.calls("cognito-idp", frozenset({"AdminAddUserToGroup", "AdminRemoveUserFromGroup"})):
        block, group = subject.model["lambdas"][name]["infra"].get("users"), call["args"].get("GroupName")
        pool = call["args"].get("UserPoolId")
        if not block or created or not call["sure"] or not isinstance(group, str) or not isinstance(pool, dict) \
                or pool.get("event") != ["userPoolId"]:
            continue
        groups = sorted(pool_settings(subject, block).get("groups") or [])
        if group not in groups:
            yield finding(call, f"the user pool has no group {group!r}", nearest(group, groups, 0.7) or
                          f"users: {{groups: [{', '.join([*groups, group])}]}} in app.yaml",
                          "ResourceNotFoundException: Group not found.")


def fault(value):
    """(message, hint) of a returned value that is no event of a pool; ("", "") of one that may be."""
    kind = kind_of(value)
    if kind and kind != "map":
        return f"a trigger of the user pool returns {description(value, kind)}", RETURN
    if isinstance(value, dict) and value.get("event"):
        return "a trigger of the user pool returns a part of its event", RETURN
    if isinstance(value, dict) and "dict" in value and not value["open"] and "response" not in fields(value):
        return "what the trigger returns has no 'response'", nearest("response", fields(value), 0.75) or RETURN
    return "", ""


def unread_fields(subject: Subject) -> Findings:
    """Fields in the response of the event that a trigger changes, or returns, and that Cognito does not read."""
    for name, note in subject.notes("sets-response"):
        if "users" in subject.model["lambdas"][name]["infra"]:
            yield from unread(subject.model["lambdas"][name]["infra"]["users"], {note["key"]: note["value"]}, note)
    for fn, returned, value in subject.returned("users"):
        for response in options(fields(value).get("response")):
            yield from unread(fn["infra"]["users"], fields(response), returned)


def unread(block, response, source):
    """A finding for each field of a response that Cognito does not read, also inside what it overrides.

    response  {field: plain value}
    source    the note or return that has it
    """
    fields_read = user_trigger.of(block).response
    for name, value in response.items():
        for part in options(value) if name in fields_read else ():
            yield from unread_parts(fields(part), user_trigger.FIELDS.get(name), name, source)
        if name not in fields_read:
            hint = version_hint(block, name) or nearest(name, fields_read, 0.6) or \
                f"it reads {listed(sorted(fields_read)) or 'no field'}"
            yield finding(source, f"Cognito reads no {name!r} from the response of {block['trigger']}", hint,
                          "no error: the field has no effect")


def unread_parts(values, read_fields, parent, source):
    """A finding for each field of a mapping that Cognito does not read. read_fields: see user_trigger.FIELDS"""
    for name, value in values.items() if read_fields is not None else ():
        if name not in read_fields:
            yield finding(source, f"Cognito reads no {name!r} from {parent}", nearest(name, read_fields, 0.6) or
                          f"it reads {listed(sorted(read_fields))}", "no error: the field has no effect")
        else:
            for part in options(value):
                yield from unread_parts(fields(part), read_fields[name], name, source)


def version_hint(block, name):
    """The hint for a field of the other version of a trigger, else ""."""
    if block["trigger"] != user_trigger.VERSIONED:
        return ""
    pool = f"pool: {block['pool']}, " * bool(block["pool"])
    return {user_trigger.OVERRIDES_2: f"users: {{{pool}trigger: {user_trigger.VERSIONED}, version: 2}}; version 1 has "
                                      f"{user_trigger.OVERRIDES}, and changes the ID token",
            user_trigger.OVERRIDES: f"event['response']['{user_trigger.OVERRIDES_2}'] = {{'idTokenGeneration': ..., "
                                    "'accessTokenGeneration': ...}"}.get(name, "")


SOURCE = re.compile(r"([A-Za-z]+)_[A-Za-z]+")
OTHER_SOURCES = {"TokenGeneration_ClientCredentials", *(
    f"Custom{kind}Sender_{name}" for kind in ("SMS", "Email") for name in (
        "SignUp", "ResendCode", "ForgotPassword", "UpdateUserAttribute", "VerifyUserAttribute", "AdminCreateUser",
        "Authentication", "AccountTakeOverNotification"))}
TRIGGER = "infra:\n  users: pre-sign-up\n---\n"
TRIGGERS = "https://docs.aws.amazon.com/cognito/latest/developerguide/" \
    "cognito-user-pools-working-with-lambda-triggers.html"
IF_SOURCE = "if event['triggerSource'] == '%s':\n    print('new')\nreturn event"
ADD = "infra:\n  users: post-confirmation\n  permissions:\n  - {action: 'cognito-idp:AdminAddUserToGroup', " \
    "resource: '${UserPool.Arn}'}\n---\nboto3.client('cognito-idp').admin_add_user_to_group(" \
    "UserPoolId=event['userPoolId'], Username=event['userName'], GroupName='%s')\nreturn event"
CHECKS = [
    Check("P507", "A trigger of the user pool that does not return its event",
          "The sign-up, sign-in or other operation fails for every user.", TRIGGERS,
          TRIGGER + "event['response']['autoConfirmUser'] = True",
          TRIGGER + "event['response']['autoConfirmUser'] = True\nreturn event", no_events),
    Check("P516", "A field of a user pool's event that Cognito does not read",
          "The field has no effect: a user is not confirmed, a claim is not in the token.", TRIGGERS,
          TRIGGER + "event['response']['autoConfirm'] = True\nreturn event",
          TRIGGER + "event['response']['autoConfirmUser'] = True\nreturn event", unread_fields),
    Check("P420", "A triggerSource that Cognito does not send",
          "The condition is never true, so the code under it never runs.", TRIGGERS,
          TRIGGER + IF_SOURCE % "PreSignUp_Admin", TRIGGER + IF_SOURCE % "PreSignUp_AdminCreateUser", unknown_sources),
    Check("P424", "An attribute that a user need not have",
          "KeyError, and so the sign-up fails: whoever signs up sends any attributes, and the pool requires none but "
          "the e-mail address.",
          "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
          TRIGGER + "print(event['request']['userAttributes']['name'])\nreturn event",
          TRIGGER + "print(event['request']['userAttributes'].get('name'))\nreturn event", optional_attributes,
          files={"app.yaml": "name: demo\nusers: {sign_up: true}\n"}),
    Check("P425", "A group that the user pool does not have",
          "ResourceNotFoundException, and so the sign-up, or the sign-in, fails.",
          "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html",
          ADD % "driver", ADD % "drivers", unknown_groups,
          files={"app.yaml": "name: demo\nusers: {groups: [drivers]}\n"}),
]
