"""moto's choice of the function that answers a call inside this process, prepared once for each host.

For each call moto searches the patterns of 200 services, and compiles the service's paths: a quarter of its time.
"""
import datetime
import functools
import re

from moto import backend_index, backends
from moto.core import DEFAULT_ACCOUNT_ID, responses, serialize, utils
from moto.core.base_backend import BackendDict
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.exceptions import HTTPException
from moto.core.request import normalize_request
from moto.core.utils import get_equivalent_url_in_aws_domain
from werkzeug.routing import Rule

from localcloud.moto.replacing import replace

# moto searches a class for its methods in each request: a tenth of the time of ListQueues; it goes through the
# operation's letters to make a method's name of it.
responses.method_names_from_class = functools.cache(responses.method_names_from_class)
responses.camelcase_to_underscores = functools.cache(responses.camelcase_to_underscores)
# moto's new loader for each service lists the folders of all 400 services again: 10 ms before the first call of each.
utils.create_loader = functools.cache(utils.create_loader)

compiled_builder = Rule._compile_builder


def builder(rule, append_unknown=True):
    """What makes URLs of a path, compiled when it is used, which moto never does. werkzeug compiles it for each path:
    four fifths of the 0.1 s before the first call of CloudFront, API Gateway or Lambda."""
    return lambda self, **values: compiled_builder(rule, append_unknown)(self, **values)


Rule._compile_builder = builder


def add_operations(owner, **operations):
    """Let a class of moto, such as LambdaResponse, have further operations: {name: function(self)}."""
    for name, operation in operations.items():
        setattr(owner, name, operation)
    vars(responses)["method_names_from_class"].cache_clear()


@functools.lru_cache(1024)
def functions(host):
    """[(pattern of a URL, moto's function)] of the services at "https://sqs.eu-west-1.amazonaws.com"."""
    patterns = []
    for service, pattern in backend_index.backend_url_patterns:
        accounts = vars(backends)["get_backend"](service) if pattern.match(f"{host}/") else None
        if isinstance(accounts, BackendDict):  # else of no service of AWS
            regions = accounts[DEFAULT_ACCOUNT_ID]
            backend = regions["us-east-1" if "us-east-1" in regions else "aws"]
            patterns += [(re.compile(url), function) for url, function in backend.urls.items()]
    return patterns


@functools.cache
def install():
    """Let moto keep for each host which function answers a call of botocore, and parse times faster. Once a process."""

    @replace(BotocoreStubber, "process_request")
    def process(original, self, request):
        url, _partition = get_equivalent_url_in_aws_domain(request.url)
        host = f"{url.scheme}://{url.netloc}"
        function = next((function for pattern, function in functions(host) if pattern.match(host + url.path)), None)
        if not function:
            return original(self, request)
        normalized = normalize_request(request)
        try:
            return function(normalized, normalized.raw_url, normalized.headers)
        except HTTPException as error:
            return error.code, error.get_headers(), error.get_body()

    @replace(serialize, "parse_to_aware_datetime")
    def parse(original, value):
        """moto keeps the times of S3's objects as texts, whose parser is a third of a listing."""
        is_iso = isinstance(value, str) and value[4:5] == "-"
        return original(datetime.datetime.fromisoformat(value) if is_iso else value)
