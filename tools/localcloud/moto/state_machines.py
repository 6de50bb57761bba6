"""State machines of Step Functions run: moto interprets the Amazon States Language; its calls have the machine's role.

moto.stepfunctions.parser is slow to import: Python imports it with the first state machine (lazy_imports).
"""
import json
from typing import Any

import boto3
from botocore.config import Config

from localcloud.authorization import callers

SESSION = "StepFunctions"  # RoleSessionName; AWS chooses a random name
LONGEST = 1800  # seconds of a step's call: two of the longest invocation
_endpoint: list[str] = []  # of the local cloud; empty where none listens, as in tests of its parts


def install(endpoint: str) -> None:
    """Lets the calls of state machines reach the local cloud, which evaluates the machine's role."""
    _endpoint[:] = [endpoint]


def transition_problem(definition: Any, path: str = "") -> str:
    """The message about the first transition to a state that there is not, as Step Functions writes it; "" without one.

    definition: a state machine, or a branch of one of its states; path: of that state, "/States/A"
    """
    states = definition.get("States") or {}
    targets = [("StartAt", f"{path}/StartAt", definition.get("StartAt"))]
    for name, state in states.items():
        of_state = f"{path}/States/{name}"
        targets += [(key, f"{of_state}/{key}", state.get(key)) for key in ("Next", "Default")]
        targets += [("Next", f"{of_state}/{rules}[{number}]/Next", rule.get("Next")) for rules in ("Catch", "Choices")
                    for number, rule in enumerate(state.get(rules) or [])]
    for kind, location, target in targets:
        if target is not None and target not in states:
            return ("Invalid State Machine Definition: "
                    f"'MISSING_TRANSITION_TARGET: Missing '{kind}' target: {target} at {location}'")
    parts = [(state.get(key), f"{path}/States/{name}/{key}") for name, state in states.items()
             for key in ("ItemProcessor", "Iterator") if state.get(key)]
    parts += [(branch, f"{path}/States/{name}/Branches[{number}]") for name, state in states.items()
              for number, branch in enumerate(state.get("Branches") or [])]
    return next(filter(None, (transition_problem(*part) for part in parts)), "")


def check_transitions(text: str, error: type) -> None:
    """Raises `error`, with a message, for a definition with a transition to a state that there is not."""
    try:
        problem = transition_problem(json.loads(text))
    except (AttributeError, TypeError, ValueError):  # of another form: moto has the error
        return
    if problem:
        raise error(problem)


def client(region: str, service: str, state_credentials=None):
    """The client of boto3 with which a state calls AWS, in place of moto's boto_client_for().

    state_credentials  moto's, with the `role_arn` of the machine or of the state; None: no role counts
    """
    config = Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=LONGEST)
    endpoint = _endpoint[0] if _endpoint else None
    key, secret, token = callers.credentials(state_credentials.role_arn, SESSION) if state_credentials and endpoint \
        else ("local", "local", None)
    return boto3.client(service, region_name=region, config=config, endpoint_url=endpoint, aws_access_key_id=key,
                        aws_secret_access_key=secret, aws_session_token=token)
