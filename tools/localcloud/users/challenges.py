"""CUSTOM_AUTH, a sign-in by the app's own challenges: three lambdas of the pool decide, ask, and check the response.

    InitiateAuth              define-auth-challenge, then create-auth-challenge
    RespondToAuthChallenge    verify-auth-challenge-response, then as InitiateAuth, until tokens are issued or refused

A sign-in may begin with a password (CHALLENGE_NAME: SRP_A): define-auth-challenge asks for it (PASSWORD_VERIFIER), and
Cognito checks the proof.
docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
"""
import re
import time
import uuid
from typing import Any, NamedTuple

from moto.cognitoidp.exceptions import InvalidParameterException, NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpUser, UserStatus
from moto.core.exceptions import JsonRESTError

from localcloud.users import second_factor, trigger_invocations, user_pools
from recipes import user_trigger

FLOW, NAME = "CUSTOM_AUTH", "CUSTOM_CHALLENGE"
START, PASSWORD = "SRP_A", "PASSWORD_VERIFIER"  # of a sign-in that begins with a password
REFUSED = "Incorrect username or password."
UNREADABLE = "InvalidLambdaResponseException"


class Challenge(NamedTuple):
    """A challenge that waits for its response."""

    name: str  # NAME or PASSWORD
    user: Any  # of moto; one without attributes for a name that the pool does not have
    results: list  # of the challenges before: [{"challengeName", "challengeResult", "challengeMetadata"}]
    private: dict[str, str]
    metadata: str | None
    end: float  # of its session, a time.monotonic()


_challenges: dict[str, Challenge] = {}  # by session


def waits(session):
    """Whether a challenge of this module waits for its response in a session."""
    return session in _challenges


def start(backend, pool, client_id, parameters):
    """The response to InitiateAuth: the first challenge, or tokens."""
    first, name = parameters.get("CHALLENGE_NAME"), parameters.get("USERNAME", "")
    if first and first != START:
        raise InvalidParameterException(f"{first} is no CHALLENGE_NAME of {FLOW}: it is {START}, or absent")
    if first and not parameters.get(START):
        raise InvalidParameterException(f"Missing required parameter {START}")
    if first and not re.fullmatch("[0-9a-fA-F]+", parameters[START]):
        raise InvalidParameterException(f"{START} is no hexadecimal number")
    user = pool._get_user(name) or CognitoIdpUser(pool.id, name, "", UserStatus.UNCONFIRMED, [])
    if not user.enabled:
        raise NotAuthorizedError("User is disabled.")
    return next_step(backend, pool, client_id, user, [result(START, True)] if first else [], parameters.get(START))


def result(name, passed, metadata=None):
    """An entry of `session`, the challenges before."""
    return {"challengeName": name, "challengeResult": passed, "challengeMetadata": metadata}


def respond(backend, session, client_id, responses):
    """The response to RespondToAuthChallenge: another challenge, or tokens. A session has one answer."""
    challenge, (_name, pool) = _challenges.pop(session, None), backend.sessions.get(session, ("", None))
    try:
        if not challenge or not pool or challenge.end < time.monotonic() or client_id not in pool.clients or \
                challenge.name == PASSWORD and responses.get("PASSWORD_CLAIM_SECRET_BLOCK") != session:
            raise NotAuthorizedError(second_factor.INVALID_SESSION)
        passed = _passed(backend, pool, client_id, challenge, responses)
    finally:
        backend.sessions.pop(session, None)
    return next_step(backend, pool, client_id, challenge.user, [
        *challenge.results, result(challenge.name, passed, challenge.metadata)])


def _passed(backend, pool, client_id, challenge, responses):
    """Whether a response is right; a wrong password raises Cognito's error, and invokes no lambda."""
    if challenge.name == PASSWORD:
        user_pools.check_proof(backend, responses)
        return True
    if not responses.get("ANSWER"):
        raise InvalidParameterException("Missing required parameter ANSWER")
    output = invoke(pool, challenge.user, client_id, "verify-auth-challenge-response",
                    privateChallengeParameters=challenge.private, challengeAnswer=responses["ANSWER"])
    return output.get("answerCorrect") is True


def next_step(backend, pool, client_id, user, results, client_value=None):
    """The response that define-auth-challenge decides on: tokens, a refusal, or a new challenge in a new session.

    client_value  SRP_A of the request, where the sign-in may go on with a password
    """
    decision = invoke(pool, user, client_id, "define-auth-challenge", session=results)
    if decision.get("failAuthentication") or decision.get("issueTokens") and user.username not in pool.users:
        raise NotAuthorizedError(REFUSED)
    if decision.get("issueTokens"):
        return second_factor.tokens(backend, pool, client_id, user.username)
    name = decision.get("challengeName")
    if name == PASSWORD and client_value:
        if user.username not in pool.users:
            raise NotAuthorizedError(REFUSED)
        session, parameters = user_pools.challenge(pool, user, int(client_value, 16))
        output = {}
    elif name == NAME:
        output = invoke(pool, user, client_id, "create-auth-challenge", challengeName=NAME, session=results)
        session = str(uuid.uuid4())
        parameters = {**(output.get("publicChallengeParameters") or {}), "USERNAME": user.username}
    else:
        raise JsonRESTError(UNREADABLE, f"Unrecognizable lambda output: challengeName is {name!r}; the local cloud "
                            f"supports {NAME}, and {PASSWORD} as the response to {START}; and neither issueTokens nor "
                            "failAuthentication is true")
    backend.sessions[session] = user.username, pool
    _challenges[session] = Challenge(name, user, results, output.get("privateChallengeParameters") or {},
                                     output.get("challengeMetadata"), time.monotonic() + second_factor.SECONDS)
    return {"ChallengeName": name, "Session": session, "ChallengeParameters": parameters}


def invoke(pool, user, client_id, word, **request):
    """The `response` of a trigger, which the pool must have. request: as of trigger_invocations.invoke()"""
    trigger = user_trigger.KINDS[word]
    if trigger.key not in (pool.extended_config.get("LambdaConfig") or {}):
        raise InvalidParameterException(f"Custom auth lambda trigger is not configured for the user pool: "
                                        f"{trigger.key}")
    unknown = user.username not in pool.users
    return trigger_invocations.invoke(pool, user, client_id, trigger.sources[0], userNotFound=unknown,
                                      **({"userAttributes": {}} if unknown else {}), **request)
