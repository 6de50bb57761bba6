"""From moto's record of a function to a process that runs it.

moto stores what was created: code, settings, versions, aliases. Everything else that needs a
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

from aws import arns
from localcloud import addresses, tracing
from localcloud.authorization import policies
from localcloud.functions import (
    calls,
    function_answers,
    function_logs,
    function_requests,
    lambda_settings,
    recursion,
    versions,
)
from localcloud.functions.environment import Invocation
from localcloud.functions.folders import Folders
from localcloud.functions.program import Program, brings_own
from localcloud.functions.runner import Runner, Throttled, Wait
from localcloud.functions.versions import parsed_name
from localcloud.moto import metrics
from localcloud.moto.replacing import replace
from localcloud.moto.state import ACCOUNT, LOCK, unlocked

NO_ROLE = "The role defined for the function cannot be assumed by Lambda."
PYTHON = "python{}.{}".format(*sys.version_info)
FORK = os.environ.get("PARETO_LOCAL_FORK") != "no"  # "no" where forking fails; 250 ms slower


class Response(NamedTuple):
    """The result of an invocation: the handler's JSON, or an error in AWS's words."""

    error: bool
    payload: bytes
    log: str  # the last 4 KB
    request_id: str


class Unsupported(Exception):
    """A function that the local cloud cannot run; the message has the reason."""


class Functions:
    """Finds and invokes the functions of all regions. Thread-safe."""

    def __init__(self, endpoint, folder, spawner):
        self.endpoint = endpoint
        self.other_runtimes = {}  # runtime that is not ours -> the first function that has it
        self._packages = str(spawner.packages)
        self._folders = Folders(folder)
        self._runner = Runner(spawner)
        self._spawner = spawner

    def install(self):
        """Changes moto: functions run here instead of in Docker, and no setting is lost."""
        lambda_settings.install(self._runner.retire)
        function_requests.install()
        function_answers.install()
        versions.install()
        recursion.install()

        @replace(LambdaFunction, "invoke", ["self", "body", "request_headers", "response_headers"])
        def invoke(_original, function, body, _request_headers, response_headers):
            response = self.invoke(function, body.encode() if isinstance(body, str) else body)
            if response.error:
                response_headers["x-amz-function-error"] = "Unhandled"
            return response.payload

    def find(self, name_or_arn, region=None, qualifier=None):
        """moto's LambdaFunction, or None. A name alone needs the region."""
        region, name, named_qualifier = parsed_name(name_or_arn, region)
        with LOCK:
            try:
                return lambda_backends[ACCOUNT][region].get_function(name, named_qualifier or qualifier)
            except UnknownFunctionException:
                return None

    def count(self):
        """The number of functions."""
        with LOCK:
            return sum(len(list(backend.list_functions())) for backend in lambda_backends[ACCOUNT].values())

    def invoke(self, function, payload, arn=None, client_context="", wait=Wait.CONCURRENCY, manual=False):
        """Invokes the function and returns the Response. Releases moto's lock meanwhile, if the caller holds it.

        arn      as invoked, with its qualifier, which the handler sees; default: the function's
        wait     runner.Wait: for what to wait; raises Throttled if it would have to wait for more
        manual   whether it is a call of `make invoke`
        """
        request_id, began = tracing.current().request_id or str(uuid.uuid4()), time.time()
        response, folder = self._response_and_folder(function, payload, arn, client_context, wait, request_id)
        calls.record_call(function, payload or b"{}", response, began, folder, manual)
        return response._replace(payload=with_task_root(response.payload, folder)) if response.error else response

    @staticmethod
    def has_role(function):
        """Whether the role of a function exists: Lambda runs none whose role was deleted."""
        return policies.of_role(function.role) is not policies.NOTHING

    def _response_and_folder(self, function, payload, arn, client_context, wait, request_id):
        """(the Response of invoke(), the folder of the code that ran)."""
        if not self.has_role(function):
            return error_response("AccessDeniedException", NO_ROLE, request_id), ""
        with unlocked():
            try:
                program = self._program(function)
                limit = function.reserved_concurrency
                trace = tracing.of_invocation(request_id, (function.tracing_config or {}).get("Mode") == "Active",
                                              arns.unqualified(function.function_arn))
                invocation = Invocation(request_id, payload or b"{}", arn or program.arn, client_context, trace)
                outcome, stream = self._runner.run(program, invocation, None if limit is None else int(limit), wait)
            except Throttled:
                measure(function, Throttles=1)
                if wait is not Wait.CONCURRENCY:
                    raise
                return error_response("TooManyRequestsException", "Rate Exceeded.", request_id), ""
            except Unsupported as error:
                return error_response("LocalCloud.Unsupported", str(error), request_id), ""
            lines = function_logs.events(program, request_id, outcome, trace)
            function_logs.write(program, stream, lines)
            measure(function, Invocations=1, Errors=int(outcome.error), Duration=outcome.duration)
        return Response(outcome.error, outcome.payload, function_logs.tail(lines), request_id), program.folder

    def _program(self, function):
        """The function's Program, its code and layers unzipped. Raises Unsupported."""
        with LOCK:
            settings, layers = lambda_settings.settings(function), self._layers(function)
            zips = [(function.code_sha_256, getattr(function, "code_bytes", b"")), *layers]
        self._check(function)
        try:
            folder, *layers = [self._folders.unzipped(*zip_file) for zip_file in zips]
        except zipfile.BadZipFile as error:
            raise Unsupported(f"the code of {function.function_name} or a layer of it is not a zip: {error}")
        logging = settings["LoggingConfig"]
        return Program(
            arn=function.function_arn, name=function.function_name, version=str(function.version),
            region=function.region, role=function.role, runtime=function.run_time, handler=function.handler,
            folder=folder, layers=tuple(layers), variables=tuple(
                (name, addresses.of_this_machine(value, function.region, self.endpoint))
                for name, value in sorted(function.environment_vars.items())),
            timeout=int(function.timeout), memory=int(function.memory_size), log_group=logging["LogGroup"],
            log_format=logging["LogFormat"], log_level=logging.get("ApplicationLogLevel", ""),
            endpoint=self.endpoint, packages=self._packages,
            fork=FORK and not brings_own(importable_names(folder, layers)))

    def _layers(self, function):
        """[(sha256, zip), ...] of a function's layers that are here, under LOCK; the others have no size."""
        backend = lambda_backends[ACCOUNT][function.region]
        layers = []
        for arn in [layer["Arn"] for layer in function.layers if layer["CodeSize"]]:
            version = backend.layers_versions_by_arn(arn)
            if version is None:
                raise Unsupported(f"the layer {arn} of {function.function_name} has been deleted")
            layers.append((version.code_sha_256, version.code_bytes))
        return layers

    def _check(self, function):
        """Raises Unsupported unless it is Python in a zip; warns once about each other version of Python."""
        if function.package_type != "Zip" or not (function.run_time or "").startswith("python"):
            package = function.run_time if function.package_type == "Zip" else "container images"
            raise Unsupported(f"the local cloud runs Python from zips, not {package}")
        if function.run_time != PYTHON and function.run_time not in self.other_runtimes:
            self.other_runtimes[function.run_time] = function.function_name
            print(f"{function.function_name} has the runtime {function.run_time}; handlers run on Python "
                  f"{platform.python_version()} here", file=sys.stderr, flush=True)

    def close(self):
        """Kills all environments."""
        self._runner.close()
        self._spawner.close()


def measure(function, **values):
    """Notes values of metrics of a function, and of all functions."""
    metrics.record(function.region, "AWS/Lambda", values, {"FunctionName": function.function_name}, {})


def importable_names(folder, layers):
    """Names of the files and folders of code and layers that hide the runtime's own."""
    folders = [folder, *(f"{layer}/python" for layer in layers)]
    names = [name for path in folders if os.path.isdir(path) for name in os.listdir(path)]
    if any(os.path.isdir(f"{layer}/python/lib") for layer in layers):
        names.append("boto3")  # not searched: a process of its own is always right
    return names


def with_task_root(payload, folder):
    """The bytes of an error, with /var/task in its stack trace, as on AWS, instead of the folder of the code."""
    return payload.replace(json.dumps(f"{folder}/")[1:-1].encode(), b"/var/task/") if folder else payload


def error_response(kind, message, request_id):
    """The Response with an error of type `kind`, for a function that was not run."""
    payload = json.dumps({"errorType": kind, "errorMessage": message}).encode()
    return Response(True, payload, "", request_id)
