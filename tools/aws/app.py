"""The app model, build/app.json: scan/ writes it, and every tool after the scan reads it."""
from typing import Any, NotRequired, TypedDict

from kit.app_settings import AppSettings
from kit.bucket_settings import BucketSettings
from kit.stream_settings import StreamSettings
from kit.table_settings import TableSettings


class Variable(TypedDict):
    """An environment variable that a lambda reads, and the line of its first read."""

    name: str  # "DEMO_TABLE"
    kind: str  # "table", or another one of recipes.environment.MODULES; "value" is one from outside
    of: str | None  # the name of what it names: of a table, of a lambda; of kind "text" its value; None of a "value"
    file: str
    line: int
    optional: bool  # whether every read has a default, so that the variable may be absent


class CalledAction(TypedDict):
    """An action that the code of a lambda calls, and the first line that calls it."""

    action: str  # "dynamodb:Query"
    # {"kind": "table", "name": "demo"} of a resource of the app, with "index" of a table's index, "key" of a bucket's
    # objects or "qualifier" of a function, with "*" for what is not known; else the text of an ARN, ${env:NAME} in it
    # being a variable's value
    on: Any
    file: str
    line: int


class Doubt(TypedDict):
    """A line of code whose actions or resources the interpreter does not know."""

    variables: list[str]  # they keep all the permissions of their kind
    action: str  # whose resource is not known, "s3:*" of a service; "" if that is not known either
    file: str
    line: int
    why: str


class Called(TypedDict):
    """What the code of a lambda calls."""

    calls: list[CalledAction]
    doubts: list[Doubt]


class WordParts(TypedDict):
    """What a word of the app's own (scan/own_words.py) adds to the template, for one lambda or all with the word."""

    resources: dict[str, dict]
    outputs: dict[str, dict]
    statements: list[dict]  # of the lambda's role


class Lambda(TypedDict):
    """One entry of the model's `lambdas`. As a parameter it is called `fn`."""

    name: str  # "orders-refund"
    path: str  # "lambdas/orders/refund/index.py"
    handler: str  # "lambdas.orders.refund.index.handler"
    infra: Any  # {word: its block in normal form}: all settings, and the trigger if there is one
    lines: dict[str, int]  # {"timer.rate": 5}: the line in `path` of each key of the infra block; "" is the block's
    env: list[Variable]  # in the order of names
    calls: NotRequired[list[CalledAction]]  # absent: not followed, and the variables keep all their permissions
    doubts: NotRequired[list[Doubt]]
    modules: list[str]  # the files outside its folder that it imports: they are in its zip
    words: NotRequired[dict[str, WordParts]]  # {word of the app's own: what it adds}


class Index(TypedDict):
    """A global secondary index of a table."""

    name: str
    type: str  # of its key: S, N or B


class Table(TypedDict):
    """The settings of a table besides its name; aws/tables.py returns its keys and all its indexes."""

    indexes: list[Index]  # of the lambdas' `indexes`
    settings: NotRequired[TableSettings]  # of a table in `tables` of app.yaml


class Bucket(TypedDict):
    """The settings of a bucket besides its name."""

    settings: NotRequired[BucketSettings]  # of a bucket in `buckets` of app.yaml


class DataStream(TypedDict):
    """The settings of a Kinesis stream besides its name."""

    settings: NotRequired[StreamSettings]  # of a stream in `streams` of app.yaml


class State(TypedDict):
    """What holds the app's data, and its bus: {kind: {name: ...}} for recipes.KINDS. A website has only its name."""

    table: dict[str, Table]
    bucket: dict[str, Bucket]
    website: dict[str, dict]
    bus: dict[str, dict]
    secret: dict[str, dict]
    parameter: dict[str, dict]  # secrets that are in SSM Parameter Store
    data_stream: dict[str, DataStream]
    schedule: dict[str, dict]  # by the name of the lambda that the schedules invoke


class ResourceFile(TypedDict):
    """resources.yaml: CloudFormation of the app's own (scan/resource_file.py)."""

    path: str
    sections: dict[str, dict]  # "Resources", and "Outputs" and "Conditions" if it has them
    lines: dict[str, int]  # {"Resources.Cluster.Type": 3}


class AppModel(TypedDict):
    """app.json as a whole. As a parameter it is called `app`."""

    name: str  # of app.yaml: the prefix of the stack
    prefix: NotRequired[str]  # of app.yaml, if it is written: see names.own_prefix()
    package: str  # the folder of the lambdas: "lambdas"
    settings: AppSettings
    lambdas: dict[str, Lambda]
    state: State
    resources: NotRequired[ResourceFile]
    words: NotRequired[dict[str, WordParts]]  # {word of the app's own: what all its lambdas share}


def rule_entries(infra: Any) -> list[tuple[str, dict]]:
    """[(dotted key, entry)] of the rules of an infra block: ("events.0", entry), and ("queue.from", entry) of a queue
    that a rule sends to."""
    source = infra.get("queue", {}).get("from")
    of_queue = [("queue.from", source)] if source and source.get("source", {}).get("type") != "topic" else []
    return [*((f"events.{at}", entry) for at, entry in enumerate(infra.get("events", []))), *of_queue]
