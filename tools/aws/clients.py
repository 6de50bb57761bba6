"""The one door to the cloud: the only place that makes boto3 clients.

stage `local` reaches the local cloud of build/local/cloud.json with fake keys, and reads nothing of
what the person has set up for AWS; every other stage is AWS with the person's own profile and keys.
"""
import functools
import os
import re

from aws import errors, local_process
from kit import cli, files
from kit.problems import problem

LOCAL = "local"
CLOUD = "build/local/cloud.json"


def client(service, stage, region, **settings):
    """A boto3 client of the service. Raises Problems where no local cloud was started.

    settings  of botocore's Config, instead of ours: read_timeout=900
    """
    from botocore.config import Config

    if stage == LOCAL:
        cli.at_end(tell_failures)
        config = Config(**{"retries": {"total_max_attempts": 1}, "connect_timeout": 3, "proxies": {},
                           "max_pool_connections": 16, "s3": {"addressing_style": "path"}, **settings})
        return _local_session().client(service, region_name=region, endpoint_url=endpoint(), config=config)
    import boto3
    with told():
        config = Config(**{"retries": {"mode": "standard", "total_max_attempts": 8},
                           "max_pool_connections": 16, **settings})
        return boto3.session.Session(region_name=region).client(service, config=config)


def tell_failures():
    """Whoever reaches the local cloud is told which calls failed there since the last time."""
    from aws import local_calls  # imports this module

    local_calls.tell_failures()


@functools.cache
def _local_session():
    """A boto3 session that no AWS_* variable and no file in ~/.aws can turn elsewhere.

    Every variable that botocore would look up keeps only its default. Without this a person whose
    AWS_PROFILE names a profile of another machine could not even deploy locally.
    """
    import boto3
    import botocore.session

    blind = {name: (None, None, default, conversion) for name, (_file, _env, default, conversion)
             in botocore.session.Session.SESSION_VARIABLES.items()}
    blind["config_file"] = (None, None, os.devnull, None)
    blind["credentials_file"] = (None, None, os.devnull, None)
    return boto3.session.Session(aws_access_key_id="local", aws_secret_access_key="local",
                                 botocore_session=botocore.session.Session(session_vars=blind))


def endpoint(cloud=CLOUD):
    """"http://127.0.0.1:4566": where the local cloud is, also after `rm -rf build`. Raises Problems without one."""
    if os.path.exists(cloud):
        return files.read_json(cloud)["endpoint"]
    for _pid, port in local_process.serving(os.path.dirname(cloud)):
        return f"http://127.0.0.1:{port}"
    raise problem("", 0, "the local cloud is not running", "`make local` starts it")


def reachable(url, stage):
    """The URL as this machine can open it: on AWS as it is, locally by a path of the local cloud.

    "https://ID.execute-api.REGION.amazonaws.com/STAGE/x" -> ENDPOINT/_aws/execute-api/ID/STAGE/x
    "https://ID.cloudfront.net/x"                         -> ENDPOINT/_aws/cloudfront/ID/x
    "https://ID.cloudfront.net"                           -> ENDPOINT/_aws/cloudfront/ID/

    A website keeps its last slash: the links of its pages begin there.
    """
    host = re.match(r"(?:https://)?([A-Za-z0-9]+)\.(execute-api|cloudfront)\.[^/]*", url)
    if stage != LOCAL or not host:
        return url
    path = url[host.end():] or ("/" if host[2] == "cloudfront" else "")
    return f"{endpoint()}/_aws/{host[2]}/{host[1]}{path}"


class told:
    """Tells what the cloud refuses as a Problem: `with told():` or `@told()` above a main.

    A mistake in what we send (ParamValidationError) is our own bug and keeps its traceback.
    """

    def __enter__(self):
        return self

    def __exit__(self, _type, error, _traceback):
        if error is not None and (refusal := errors.refusal(error)):
            raise refusal from error

    def __call__(self, main):
        @functools.wraps(main)
        def telling(*args, **kwargs):
            with told():
                return main(*args, **kwargs)
        return telling
