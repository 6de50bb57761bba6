"""State machines of Step Functions run: moto interprets the Amazon States Language; its calls have the machine's role.

moto.stepfunctions.parser is slow to import: Python imports it with the first state machine (lazy_imports).
"""
import boto3
from botocore.config import Config

from localcloud.authorization import callers

SESSION = "StepFunctions"  # RoleSessionName; AWS chooses a random name
LONGEST = 1800  # seconds of a step's call: two of the longest invocation
_endpoint: list[str] = []  # of the local cloud; empty where none listens, as in tests of its parts


def install(endpoint: str) -> None:
    """Lets the calls of state machines reach the local cloud, which evaluates the machine's role."""
    _endpoint[:] = [endpoint]


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
