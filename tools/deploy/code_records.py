"""What CloudFormation does not know about the code of a stack: deploys/STACK.json in the artifacts bucket.

A deploy that changes only code updates the functions directly. Its record has the code that runs since then, and the
code that ran before. The deploy writes it before the first function changes, and again after the last one: if a deploy
is killed in between, the record lists the functions whose code is unknown.
"""
import datetime
import getpass
import os
import re
import socket
import time
from collections.abc import Iterable
from typing import Any, NamedTuple, NotRequired, TypedDict, cast

import orjson
from botocore.exceptions import ClientError

from aws import buckets, stacks, stages
from kit import cli, shapes
from kit.problems import Problems, problem

TIME = re.compile(r"(\d{4}-[01]\d-[0-3]\d [0-2]\d:[0-5]\d UTC)?")  # as now() has it; "" before the first deploy
LEASE = 60  # seconds until a deploy of another machine that shows no progress counts as dead


class Deployer(TypedDict):
    """The run that changes functions now, or that was killed."""

    host: str
    pid: int
    user: str
    since: str  # "2026-11-28 14:02 UTC"


class CodeRecord(TypedDict):
    """deploys/STACK.json. The keys of zips are those in the bucket."""

    stack: str  # ARN: a stack that was deleted and created again has none of this
    live: dict[str, str | None]  # {lambda: key} that is not the one that the stack records; None: unknown
    before: dict[str, str]  # {lambda: key} that ran before the last deploy, of lambdas whose code it changed
    obstacles: dict[str, str]  # {lambda: why its code of `before` cannot run now}
    infrastructure: bool  # whether the last deploy changed more than code
    since: str  # when the last deploy began
    complete: bool  # False: the last deploy was killed, or failed
    deployer: Deployer | None  # None: no deploy runs
    user: NotRequired[str]  # who deployed last


class Saved(NamedTuple):
    """A record as the bucket has it; etag: None if the bucket has none."""

    record: CodeRecord
    etag: str | None


class Store(NamedTuple):
    """Where the record of a stack is."""

    s3: Any  # client
    bucket: str
    name: str  # of the stack
    stage: str


class Overtaken(Exception):
    """Another deploy wrote the record since it was read."""


def key(stack_name: str) -> str:
    """The key of a stack's record in the artifacts bucket."""
    return f"deploys/{stack_name}.json"


def empty(stack_id: str) -> CodeRecord:
    """The record of a stack that only CloudFormation has changed."""
    return {"stack": stack_id, "live": {}, "before": {}, "obstacles": {}, "infrastructure": False, "since": "",
            "complete": True, "deployer": None}


def read(store: Store, stack_id: str, lambdas: Iterable[str] | None = None) -> Saved:
    """The record of a stack, an empty one where there is none. Raises Problems of a bucket that is not the app's.

    lambdas  those whose code is unknown if the record cannot be read; None: then it raises Problems
    """
    account = stack_id.split(":")[4] if stack_id else ""
    try:
        response = store.s3.get_object(Bucket=store.bucket, Key=key(store.name), **buckets.owner(account))
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in ("AccessDenied", *buckets.REDIRECTS):
            raise buckets.refusal(store.s3, store.bucket, account, error) from error
        if code not in ("NoSuchKey", "NoSuchBucket", "404"):
            raise
        return Saved(empty(stack_id), None)
    try:
        record: CodeRecord = parsed(store, response["Body"].read())
    except Problems as problems:
        if lambdas is None:
            raise
        cli.say(f"{problems.args[0].message}: all functions are updated")
        record = {**empty(stack_id), "live": dict.fromkeys(lambdas), "complete": False}
    return Saved(record if record["stack"] == stack_id else empty(stack_id), response["ETag"])


def parsed(store: Store, data: bytes) -> CodeRecord:
    """The record in an object of the bucket. Raises Problems if it was cut off, or written by hand."""
    try:
        record = orjson.loads(data)
    except orjson.JSONDecodeError:
        record = {}
    if shapes.misfit(CodeRecord)(record) or not TIME.fullmatch(record["since"]):
        raise problem("", 0, f"{key(store.name)} in the bucket {store.bucket} is not what a deploy writes",
                      f"`make deploy{stages.variable(store.stage)}` updates all functions, and writes it again")
    return cast(CodeRecord, record)


def write(store: Store, record: CodeRecord, etag: str | None) -> Saved:
    """Write a record in place of the one with the ETag. Raises Overtaken if that has been replaced."""
    condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
    try:
        response = store.s3.put_object(Bucket=store.bucket, Key=key(store.name), Body=orjson.dumps(record),
                                       ContentType="application/json", **condition)
    except ClientError as error:
        if error.response["Error"]["Code"] not in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
            raise
        # The lost response of an earlier try of this very request looks the same.
        saved = read(store, record["stack"])
        if saved.record == record:
            return saved
        raise Overtaken from error
    return Saved(record, response["ETag"])


def write_first(store: Store, stack_id: str) -> None:
    """Write the record of a new stack, unless another deploy of it did, or an earlier stack's record can be read."""
    try:
        write(store, empty(stack_id), None)
    except Problems:  # a torn one
        etag = store.s3.head_object(Bucket=store.bucket, Key=key(store.name))["ETag"]
        write(store, empty(stack_id), etag)


def settled(store: Store, stack_id: str, lambdas: Iterable[str] | None = None) -> Saved:
    """The record, once no other process changes functions of the stack: waits for it, and prints who deploys.

    lambdas  as of read()
    """
    saved, began = read(store, stack_id, lambdas), time.monotonic()
    waited_for: str | None = ""
    while (deployer := saved.record["deployer"]) and may_be_alive(deployer):
        if saved.etag != waited_for:
            cli.say(f"{store.name}: {deployer['user']} deploys since {deployer['since']}: waiting")
            waited_for, began = saved.etag, time.monotonic()
        elif time.monotonic() - began >= LEASE:
            break
        time.sleep(stacks.PAUSES.get(store.stage, stacks.PAUSE))
        saved = read(store, stack_id, lambdas)
    return saved


def may_be_alive(deployer: Deployer) -> bool:
    """Whether the process of a deployer may still run; False of this process and of a dead one of this machine."""
    if deployer["host"] != socket.gethostname():
        return True
    if deployer["pid"] == os.getpid():
        return False
    try:
        os.kill(deployer["pid"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def this_deployer() -> Deployer:
    """The Deployer of this process."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        user = str(os.getuid())
    host = socket.gethostname()
    return {"host": host, "pid": os.getpid(), "user": f"{user}@{host}", "since": now()}


def now() -> str:
    """The time as a record has it: "2026-11-28 14:02 UTC"."""
    return f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC"
