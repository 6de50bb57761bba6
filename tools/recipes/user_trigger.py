"""users: the lambda is a trigger of a user pool, which waits for it.

    infra:
      users: pre-sign-up                             # of the pool without a name

    infra:
      users: {trigger: pre-sign-up, pool: staff}     # of a pool of `users: {pools: ...}` in app.yaml

Cognito sends an event, and the lambda returns the same event, with fields of its `response` set.
docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
"""
from typing import Any, NamedTuple

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import event_shapes, function, nothing, user_pool

SECONDS = 5  # that Cognito waits for the lambda
VARIABLE, CALLER_WAITS = None, True  # see recipes/__init__.py
INVOKED, EXAMPLE = "the user pool calls it", "an example of an event of the user pool"
ATTRIBUTES = ("sub", "email", "email_verified", "cognito:user_status")


class Trigger(NamedTuple):
    """A trigger of a user pool.

    key       in the pool's LambdaConfig, and in messages of Cognito
    sources   triggerSource of its events; the first is that of examples
    request   the fields of `request` beside userAttributes, with values of their types; {} may have any keys
    response  the fields of `response` as the lambda gets them
    """

    key: str
    sources: tuple[str, ...]
    request: dict[str, Any]
    response: dict[str, Any]


GROUPS = {"groupsToOverride": ["text"], "iamRolesToOverride": ["text"], "preferredRole": None}
MESSAGE = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
KINDS = {
    "pre-sign-up": Trigger(
        "PreSignUp", ("PreSignUp_SignUp", "PreSignUp_AdminCreateUser", "PreSignUp_ExternalProvider"),
        {"validationData": None}, {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}),
    "post-confirmation": Trigger(
        "PostConfirmation", ("PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"), {}, {}),
    "pre-authentication": Trigger(
        "PreAuthentication", ("PreAuthentication_Authentication",), {"validationData": None}, {}),
    "post-authentication": Trigger(
        "PostAuthentication", ("PostAuthentication_Authentication",), {"newDeviceUsed": False}, {}),
    "pre-token-generation": Trigger(
        "PreTokenGeneration", ("TokenGeneration_Authentication", "TokenGeneration_NewPasswordChallenge",
                               "TokenGeneration_RefreshTokens", "TokenGeneration_HostedAuth",
                               "TokenGeneration_AuthenticateDevice"),
        {"groupConfiguration": GROUPS}, {"claimsOverrideDetails": None}),
    "custom-message": Trigger(
        "CustomMessage", ("CustomMessage_SignUp", "CustomMessage_AdminCreateUser", "CustomMessage_ForgotPassword",
                          "CustomMessage_ResendCode", "CustomMessage_UpdateUserAttribute",
                          "CustomMessage_VerifyUserAttribute", "CustomMessage_Authentication"),
        {"codeParameter": "{####}", "linkParameter": "{##Click Here##}", "usernameParameter": None}, MESSAGE),
    "user-migration": Trigger(
        "UserMigration", ("UserMigration_Authentication", "UserMigration_ForgotPassword"),
        {"password": "text", "validationData": None},
        {"userAttributes": None, "finalUserStatus": None, "messageAction": None, "desiredDeliveryMediums": None,
         "forceAliasCreation": None}),
}
# docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
CHALLENGE = {"challengeName": "CUSTOM_CHALLENGE", "challengeResult": True, "challengeMetadata": "text"}
KINDS |= {
    "define-auth-challenge": Trigger(
        "DefineAuthChallenge", ("DefineAuthChallenge_Authentication",), {"session": [CHALLENGE], "userNotFound": False},
        {"challengeName": None, "issueTokens": None, "failAuthentication": None}),
    "create-auth-challenge": Trigger(
        "CreateAuthChallenge", ("CreateAuthChallenge_Authentication",),
        {"challengeName": "CUSTOM_CHALLENGE", "session": [CHALLENGE], "userNotFound": False},
        {"publicChallengeParameters": None, "privateChallengeParameters": None, "challengeMetadata": None}),
    "verify-auth-challenge-response": Trigger(
        "VerifyAuthChallengeResponse", ("VerifyAuthChallengeResponse_Authentication",),
        {"privateChallengeParameters": {}, "challengeAnswer": "text", "userNotFound": False}, {"answerCorrect": None}),
}
WITHOUT_ATTRIBUTES = {"user-migration"}
EARLY = {"pre-sign-up", "user-migration"}  # the pool has the user only after them
KIND = {"type": "string", "enum": sorted(KINDS)}
SCHEMA = {
    "title": "users",
    "description": "The lambda is a trigger of the app's user pool, which calls it and waits. It returns its event, "
                   "with fields of `response` set; an exception refuses the user's request (docs/users.md).",
    "anyOf": [KIND, {"type": "object", "required": ["trigger"], "additionalProperties": False, "properties": {
        "trigger": KIND,
        "pool": {"type": "string", "minLength": 1, "description": "one of `users: {pools: ...}` in app.yaml"}}}],
    "examples": ["pre-sign-up", {"trigger": "pre-sign-up", "pool": "staff"}],
}


def problems(block: str | dict) -> list[KeyProblem]:
    """[]: the schema rejects every invalid value."""
    return []


def normal(block: str | dict) -> dict:
    """{"trigger": a key of KINDS, "pool": "" or the name of a pool}"""
    return {"pool": "", **({"trigger": block} if isinstance(block, str) else block)}


def event_shape(block: dict) -> dict:
    """The shape of the event of a trigger. Fields of a response that are None may be set to anything."""
    trigger = KINDS[block["trigger"]]
    attributes = {} if block["trigger"] in WITHOUT_ATTRIBUTES else {"userAttributes": event_shapes.mapping(
        dict.fromkeys(ATTRIBUTES, event_shapes.TEXT), open_=True)}
    request = {**attributes, **{name: field_shape(value) for name, value in trigger.request.items()},
               "clientMetadata": event_shapes.mapping({}, open_=True)}
    return event_shapes.mapping({
        "version": event_shapes.TEXT, "triggerSource": event_shapes.TEXT, "region": event_shapes.TEXT,
        "userPoolId": event_shapes.TEXT, "userName": event_shapes.TEXT,
        "callerContext": event_shapes.mapping({"awsSdkVersion": event_shapes.TEXT, "clientId": event_shapes.TEXT}),
        "request": event_shapes.mapping(request, maybe=["clientMetadata"]),
        "response": event_shapes.mapping({name: event_shapes.ANY for name in trigger.response}, open_=True)})


def field_shape(value) -> dict:
    """The shape of a field of a request: None is a mapping that may be absent."""
    if isinstance(value, dict):
        return event_shapes.mapping({name: field_shape(entry) for name, entry in value.items()}, open_=True)
    return event_shapes.mapping({}, open_=True, null=True) if value is None else event_shapes.of_literal(value)


def event(name: str, source: str, user: dict, request: dict) -> dict:
    """The event of a trigger, version 1.

    name     of the trigger, a key of KINDS
    source   one of its trigger sources
    user     {"region", "pool", "name", "client"}: of the pool, the user and the client
    request  fields of the request that have values; the others have those of KINDS
    """
    trigger = KINDS[name]
    return {"version": "1", "region": user["region"], "userPoolId": user["pool"], "userName": user["name"],
            "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": user["client"]},
            "triggerSource": source, "request": {**trigger.request, **request}, "response": dict(trigger.response)}


def output_fault(name: str, output: Any) -> str:
    """Why Cognito cannot use what a trigger returned, "" if it can. name: of the trigger, a key of KINDS"""
    if not isinstance(output, dict) or not isinstance(output.get("response"), dict):
        return "it returned no event" if isinstance(output, dict) else f"it returned {kind(output)}, not its event"
    response = output["response"]
    for field, value in KINDS[name].response.items():
        if isinstance(value, bool) and not isinstance(response.get(field, False), bool):
            return f"{field} of the response is {kind(response[field])}, not true or false"
    details = response.get("claimsOverrideDetails") or {}
    if not isinstance(details, dict):
        return f"claimsOverrideDetails is {kind(details)}, not an object"
    for claim, value in (details.get("claimsToAddOrOverride") or {}).items():
        if not isinstance(value, str):
            return f"the claim {claim} is {kind(value)}, not a text"
    return ""


def kind(value) -> str:
    """The type of a value of JSON, for a message."""
    names_of_types = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return "nothing" if value is None else names_of_types.get(type(value), "a number")


def config(app: AppModel, pool: str) -> dict:
    """The LambdaConfig of a pool: {"PreSignUp": ARN}. The ARN is a text: the functions may name the pool."""
    return {KINDS[fn["infra"]["users"]["trigger"]].key: function.arn(app, name)
            for name, fn in sorted(app["lambdas"].items()) if fn["infra"].get("users", {}).get("pool") == pool}


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"WelcomeUsersPermission": ...}: the pool may call the lambda."""
    pool = user_pool.pool_id(fn["infra"]["users"]["pool"])
    return {names.logical_id(fn["name"], "users", "permission"): function.invoke_permission(
        names.logical_id(fn["name"], "function"), "cognito-idp.amazonaws.com", cfn.arn(pool))}


statements = nothing.no_statements
outputs = shared = shared_outputs = nothing.none
