"""The program of an execution environment: a function's code, settings and variables."""
import platform
import time
import uuid
from typing import NamedTuple

from localcloud.authorization import callers
from localcloud.functions.spawner import PACKAGES

NOTHING_OF_THE_USER = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": "/dev/null",
                       "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}


class Program(NamedTuple):
    """All that a process needs to run a version of a function. Two equal Programs may share a process."""

    arn: str
    name: str
    version: str
    region: str
    role: str  # its ARN
    runtime: str
    handler: str
    folder: str  # of the unzipped code
    layers: tuple  # folders of the unzipped layers, in the order of the function's settings
    variables: tuple  # sorted (name, value) pairs of the function's own
    timeout: int  # seconds
    memory: int  # MB
    log_group: str
    log_format: str  # Text or JSON
    log_level: str  # "" unless JSON
    endpoint: str
    packages: str  # the folder of the packages of AWS's runtime
    fork: bool  # False: starts a new Python process, because the lambda's code contains its own boto3

    def stream(self):
        """The name of a new log stream: "2025/01/31/[$LATEST]0123...ef"."""
        return f"{time.strftime('%Y/%m/%d', time.gmtime())}/[{self.version}]{uuid.uuid4().hex}"

    def order(self, port, stream):
        """The order for the zygote (see zygote.py). port: of the environment's Runtime API."""
        return {"env": variables(self, port, stream), "folder": self.folder, "fork": self.fork,
                "path": search_path(self.folder, self.layers), "handler": self.handler}


def search_path(folder, layers):
    """sys.path as on AWS: the code, then the layers, the last one first."""
    major, minor, _ = platform.python_version_tuple()
    subfolders = f"python/lib/python{major}.{minor}/site-packages", "python"
    return [folder, *(f"{layer}/{subfolder}" for subfolder in subfolders for layer in reversed(layers))]


def brings_own(names):
    """Whether code or a layer with these top-level names replaces one of the runtime's packages."""
    return any(name.removesuffix(".py") in PACKAGES for name in names)


def variables(program, port, stream):
    """{name: value}: the environment variables of the process: Lambda's, the local cloud's, then the function's.

    https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. Ours are the last four: the
    endpoint of this cloud, and nothing of the keys and settings of the user who started it.
    """
    key, secret, token = callers.credentials(program.role, program.name)
    logging = {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": program.log_level or "INFO"}
    return {
        "_HANDLER": program.handler,
        "AWS_REGION": program.region,
        "AWS_DEFAULT_REGION": program.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{program.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": program.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(program.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": program.version,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": program.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:2000",  # where nobody listens: on AWS an address of the daemon's own
        "LAMBDA_TASK_ROOT": program.folder,
        "LAMBDA_RUNTIME_DIR": program.packages,
        "PYTHONPATH": program.packages,
        "PATH": ":".join([*(f"{layer}/bin" for layer in program.layers), "/usr/local/bin:/usr/bin:/bin"]),
        "LD_LIBRARY_PATH": ":".join([program.folder, f"{program.folder}/lib",
                                     *(f"{layer}/lib" for layer in program.layers)]),
        "LANG": "en_US.UTF-8",
        "SHLVL": "0",
        "TZ": ":UTC",
        **(logging if program.log_format == "JSON" else {}),
        "AWS_ENDPOINT_URL": program.endpoint,
        **NOTHING_OF_THE_USER,
        **dict(program.variables),
    }
