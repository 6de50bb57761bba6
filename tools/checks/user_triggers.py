"""Triggers of the user pool: the return value, which must be the event with fields that Cognito reads, and sources."""
import ast
import re

from checks.check import Check, Finding, Findings, Subject, finding
from checks.parameters import description, kind_of
from interpreter.plain import fields, options
from interpreter.sources import every_node
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
        for returned in observation["returns"]:
            for value in options(returned["value"]):
                message, hint = fault(value)
                if message:
                    yield finding(returned, message, hint, FAILURE)


def unknown_sources(subject: Subject) -> Findings:
    """Texts with the form of a triggerSource that Cognito does not send."""
    sources = {source for kind in user_trigger.KINDS.values() for source in kind.sources} | OTHER_SOURCES
    starts = {source.partition("_")[0] for source in sources}
    for path in sorted({path for _fn, observation in subject.followed("users") for path in observation["files"]}):
        for node in every_node(subject.tree(path)):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            match = SOURCE.fullmatch(text)
            if match and match[1] in starts and text not in sources:
                of_trigger = sorted(source for source in sources if source.startswith(f"{match[1]}_"))
                yield Finding(path, node.lineno, f"no event of the user pool has the triggerSource {text!r}",
                              nearest(text, of_trigger, 0.7) or f"it is {listed(of_trigger, 8)}",
                              "no error: the condition is never true")


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
    """Fields that a trigger sets in the response of its event, and that Cognito does not read."""
    for name, note in subject.notes("sets-response"):
        block = subject.model["lambdas"][name]["infra"].get("users")
        fields_read = user_trigger.KINDS[block["trigger"]].response if block else {}
        if block and note["key"] not in fields_read:
            hint = VERSION_1 if note["key"] == VERSION_2 else nearest(note["key"], fields_read, 0.6) or \
                f"it reads {listed(sorted(fields_read)) or 'no field'}"
            yield finding(note, f"Cognito reads no {note['key']!r} from the response of {block['trigger']}", hint,
                          "no error: the field has no effect")


VERSION_2 = "claimsAndScopeOverrideDetails"
VERSION_1 = "event['response']['claimsOverrideDetails']: this is version 1 of the trigger, which changes the ID " \
    "token, and of the access token the groups"
SOURCE = re.compile(r"([A-Za-z]+)_[A-Za-z]+")
OTHER_SOURCES = {"TokenGeneration_ClientCredentials", *(
    f"Custom{kind}Sender_{name}" for kind in ("SMS", "Email") for name in (
        "SignUp", "ResendCode", "ForgotPassword", "UpdateUserAttribute", "VerifyUserAttribute", "AdminCreateUser",
        "Authentication", "AccountTakeOverNotification"))}
TRIGGER = "infra:\n  users: pre-sign-up\n---\n"
TRIGGERS = "https://docs.aws.amazon.com/cognito/latest/developerguide/" \
    "cognito-user-pools-working-with-lambda-triggers.html"
IF_SOURCE = "if event['triggerSource'] == '%s':\n    print('new')\nreturn event"
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
]
