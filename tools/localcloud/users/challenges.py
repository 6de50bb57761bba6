"""CUSTOM_AUTH, a sign-in by the app's own challenges: three lambdas of the pool decide, ask, and check the answer.

    InitiateAuth              define-auth-challenge, then create-auth-challenge
    RespondToAuthChallenge    verify-auth-challenge-response, then as InitiateAuth, until tokens are issued or refused

A sign-in that begins with a password (CHALLENGE_NAME: SRP_A) is refused here.
docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
"""
import time
import uuid
from typing import Any, NamedTuple

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, UserStatus
from moto.core.exceptions import JsonRESTError

from localcloud.users import second_factor, trigger_invocations
from recipes import user_trigger

FLOW, NAME = "CUSTOM_AUTH", "CUSTOM_CHALLENGE"
REFUSED = "Incorrect username or password."
UNREADABLE = "InvalidLambdaResponseException"


class Challenge(NamedTuple):
    """A challenge that waits for its answer."""

    user: Any  # of moto; one without attributes for a name that the pool does not have
    results: list  # of the challenges before: [{"challengeName", "challengeResult", "challengeMetadata"}]
    private: dict[str, str]
    metadata: str | None
    end: float  # of its session, a time.monotonic()


_challenges: dict[str, Challenge] = {}  # by session


def start(backend, pool, client_id, parameters):
    """The response to InitiateAuth: the first challenge, or tokens."""
    if "CHALLENGE_NAME" in parameters:
        raise InvalidParameterException("The local cloud supports CUSTOM_AUTH without CHALLENGE_NAME only")
    name = parameters.get("USERNAME", "")
    user = pool._get_user(name) or CognitoIdpUser(pool.id, name, "", UserStatus.UNCONFIRMED, [])
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return next_step(backend, pool, client_id, user, [])


def respond(backend, session, client_id, responses):
    """The response to RespondToAuthChallenge: another challenge, or tokens. A session has one answer."""
    challenge, (_name, pool) = _challenges.pop(session, None), backend.sessions.pop(session, ("", None))
    if not challenge or not pool or challenge.end < time.monotonic() or client_id not in pool.clients:
        raise NotAuthorizedError(second_factor.INVALID_SESSION)
    if not responses.get("ANSWER"):
        raise InvalidParameterException("Missing required parameter ANSWER")
    output = invoke(pool, challenge.user, client_id, "verify-auth-challenge-response",
                    privateChallengeParameters=challenge.private, challengeAnswer=responses["ANSWER"])
    result = {"challengeName": NAME, "challengeResult": output.get("answerCorrect") is True,
              "challengeMetadata": challenge.metadata}
    return next_step(backend, pool, client_id, challenge.user, [*challenge.results, result])


def next_step(backend, pool, client_id, user, results):
    """The response that define-auth-challenge decides on: tokens, a refusal, or a new challenge in a new session."""
    decision = invoke(pool, user, client_id, "define-auth-challenge", session=results)
    if decision.get("failAuthentication") or decision.get("issueTokens") and user.username not in pool.users:
        raise NotAuthorizedError(REFUSED)
    if decision.get("issueTokens"):
        return second_factor.tokens(backend, pool, client_id, user.username)
    if decision.get("challengeName") != NAME:
        raise JsonRESTError(UNREADABLE, f"Unrecognizable lambda output: challengeName is no {NAME}, the only one that "
                            "the local cloud supports, and neither issueTokens nor failAuthentication is true")
    output = invoke(pool, user, client_id, "create-auth-challenge", challengeName=NAME, session=results)
    session = str(uuid.uuid4())
    backend.sessions[session] = user.username, pool
    _challenges[session] = Challenge(user, results, output.get("privateChallengeParameters") or {},
                                     output.get("challengeMetadata"), time.monotonic() + second_factor.SECONDS)
    return {"ChallengeName": NAME, "Session": session, "ChallengeParameters": {
        **(output.get("publicChallengeParameters") or {}), "USERNAME": user.username}}


def invoke(pool, user, client_id, word, **request):
    """The `response` of a trigger, which the pool must have. request: as of trigger_invocations.invoke()"""
    trigger = user_trigger.KINDS[word]
    if trigger.key not in (pool.extended_config.get("LambdaConfig") or {}):
        raise InvalidParameterException(f"Custom auth lambda trigger is not configured for the user pool: "
                                        f"{trigger.key}")
    unknown = user.username not in pool.users
    return trigger_invocations.invoke(pool, user, client_id, trigger.sources[0], userNotFound=unknown,
                                      **({"userAttributes": {}} if unknown else {}), **request)
