"""users: the lambda is a trigger of a user pool, which waits for it.

    infra:
      users: pre-sign-up                             # of the pool without a name

    infra:
      users: {trigger: pre-sign-up, pool: staff}     # of a pool of `users: {pools: ...}` in app.yaml

    infra:
      users: {trigger: pre-token-generation, version: 2}     # the access token too

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

    key       in the pool's LambdaConfig, except of version 2, and in messages of Cognito
    sources   triggerSource of its events; the first is that of examples
    request   the fields of `request` beside userAttributes, with values of their types; {} may have any keys
    response  the fields of `response` as the lambda gets them
    version   of its event
    """

    key: str
    sources: tuple[str, ...]
    request: dict[str, Any]
    response: dict[str, Any]
    version: str = "1"


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
# Version 2 of an event; its pool needs the plan Essentials. Version 3 adds only the tokens of clients with a secret.
# docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
VERSIONED, SCOPE = "pre-token-generation", "aws.cognito.signin.user.admin"
OVERRIDES, OVERRIDES_2 = "claimsOverrideDetails", "claimsAndScopeOverrideDetails"
TOKENS = ("idTokenGeneration", "accessTokenGeneration")
CLAIMS: dict[str, dict | None] = {"claimsToAddOrOverride": None, "claimsToSuppress": None}
OVERRIDDEN_GROUPS: dict = {"groupOverrideDetails": dict.fromkeys(GROUPS)}
# {field of a response: its fields, and theirs; None may have any}
FIELDS: dict[str, dict] = {
    OVERRIDES: CLAIMS | OVERRIDDEN_GROUPS,
    OVERRIDES_2: {"idTokenGeneration": CLAIMS, **OVERRIDDEN_GROUPS,
                  "accessTokenGeneration": CLAIMS | {"scopesToAdd": None, "scopesToSuppress": None}}}
NULL_AT_FIRST = {*FIELDS, "publicChallengeParameters", "privateChallengeParameters"}  # mappings
SECOND = KINDS[VERSIONED]._replace(version="2", response={OVERRIDES_2: None},
                                   request={**KINDS[VERSIONED].request, "scopes": [SCOPE]})
WITHOUT_ATTRIBUTES = {"user-migration"}
EARLY = {"pre-sign-up", "user-migration"}  # the pool has the user only after them
KIND = {"type": "string", "enum": sorted(KINDS)}
SCHEMA = {
    "title": "users",
    "description": "The lambda is a trigger of the app's user pool, which calls it and waits. It returns its event, "
                   "with fields of `response` set; an exception refuses the user's request (docs/users.md).",
    "anyOf": [KIND, {"type": "object", "required": ["trigger"], "additionalProperties": False, "properties": {
        "trigger": KIND,
        "pool": {"type": "string", "minLength": 1, "description": "one of `users: {pools: ...}` in app.yaml"},
        "version": {"type": "integer", "enum": [1, 2],
                    "description": "of the event of pre-token-generation: 2 (V2_0) also changes the access token, and "
                                   "needs the plan Essentials. Without it 1", "examples": [2]}}}],
    "examples": ["pre-sign-up", {"trigger": "pre-sign-up", "pool": "staff"}],
}


def problems(block: str | dict) -> list[KeyProblem]:
    """[(key, message, hint)]: the version of a trigger that has only one."""
    trigger = VERSIONED if isinstance(block, str) or "version" not in block else block["trigger"]
    return [] if trigger == VERSIONED else [
        ("version", f"{trigger} has one version", f"remove version: only {VERSIONED} has two")]


def normal(block: str | dict) -> dict:
    """{"trigger": a key of KINDS, "pool": "" or the name of a pool}, and "version": 2 of that version"""
    full = {"pool": "", **({"trigger": block} if isinstance(block, str) else block)}
    return {key: value for key, value in full.items() if (key, value) != ("version", 1)}


def of(block: dict) -> Trigger:
    """The trigger of a block."""
    return SECOND if block.get("version") == 2 else KINDS[block["trigger"]]


def event_shape(block: dict) -> dict:
    """The shape of the event of a trigger. Fields of a response that are None may be set to anything."""
    trigger = of(block)
    attributes = {} if block["trigger"] in WITHOUT_ATTRIBUTES else {"userAttributes": event_shapes.mapping(
        dict.fromkeys(ATTRIBUTES, event_shapes.TEXT), open_=True)}
    request = {**attributes, **{name: field_shape(value) for name, value in trigger.request.items()},
               "clientMetadata": event_shapes.mapping({}, open_=True)}
    return event_shapes.mapping({
        "version": event_shapes.TEXT, "triggerSource": event_shapes.TEXT, "region": event_shapes.TEXT,
        "userPoolId": event_shapes.TEXT, "userName": event_shapes.TEXT,
        "callerContext": event_shapes.mapping({"awsSdkVersion": event_shapes.TEXT, "clientId": event_shapes.TEXT}),
        "request": event_shapes.mapping(request, maybe=["clientMetadata"]),
        "response": event_shapes.mapping({
            name: event_shapes.mapping({}, open_=True, null=True) if name in NULL_AT_FIRST else event_shapes.ANY
            for name in trigger.response}, open_=True)})


def field_shape(value) -> dict:
    """The shape of a field of a request: None is a mapping that may be absent."""
    if isinstance(value, dict):
        return event_shapes.mapping({name: field_shape(entry) for name, entry in value.items()}, open_=True)
    return event_shapes.mapping({}, open_=True, null=True) if value is None else event_shapes.of_literal(value)


def event(trigger: Trigger, source: str, user: dict, request: dict) -> dict:
    """The event of a trigger.

    source   one of its trigger sources
    user     {"region", "pool", "name", "client"}: of the pool, the user and the client
    request  fields of the request that have values; the others have those of the trigger
    """
    return {"version": trigger.version, "region": user["region"], "userPoolId": user["pool"], "userName": user["name"],
            "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": user["client"]},
            "triggerSource": source, "request": {**trigger.request, **request}, "response": dict(trigger.response)}


def output_fault(trigger: Trigger, output: Any) -> str:
    """Why Cognito cannot use what a trigger returned, "" if it can."""
    if not isinstance(output, dict) or not isinstance(output.get("response"), dict):
        return "it returned no event" if isinstance(output, dict) else f"it returned {kind(output)}, not its event"
    response = output["response"]
    for field, value in trigger.response.items():
        if isinstance(value, bool) and not isinstance(response.get(field, False), bool):
            return f"{field} of the response is {kind(response[field])}, not true or false"
    field, tokens = (OVERRIDES_2, TOKENS) if trigger is SECOND else (OVERRIDES, (OVERRIDES,))
    details = response.get(field) or {}
    if not isinstance(details, dict):
        return f"{field} is {kind(details)}, not an object"
    changes = [(token, details if token == field else details.get(token) or {}) for token in tokens]
    return next(filter(None, (token_fault(token, change, trigger is SECOND) for token, change in changes)), "")


def token_fault(token: str, changes: Any, any_claims: bool) -> str:
    """Why Cognito cannot make the changes of a token, "" if it can.

    token       the field of the response with the changes
    any_claims  whether claims may be numbers, lists and objects, as in version 2
    """
    if not isinstance(changes, dict):
        return f"{token} is {kind(changes)}, not an object"
    claims = changes.get("claimsToAddOrOverride") or {}
    if not isinstance(claims, dict):
        return f"claimsToAddOrOverride is {kind(claims)}, not an object"
    for claim, value in claims.items():
        if not isinstance(value, str) and not any_claims:
            return f"the claim {claim} is {kind(value)}, not a text"
    for field in ("claimsToSuppress", "scopesToAdd", "scopesToSuppress"):
        entries = changes.get(field) or []
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            return f"{field} is {kind(entries)}, not a list of texts"
        if spaced := [entry for entry in entries if field == "scopesToAdd" and " " in entry]:
            return f"the scope {spaced[0]!r} has a space"
    return ""


def kind(value) -> str:
    """The type of a value of JSON, for a message."""
    names_of_types = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number"}
    return "nothing" if value is None else names_of_types.get(type(value), "a number")


def config(app: AppModel, pool: str) -> dict:
    """The LambdaConfig of a pool: {"PreSignUp": ARN}. The ARN is a text: the functions may name the pool."""
    triggers: dict[str, Any] = {}
    for name, fn in sorted(app["lambdas"].items()):
        if fn["infra"].get("users", {}).get("pool") == pool:
            trigger, arn = of(fn["infra"]["users"]), function.arn(app, name)
            second = {user_pool.VERSIONED_KEY: {"LambdaArn": arn, "LambdaVersion": "V2_0"}}
            triggers |= second if trigger is SECOND else {trigger.key: arn}
    return triggers


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"WelcomeUsersPermission": ...}: the pool may call the lambda."""
    pool = user_pool.pool_id(fn["infra"]["users"]["pool"])
    return {names.logical_id(fn["name"], "users", "permission"): function.invoke_permission(
        names.logical_id(fn["name"], "function"), "cognito-idp.amazonaws.com", cfn.arn(pool))}


statements = nothing.no_statements
outputs = shared = shared_outputs = nothing.none
