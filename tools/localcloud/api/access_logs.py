"""Access logs of a stage: a line for each request, in the format of its AccessLogSetting.

docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html: a variable without a value is "-".
"""
import hashlib
import re
import time

from moto.logs.models import logs_backends

from localcloud.api import templates
from localcloud.moto.state import ACCOUNT, LOCK

VARIABLE = re.compile(r"\$context((?:\.\w+)+)")


def write(region, settings, name, variables):
    """Writes the line of a request, if the stage has access logs.

    settings   {"destinationArn", "format"} of the stage; {} or None without access logs
    name       of the stage in its API: "a1b2c3/dev"
    variables  {name: value} of $context, also of those that are known only at the end: "status", "responseLength", ...
    """
    if not settings or not settings.get("destinationArn") or not settings.get("format"):
        return
    text = VARIABLE.sub(lambda match: value(variables, match[1][1:]), settings["format"])
    group = settings["destinationArn"].split(":log-group:")[-1].removesuffix(":*")
    stream = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    with LOCK:
        backend = logs_backends[ACCOUNT][region]
        backend.ensure_log_group(group)
        backend.ensure_log_stream(group, stream)
        backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])


def value(variables, path):
    """The text of a variable such as identity.sourceIp."""
    content = templates.looked_up(variables, path)
    return "-" if content is None or content == "" else str(content).replace('"', '\\"')
