"""Clients of a stage; no other module creates clients.

The stage `local` is the local cloud of build/local/cloud.json, with fake keys and without the person's
configuration of AWS; every other stage is AWS with the person's profile and keys.
"""
import contextlib
import datetime
import functools
import gzip
import os
import re

import orjson

from aws import errors, hung_cloud, local_process
from kit import cli, files
from kit.problems import problem

LOCAL = "local"
LOOPBACK = ("127.0.0.1", "::1", "localhost")  # hosts of this machine
CLOUD = "build/local/cloud.json"


def client(service: str, stage: str, region: str, **settings):
    """A client of botocore of the service. Raises Problems if the local cloud was not started.

    settings  of botocore's Config, which replace ours: read_timeout=900
    """
    with errors_as_problems():
        create = _client.__wrapped__ if settings else _client
        if stage == LOCAL:
            cli.at_end(report_failed_calls)
            return create(_local_session(), service, region, endpoint(), **settings)
        return create(_aws_session(region, _configuration()), service, region, None, **settings)


# The person's files, and the variables that name others.
KEY_FILES = {"AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials", "AWS_CONFIG_FILE": "~/.aws/config"}


def _configuration() -> frozenset:
    """What determines the keys of a session: the AWS_* variables, and the times of the person's files. So `make watch`
    uses new keys when the old ones have expired."""
    paths = [os.path.expanduser(os.environ.get(variable, path)) for variable, path in KEY_FILES.items()]
    return frozenset([*((name, value) for name, value in os.environ.items() if name.startswith("AWS_")), *(
        (path, os.stat(path).st_mtime_ns) for path in paths if os.path.exists(path))])


@functools.cache
def _client(session, service: str, region: str, url: str | None, **settings):
    """A client of AWS, or of the local cloud at a URL. It takes 20 ms, so clients without settings are cached."""
    from botocore.config import Config  # botocore: 90 ms

    defaults: dict = {"retries": {"mode": "adaptive", "total_max_attempts": 8}, "max_pool_connections": 16}
    if url:
        defaults |= {"retries": {"total_max_attempts": 1}, "connect_timeout": 3, "proxies": {},
                     "s3": {"addressing_style": "path"}}
    try:
        created = session.create_client(service, region_name=region, endpoint_url=url,
                                        config=Config(**{**defaults, **settings}))
    except ValueError as error:  # "Invalid endpoint: text", of AWS_ENDPOINT_URL or ~/.aws/config
        raise problem("", 0, f"AWS cannot be called: {error}", errors.SETTING)
    if url:
        hung_cloud.watch(created)
    return created


@functools.cache
def _aws_session(region: str, _current: frozenset):
    """A session with the person's configuration, cached as long as its _configuration() is the same: it takes 90 ms."""
    import botocore.session  # 90 ms

    session = quick(botocore.session.Session())
    session.set_config_variable("region", region)
    try:
        session.get_credentials()
    except (OSError, ValueError) as error:  # of the person's own credential_process, which botocore passes on
        raise problem("", 0, f"the keys of AWS cannot be read: {error}", errors.SIGN_IN) from error
    return session


class Models:
    """Reads the files of botocore that describe AWS's services, with orjson, as its JSONFileLoader does, with json."""

    openers: dict = {".json": open, ".json.gz": gzip.open}

    def exists(self, path: str) -> bool:
        """Whether there is a file. path: without its suffix"""
        return any(os.path.isfile(path + suffix) for suffix in self.openers)

    def load_file(self, path: str):
        """The content of a file, or None. path: without its suffix"""
        for suffix, opener in self.openers.items():
            if os.path.isfile(path + suffix):
                with opener(path + suffix, "rb") as file:
                    return orjson.loads(file.read())
        return None


def quick(session):
    """A session of botocore with a faster parser of ISO timestamps (ten times), as each event of a stack has one, and
    whose first client costs half: it reads megabytes of JSON, and looks for a file in each of 400 services' folders."""
    from botocore.utils import parse_timestamp  # botocore: 90 ms

    def timestamp(value):
        is_iso = isinstance(value, str) and value[4:5] == "-"
        return datetime.datetime.fromisoformat(value) if is_iso else parse_timestamp(value)
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=timestamp)
    loader = session.get_component("data_loader")
    loader.file_loader = Models()
    loader.list_available_services = lambda type_name: sorted(
        name for path in loader.search_paths if os.path.isdir(path)
        for name in os.listdir(path) if "." not in name)
    return session


def report_failed_calls() -> None:
    """Print which calls of functions failed in the local cloud since the last command."""
    from aws import local_calls  # it imports this module

    if not hung_cloud.ended:
        local_calls.report_failed_calls()


@functools.cache
def _local_session():
    """A session that no AWS_* variable and no file in ~/.aws affects.

    Every variable that botocore would read keeps its default. Otherwise a person whose AWS_PROFILE names a
    profile that this machine does not have could not deploy locally.
    """
    import botocore.session  # 90 ms

    defaults = {name: (None, None, default, conversion) for name, (_file, _env, default, conversion)
                in botocore.session.Session.SESSION_VARIABLES.items()}
    defaults["config_file"] = (None, None, os.devnull, None)
    defaults["credentials_file"] = (None, None, os.devnull, None)
    session = quick(botocore.session.Session(session_vars=defaults))
    session.set_credentials("local", "local")
    return session


def endpoint(cloud: str = CLOUD) -> str:
    """The address of this folder's local cloud, "http://127.0.0.1:4566", also after `rm -rf build`. Raises Problems if
    none runs: build/ may be the copy of another project's, or older than the local cloud that has its port now."""
    record = files.read_json(cloud) if os.path.exists(cloud) else {}
    address, folder = str(record.get("endpoint")) if isinstance(record, dict) else "", os.path.dirname(cloud)
    is_local = re.fullmatch(r"http://127\.0\.0\.1:\d+", address)  # somebody may have written another one there
    if is_local and not local_process.is_of_another(address, folder):
        return address
    for _pid, port in local_process.serving(folder):
        return f"http://127.0.0.1:{port}"
    raise problem("", 0, "the local cloud is not running", "`make local` starts it")


HOST = re.compile(r"(?:https://)?([A-Za-z0-9]+)\.(execute-api|lambda-url|cloudfront)\.[^/]*")


def reachable(url: str, stage: str) -> str:
    """The URL under which this machine can open a URL of AWS: of `local`, a path of the local cloud.

    "https://ID.execute-api.REGION.amazonaws.com/STAGE/x" -> ENDPOINT/_aws/execute-api/ID/STAGE/x
    "https://ID.lambda-url.REGION.on.aws/x"               -> ENDPOINT/_aws/lambda-url/ID/x
    "https://ID.cloudfront.net/x"                         -> ENDPOINT/_aws/cloudfront/ID/x
    "https://ID.cloudfront.net"                           -> ENDPOINT/_aws/cloudfront/ID/

    A website needs its last slash: the links of its pages are relative to it.
    """
    return reachable_at(endpoint(), url) if stage == LOCAL and HOST.match(url) else url


def reachable_at(local_cloud: str, url: str) -> str:
    """As reachable() of the stage local. local_cloud: its URL"""
    host = HOST.match(url)
    if not host:
        return url
    path = url[host.end():] or ("/" if host[2] == "cloudfront" else "")
    return f"{local_cloud}/_aws/{host[2]}/{host[1]}{path}"


@contextlib.contextmanager
def errors_as_problems():
    """Turns errors of botocore into Problems: `with errors_as_problems():`, or a decorator of main.

    An invalid parameter (ParamValidationError) is a bug of Pareto: its traceback is printed.
    """
    try:
        yield
    except Exception as error:
        if problems := errors.problems(error):
            raise problems from error
        raise
