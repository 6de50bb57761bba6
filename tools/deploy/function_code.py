"""Updates functions to the code of zips in the artifacts bucket, and waits until Lambda runs it."""
import base64
import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from aws import clients, errors, stages
from deploy import failures
from kit import cli
from kit.problems import Problem, Problems
from recipes import image

THREADS = 8  # Lambda accepts 15 such calls a second
PAUSES = {clients.LOCAL: 0.02}  # seconds between two requests for a function's state
PAUSE = 0.5
SILENT = 10  # such requests on AWS, before a line: 5 seconds
ATTEMPTS = 5  # so many times another change of the function may come first
MOST_SHOWN = 40  # lambdas that are printed one by one
ANEW = "`aws lambda delete-function --function-name {}`; {} creates it again"


class Update(NamedTuple):
    """A function and the zip that it should run."""

    name: str  # of the lambda
    function: str  # its name in Lambda
    key: str  # of the zip, or the URI of the image
    path: str  # of the lambda's index.py


class Target(NamedTuple):
    """Where updates go."""

    functions: Any  # client of Lambda
    s3: Any  # client
    bucket: str
    stage: str
    uploaded: dict[str, str] = {}  # {key: CodeSha256} of the zips that this process uploaded


def digests(target: Target, updates: list[Update]) -> dict[str, str]:
    """{key: base64 of the SHA-256} of the zips of updates. Raises Problems of those that the bucket lacks."""
    problems: list[Problem] = []
    result: dict[str, str] = {}
    with ThreadPoolExecutor(THREADS) as pool:
        for update, digest in zip(updates, pool.map(lambda update: digest_of(target, update.key), updates)):
            if digest:
                result[update.key] = digest
            else:
                problems.append(Problem(update.path, 0, f"the artifacts bucket lacks {update.key} of {update.name}",
                                        "check out the commit with that code, and deploy it"))
    if problems:
        raise Problems(*problems)
    return result


def digest_of(target: Target, key: str) -> str | None:
    """The base64 of a zip's SHA-256, as Lambda's CodeSha256 has it; None if the bucket lacks the zip. Of an image it is
    the digest, and Lambda itself reports it if the repository lacks the image."""
    if image.is_uri(key):
        return key.partition(image.DIGEST)[2]
    if key in target.uploaded:
        return target.uploaded[key]
    with errors.ignored("404", "NoSuchKey", "NotFound"):
        head = target.s3.head_object(Bucket=target.bucket, Key=key, ChecksumMode="ENABLED")
        if "ChecksumSHA256" in head:
            return head["ChecksumSHA256"]
        body = target.s3.get_object(Bucket=target.bucket, Key=key)["Body"].read()  # uploaded by an older Pareto
        return base64.b64encode(hashlib.sha256(body).digest()).decode()
    return None


def others(target: Target, updates: list[Update], functions: dict[str, dict], digests: dict[str, str]) -> list[str]:
    """The lambdas of updates whose functions run other code than their zip, or a zip that the bucket lacks.

    functions  {name: configuration} of those that exist
    digests    {key: CodeSha256} of zips, so far as they are known: only others are requested, and added
    """
    present = [update for update in updates if update.function in functions
               and functions[update.function]["CodeSha256"] != digests.get(update.key)]
    if not present:
        return []
    with ThreadPoolExecutor(THREADS) as pool:
        requested = {update.key: digest for update, digest in zip(
            present, pool.map(lambda update: digest_of(target, update.key), present))}
    digests.update({key: digest for key, digest in requested.items() if digest})
    return [update.name for update in present if requested[update.key] != functions[update.function]["CodeSha256"]]


def update_all(target: Target, updates: list[Update], expected: dict[str, str]) -> None:
    """Update functions in parallel, print each, and return when all run their zip. Raises the Problems of all.

    expected  digests() of the updates
    """
    problems = []

    def updated(update):
        try:
            update_one(target, update, expected[update.key])
        except Problems as refused:
            return update, refused.args
        return update, ()

    done, began = 0, time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        for update, refused in pool.map(updated, updates):
            problems += refused
            done += not refused
            if not refused and (len(updates) <= MOST_SHOWN or done % 100 == 0):
                seconds = time.monotonic() - began
                cli.say(f"{seconds:6.1f}s  {update.name:<17} code updated" if len(updates) <= MOST_SHOWN
                        else f"{seconds:6.1f}s  {done} of {len(updates)} functions updated")
    if problems:
        raise Problems(*problems)


def update_one(target: Target, update: Update, digest: str) -> None:
    """Update a function, and wait until its code has the digest. Raises Problems."""
    for attempt in range(ATTEMPTS):
        try:
            target.functions.update_function_code(FunctionName=update.function, **image.code(target.bucket, update.key))
            break
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceConflictException" or attempt == ATTEMPTS - 1:
                raise Problems(rejection(target, update, error))
        wait_until_ready(target, update)
    state = wait_until_ready(target, update)
    if state.get("CodeSha256") != digest:
        raise Problems(Problem(update.path, 0, f"{update.function} runs other code than {update.key}: another deploy "
                               "changed it at the same time", deploy_command(target)))


def wait_until_ready(target: Target, update: Update) -> dict:
    """The configuration of a function once no change of it is in progress; prints which one lasts long. Raises Problems
    if the function, or its last update, failed."""
    attempts = 0
    while True:
        try:
            state = target.functions.get_function_configuration(FunctionName=update.function)
        except ClientError as error:
            raise Problems(rejection(target, update, error))
        for name, reason in (("State", "StateReason"), ("LastUpdateStatus", "LastUpdateStatusReason")):
            if state.get(name) == "Failed":
                raise Problems(failure(target, update, name, state.get(reason, failures.NO_REASON)))
        # Without LastUpdateStatus a function has just been created.
        if state.get("State", "Active") != "Pending" and state.get("LastUpdateStatus", "Successful") == "Successful":
            return state
        attempts += 1
        if attempts == SILENT and target.stage not in PAUSES:
            cli.say(f"waiting for {update.function}: its State is {state.get('State', 'Active')}, its LastUpdateStatus "
                    f"{state.get('LastUpdateStatus', 'Successful')}")
        time.sleep(PAUSES.get(target.stage, PAUSE))


def deploy_command(target: Target) -> str:
    """"`make deploy stage=dev`" """
    return f"`make deploy{stages.variable(target.stage)}`"


def failure(target: Target, update: Update, name: str, reason: str) -> Problem:
    """The Problem of a function that failed. name: "State" or "LastUpdateStatus" """
    deploy = deploy_command(target)
    what = "cannot run" if name == "State" else "did not accept its new code"
    return Problem(update.path, 0, f"{update.function} {what}, its {name} is Failed: {reason}",
                   "fix the cause; then " + ANEW.format(update.function, deploy) if name == "State" else
                   f"fix the cause; then {deploy}")


def rejection(target: Target, update: Update, error: ClientError) -> Problem:
    """The Problem of a call for a function that Lambda rejects. Raises errors that are not about the function."""
    details = error.response["Error"]
    if details["Code"] == "ResourceNotFoundException":
        return Problem(update.path, 0, f"the function {update.function} was deleted by hand",
                       f"{deploy_command(target)} creates it again")
    if details["Code"] not in ("InvalidParameterValueException", "CodeStorageExceededException",
                               "CodeVerificationFailedException", "RequestEntityTooLargeException",
                               "ResourceConflictException"):
        raise error
    message = details.get("Message", "")
    return Problem(update.path, 0, f"{update.function}: {message}", failures.hint(message))
