"""Invoking the lambdas of a user pool's LambdaConfig: the event, the permission, the time, and what they return."""
import contextvars
import json
import logging
import threading

from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.exceptions import JsonRESTError

from aws.iam import evaluation
from localcloud.functions import calls, versions
from localcloud.functions.runner import Throttled, Wait
from localcloud.moto import state
from localcloud.moto.replacing import replace
from recipes import user_pool, user_trigger

LOG = logging.getLogger(__name__)
# Operations whose ClientMetadata the triggers get. A sign-in passes it as validationData, to the first triggers alone.
# docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html
OPERATIONS = ("sign_up", "admin_create_user", "confirm_sign_up", "admin_confirm_sign_up", "forgot_password",
              "confirm_forgot_password", "respond_to_auth_challenge", "admin_respond_to_auth_challenge")
SIGN_INS, BEFORE_SIGN_IN = ("initiate_auth", "admin_initiate_auth"), ("PreAuthentication", "UserMigration")
_functions: list = []  # the registry of functions; empty before install()
_callers_data: contextvars.ContextVar = contextvars.ContextVar("callers_data")


def install(functions):
    """Stores the registry of functions: find(name_or_arn, region) and invoke(function, payload)."""
    if not _functions:
        for operation in (*OPERATIONS, *SIGN_INS):
            _keep_callers_data(operation)
    _functions[:] = [functions]


def _keep_callers_data(operation):
    """Replaces moto's reading of an operation's request: the caller's own data of it is for the triggers."""
    @replace(CognitoIdpResponse, operation)
    def response(original, self):
        metadata = self._get_param("ClientMetadata") or None
        validation = {item["Name"]: item.get("Value", "") for item in self._get_param("ValidationData") or []} or None
        data = {"validationData": metadata} if operation in SIGN_INS else \
            {"validationData": validation, "clientMetadata": metadata}
        mark = _callers_data.set(data)
        try:
            return original(self)
        finally:
            _callers_data.reset(mark)


def _data_for(trigger):
    """{"validationData", "clientMetadata"} of the request that is served, as far as the trigger gets them."""
    data = _callers_data.get({})
    if "clientMetadata" not in data and trigger.key not in BEFORE_SIGN_IN:
        return {}
    return {name: value for name, value in data.items() if name == "clientMetadata" or name in trigger.request}


def invoke(pool, user, client_id, source, **request):
    """The `response` of the lambda of a trigger source; {} if the pool has none. Raises an error of Cognito.

    request  fields of the event's request; userAttributes are the user's, None for none
    """
    trigger, arn = _trigger(pool, source)
    if not arn or not _functions:
        return {}
    attributes = {**user.attribute_lookup, "cognito:user_status": str(getattr(user.status, "value", user.status))}
    fields = {name: value for name, value in {
        "userAttributes": attributes, **_data_for(trigger), **request}.items() if value is not None}
    event = user_trigger.event(trigger, source, {"region": pool.region, "pool": pool.id, "name": user.username,
                                              "client": client_id}, fields)
    function = _function(arn, pool, trigger.key)
    response = _response(function, json.dumps(event).encode(), trigger.key)
    payload = json.loads(response.payload or b"null")
    if response.error:
        message = payload.get("errorMessage") if isinstance(payload, dict) else payload
        raise JsonRESTError("UserLambdaValidationException", f"{trigger.key} failed with error {message}.")
    fault = user_trigger.output_fault(trigger, payload)
    if fault:
        LOG.error("%s of the pool %s: %s", function.function_name, pool.id, fault)
        calls.record_failure(function.function_name, f"Cognito cannot read the response of {trigger.key}: {fault}")
        raise JsonRESTError("InvalidLambdaResponseException", f"Unrecognizable lambda output: {fault}")
    return payload["response"]


def _trigger(pool, source):
    """(trigger, ARN of its lambda) of a trigger source; the ARN is None if the pool has none."""
    trigger = next(trigger for trigger in user_trigger.KINDS.values() if source in trigger.sources)
    config = pool.extended_config.get("LambdaConfig") or {}
    versioned = config.get(user_pool.VERSIONED_KEY) or {}
    if trigger is user_trigger.KINDS[user_trigger.VERSIONED] and versioned:
        return trigger if versioned["LambdaVersion"] == "V1_0" else user_trigger.SECOND, versioned["LambdaArn"]
    return trigger, config.get(trigger.key)


def _function(arn, pool, key):
    """The function, if its policy permits the pool to invoke it; else raises UnexpectedLambdaException."""
    function = _functions[0].find(arn, pool.region)
    context = {"aws:SourceArn": pool.arn, "aws:SourceAccount": state.ACCOUNT}
    if function is None:
        raise _unexpected(key, "ResourceNotFoundException")
    if not evaluation.resource_allows(versions.statements(function, arn), "cognito-idp.amazonaws.com",
                                      "lambda:InvokeFunction", None, context):
        LOG.error("the policy of the function %s does not permit the pool %s to invoke it", function.function_name,
                  pool.id)
        raise _unexpected(key, "AccessDeniedException")
    return function


def _response(function, payload, key):
    """The function's Response within Cognito's five seconds. moto's lock is released meanwhile."""
    responses: list = []

    def run():
        try:
            responses.append(_functions[0].invoke(function, payload, wait=Wait.ROOM))
        except Throttled:
            responses.append(None)
    with state.unlocked():
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(user_trigger.SECONDS)
    if not responses:
        calls.record_failure(function.function_name, f"Cognito waits {user_trigger.SECONDS} s for its triggers")
        raise _unexpected(key, "timeout")
    if responses[0] is None:
        raise _unexpected(key, "TooManyRequestsException")
    return responses[0]


def _unexpected(key, reason):
    """Cognito's error for a lambda that it could not run."""
    return JsonRESTError("UnexpectedLambdaException", f"{key} invocation failed due to error {reason}.")
