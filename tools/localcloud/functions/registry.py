"""From moto's record of a function to a process that runs it.

moto keeps what was created: code, settings, versions, aliases. Everything else that needs a
function (the wire, rules, queues, the API) finds it and invokes it here.
"""
import json
import os
import platform
import sys
import time
import uuid
import zipfile
from typing import NamedTuple

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import LambdaFunction, lambda_backends

from localcloud import addresses
from localcloud.functions import calls, function_logs, lambda_settings
from localcloud.functions.environment import Invocation
from localcloud.functions.folders import Folders
from localcloud.functions.program import Program, brings_own
from localcloud.functions.runner import Runner, Throttled
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT, LOCK, unlocked

PYTHON = "python{}.{}".format(*sys.version_info)
FORK = os.environ.get("PARETO_LOCAL_FORK") != "no"  # a way out where forking goes wrong; 250 ms slower


class Answer(NamedTuple):
    """What an invocation gave: the handler's JSON, or an error as AWS words it."""

    error: bool
    payload: bytes
    log: str  # the last 4 KB
    request_id: str


class Unsupported(Exception):
    """A function that this cloud cannot run, and why."""


def place(name_or_arn, region):
    """(region, name, qualifier or None) of all that Lambda takes for a function's name.

    "hello", "hello:live", "123456789012:function:hello", or an ARN, which brings its own region.
    """
    words = name_or_arn.split(":")
    if words[0] == "arn":
        region = words[3]
    if "function" in words[:-1]:
        words = words[words.index("function") + 1:]
    return region, words[0], words[1] if len(words) > 1 else None


class Functions:
    """All functions of all regions. Thread-safe."""

    def __init__(self, endpoint, folder, spawner):
        self.endpoint = endpoint
        self.unlike = {}  # runtime that is not ours -> names of functions that asked for it
        self._packages = str(spawner.packages)
        self._folders = Folders(folder)
        self._runner = Runner(spawner)
        self._spawner = spawner

    def install(self):
        """Change moto so that what it would run in Docker runs here, and settings are kept."""
        lambda_settings.install(self._runner.retire)

        @replace(LambdaFunction, "invoke", "self, body, request_headers, response_headers")
        def invoke(_original, function, body, _request_headers, response_headers):
            answer = self.invoke(function, body.encode() if isinstance(body, str) else body)
            if answer.error:
                response_headers["x-amz-function-error"] = "Unhandled"
            return answer.payload

    def find(self, name_or_arn, region=None, qualifier=None):
        """moto's LambdaFunction, or None. A name alone needs the region."""
        region, name, said = place(name_or_arn, region)
        with LOCK:
            try:
                return lambda_backends[ACCOUNT][region].get_function(name, said or qualifier)
            except UnknownFunctionException:
                return None

    def count(self):
        """How many functions there are."""
        with LOCK:
            return sum(len(list(backend.list_functions())) for backend in lambda_backends[ACCOUNT].values())

    def invoke(self, function, payload, arn=None, client_context="", wait=True, manual=False):
        """The Answer, when there is one. Leaves moto's lock meanwhile, if the caller holds it.

        arn      as invoked, with its qualifier, which the handler sees; default: the function's
        wait     at the function's reserved concurrency, wait for a turn; else raise Throttled
        manual   whether it is a call of `make invoke`
        """
        request_id, began = str(uuid.uuid4()), time.time()
        answer, folder = self._answer(function, payload, arn, client_context, wait, request_id)
        calls.note(function, payload or b"{}", answer, began, folder, manual)
        return answer

    def _answer(self, function, payload, arn, client_context, wait, request_id):
        """(the Answer of invoke(), the folder of the code that ran)."""
        with unlocked():
            try:
                program = self._program(function)
                limit = function.reserved_concurrency
                asked = Invocation(request_id, payload or b"{}", arn or program.arn, client_context)
                outcome, stream = self._runner.run(program, asked, None if limit is None else int(limit), wait)
            except Throttled:
                if not wait:
                    raise
                return refusal("TooManyRequestsException", "Rate Exceeded.", request_id), ""
            except Unsupported as error:
                return refusal("LocalCloud.Unsupported", str(error), request_id), ""
            lines = function_logs.events(program, request_id, outcome)
            function_logs.write(program, stream, lines)
        return Answer(outcome.error, outcome.payload, function_logs.tail(lines), request_id), program.folder

    def _program(self, function):
        """What to run, with code and layers unzipped. Raises Unsupported."""
        with LOCK:
            settings, layers = lambda_settings.kept(function), self._layers(function)
            zips = [(function.code_sha_256, getattr(function, "code_bytes", b"")), *layers]
        self._check(function)
        try:
            folder, *layers = [self._folders.unzipped(*one) for one in zips]
        except zipfile.BadZipFile as error:
            raise Unsupported(f"the code of {function.function_name} or a layer of it is not a zip: {error}")
        logging = settings["LoggingConfig"]
        return Program(
            arn=function.function_arn, name=function.function_name, version=str(function.version),
            region=function.region, runtime=function.run_time, handler=function.handler, folder=folder,
            layers=tuple(layers), variables=tuple(
                (name, addresses.of_this_machine(value, function.region, self.endpoint))
                for name, value in sorted(function.environment_vars.items())),
            timeout=int(function.timeout), memory=int(function.memory_size), log_group=logging["LogGroup"],
            log_format=logging["LogFormat"], log_level=logging.get("ApplicationLogLevel", ""),
            endpoint=self.endpoint, packages=self._packages,
            fork=FORK and not brings_own(top_names(folder, layers)))

    def _layers(self, function):
        """[(sha256, zip), ...] of a function's layers, under LOCK."""
        backend = lambda_backends[ACCOUNT][function.region]
        arns = [layer["Arn"] for layer in function.layers]
        versions: list[tuple] = [(arn, backend.layers_versions_by_arn(arn)) for arn in arns]
        gone = [arn for arn, version in versions if version is None]
        if gone:
            raise Unsupported(f"the layer {gone[0]} of {function.function_name} has been deleted")
        return [(version.code_sha_256, version.code_bytes) for _arn, version in versions]

    def _check(self, function):
        """Python from a zip, and once a word about each runtime that is not the Python that runs."""
        if function.package_type != "Zip" or not (function.run_time or "").startswith("python"):
            what = function.run_time if function.package_type == "Zip" else "container images"
            raise Unsupported(f"the local cloud runs Python from zips, not {what}")
        if function.run_time != PYTHON and function.run_time not in self.unlike:
            self.unlike[function.run_time] = function.function_name
            print(f"{function.function_name} asks for {function.run_time}; handlers run on Python "
                  f"{platform.python_version()} here", file=sys.stderr, flush=True)

    def close(self):
        """Kill all that runs."""
        self._runner.close()
        self._spawner.close()


def top_names(folder, layers):
    """Names of the files and folders that a handler could import before the runtime's own."""
    places = [folder, *(f"{layer}/python" for layer in layers)]
    names = [name for place in places if os.path.isdir(place) for name in os.listdir(place)]
    if any(os.path.isdir(f"{layer}/python/lib") for layer in layers):
        names.append("boto3")  # deeper than is worth looking: its own process is the safe answer
    return names


def refusal(kind, message, request_id):
    """The Answer to what was never run."""
    payload = json.dumps({"errorType": kind, "errorMessage": message}).encode()
    return Answer(True, payload, "", request_id)
