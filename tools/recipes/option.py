"""OPTIONS, the settings without a default: AWS's own applies. Those with a single value are here."""
from collections.abc import Callable, Mapping
from typing import Any

from aws.app import AppModel
from kit.problems import KeyProblem
from kit.settings import SCHEMA
from recipes import alarm, concurrency, env, log, permission, vpc

SETTINGS = SCHEMA["properties"]


class Option:
    """A word as recipes/__init__.py describes it: SCHEMA, problems() and normal(), and what it adds to the function.

    schema      the type of the value and its limits
    properties  value -> properties of the AWS::Lambda::Function
    statements  value -> what the lambda's role needs for it
    """

    def __init__(self, title: str, description: str, schema: dict, examples: list,
                 properties: Callable[[Any], dict] = lambda value: {},
                 statements: Callable[[Any], list[dict]] = lambda value: []):
        self.SCHEMA = {"title": title, "description": description, **schema, "examples": examples}
        self.properties, self.statements = properties, statements

    def problems(self, block: Any) -> list[KeyProblem]:
        """[]: the schema rejects invalid values, and combination_problems() invalid combinations."""
        return []

    def normal(self, block: Any) -> Any:
        """The value as it is written."""
        return block


# docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html has the limits of both.
RETRIES = Option(
    "retries", "How often Lambda repeats a failed invocation: 0, 1 or 2 times, by default 2. For a lambda "
               "that is invoked asynchronously: by events, a topic, a timer or other code.",
    {"type": "integer", "minimum": 0, "maximum": 2}, [0])
AGE = Option(
    "age", "The seconds for which Lambda keeps an event that it could not process, by default 21600 (six hours); then "
           "the event is moved to the failures queue. For a lambda that is invoked asynchronously.",
    {"type": "integer", "minimum": 60, "maximum": 21600}, [3600])
# docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html
STORAGE = Option(
    "storage", "The size of /tmp, in MB: 512 by default, 10240 at most. More than 512 costs extra.",
    {"type": "integer", "minimum": 512, "maximum": 10240}, [2048],
    lambda megabytes: {"EphemeralStorage": {"Size": megabytes}})
# docs.aws.amazon.com/lambda/latest/dg/services-xray.html; IAM has no narrower resource for these actions.
TRACING = Option(
    "tracing", "Whether X-Ray records the invocations of this lambda (true), or only its log has their trace ids "
               "(log). `make logs request=...` reads these ids. The default is `tracing` of app.yaml.",
    {"anyOf": SETTINGS["tracing"]["anyOf"]}, [True],
    lambda value: {"TracingConfig": {"Mode": "Active"}} if value is True else {},
    lambda value: [permission.allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")] * (value is True))
DEBUG = Option(
    "debug", "Whether each invocation of this lambda logs its event, a line `EVENT {...}` that `make errors id=...` "
             "reads; the default is `debug` of app.yaml. Whoever may read the logs may read the events.",
    {"type": "boolean"}, [True])
# A layer is built for each runtime and architecture of the lambdas that use it: recipes/layer.py.
RUNTIME = Option(
    "runtime", "The Python that runs this lambda; the default is `runtime` of app.yaml.",
    {key: SETTINGS["runtime"][key] for key in ("type", "pattern")}, ["python3.12"],
    lambda runtime: {"Runtime": runtime})
ARCHITECTURE = Option(
    "architecture", "The kind of processor that runs this lambda; the default is `architecture` of app.yaml.",
    {key: SETTINGS["architecture"][key] for key in ("type", "enum")}, ["x86_64"],
    lambda architecture: {"Architectures": [architecture]})

# Of published versions only: recipes/live.py. docs.aws.amazon.com/lambda/latest/dg/snapstart.html
SNAPSTART = Option(
    "snapstart", "Whether environments of this lambda start from a snapshot. Lambda takes the snapshot when a version "
                 "is published, after it has run the code outside the handler. For Python 3.12 and newer.",
    {"type": "boolean"}, [True],
    lambda is_on: {"SnapStart": {"ApplyOn": "PublishedVersions"}} if is_on else {})

# The function itself is another one: recipes/image.py.
IMAGE = Option(
    "image", "Whether the function is a container image, built from the `Dockerfile` in the lambda's folder: it may "
             "have 10 GB, for packages that no layer has room for.",
    {"type": "boolean"}, [True])

OPTIONS: dict[str, Any] = {"age": AGE, "alarm": alarm, "architecture": ARCHITECTURE, "concurrency": concurrency,
                           "debug": DEBUG, "env": env, "image": IMAGE, "log": log, "retries": RETRIES,
                           "runtime": RUNTIME, "snapstart": SNAPSTART, "storage": STORAGE, "tracing": TRACING,
                           "vpc": vpc}
# docs.aws.amazon.com/lambda/latest/dg/snapstart.html, images-create.html: {word: (message, hint)}
NOT_OF_IMAGES = {"layers": ("an image has no layers", "install the packages in the Dockerfile"),
                 "runtime": ("the image itself contains the runtime",
                             "FROM public.ecr.aws/lambda/python:3.12 in the Dockerfile"),
                 "snapstart": ("snapstart is not available for images", "remove one of them")}
# docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
NOT_STREAMED = {"image": ("Lambda's own Python runtime cannot stream a response",
                          "image: true, and the Lambda Web Adapter in its Dockerfile (docs/endpoints.md); or remove "
                          "stream, and return a presigned URL of a bucket"),
                "vpc": ("a function URL cannot stream the responses of a lambda in a vpc", "remove one of them")}
OLDEST_SNAPSTART, LARGEST_SNAPSTART = (3, 12), 512  # a version of Python; MB of /tmp
# docs.aws.amazon.com/lambda/latest/dg/snapstart.html: all commercial regions except New Zealand and Taipei
WITHOUT_SNAPSTART = ("us-gov-", "ap-east-2", "ap-southeast-6")

ASYNCHRONOUS = ("retries", "age")
OWN_RETRIES = ("tries", "keep", "age")  # fields of triggers whose caller waits


def invocation_lines(words: dict[str, Any]) -> list[str]:
    """What each invocation of a lambda with these words prints: recipes/code/invocation_lines.py, which then is the
    function's handler."""
    return ["event"] * bool(words.get("debug")) + ["trace"] * bool(words.get("tracing"))


def traces(app: AppModel) -> bool:
    """Whether a lambda of the app logs its trace."""
    return any("trace" in invocation_lines(words(fn["infra"], app["settings"])) for fn in app["lambdas"].values())


def retry_hint(trigger: str, schema: dict) -> str:
    """The hint about `retries` or `age` with a trigger whose caller waits."""
    own = " and ".join(f"`{field}`" for field in OWN_RETRIES if field in schema.get("properties", {}))
    return f"remove it: {trigger} has its own {own}" if own else "remove it: the caller decides whether to try again"


def combination_problems(block: dict, waiting: dict[str, dict]) -> list[KeyProblem]:
    """[(word, message, hint)] of options that have no effect with the block's trigger; the types are valid.

    waiting  {trigger: its SCHEMA} of those whose caller waits: Lambda itself retries nothing
    """
    snapstart = block.get("snapstart") is True
    with_snapstart = [
        (word, f"Lambda has no snapstart together with {name}", "remove one of them") for word, name, has_it in (
            ("concurrency.provisioned", "provisioned concurrency", block.get("concurrency", {}).get("provisioned")),
            ("storage", f"more than {LARGEST_SNAPSTART} MB of /tmp", block.get("storage", 0) > LARGEST_SNAPSTART))
        if snapstart and has_it]
    of_images = [(word, *NOT_OF_IMAGES[word]) for word in sorted(NOT_OF_IMAGES.keys() & block.keys())
                 if block.get("image") is True and block[word]]
    excluding = ["image"] * (block.get("image") is not True) + ["vpc"] * ("vpc" in block)
    streams = [("url.stream", *NOT_STREAMED[word]) for word in excluding if block.get("url", {}).get("stream")]
    invokers = [(trigger, retry_hint(trigger, waiting[trigger])) for trigger in sorted(block.keys() & waiting.keys())]
    if block.get("topic", {}).get("fifo"):
        invokers.append(("the queue of a FIFO topic", "remove it: the queue delivers a message up to five times"))
    return with_snapstart + of_images + streams + [
        (word, f"{word} is only for asynchronous invocations, and {invoker} invokes synchronously", hint)
        for invoker, hint in invokers for word in ASYNCHRONOUS if word in block]


def snapstart_problem(runtime: str, region: str) -> tuple[str, str] | None:
    """(message, hint) of a runtime ("python3.11") or a region without SnapStart; None for any other."""
    if tuple(map(int, runtime.removeprefix("python").split("."))) < OLDEST_SNAPSTART:
        return f"{runtime} has no snapstart", "runtime: python3.12, or a newer one"
    return (f"there is no snapstart in {region}", "remove snapstart, or choose another region") \
        if region.startswith(WITHOUT_SNAPSTART) else None


def words(infra: dict, settings: Mapping[str, Any]) -> dict[str, Any]:
    """{word: value} of the options of a lambda: its own, else those that app.yaml sets for all lambdas; of vpc its
    entry in app.yaml."""
    values = {word: infra[word] if word in infra else settings[word] for word in OPTIONS
              if word in infra or word in settings}
    if "vpc" in infra:
        values["vpc"] = vpc.with_ids(infra["vpc"], settings["vpcs"][infra["vpc"]])
    return values
