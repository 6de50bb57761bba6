"""Sources of the small lambdas that Pareto adds: files with tests, put unchanged into the template.

CloudFormation takes 4 MB of code inline (it was 4,096 characters until 2022).
docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html

    alerts                sends messages about failures
    build_failures        a failed build in an event of CodeBuild, for alerts
    failure_lines         a failure in a line of a log, and the message of an alarm, for alerts
    groups                an authorizer: signed-in users of some groups may call an endpoint
    http_groups           the same for an HTTP API
    invocation_lines      prints the event and the trace of invocations, in a zip of the app: `debug`, `tracing`
    object_notifications  turns events of objects into notifications of S3's own form
    table_events          turns a table's stream into events on the app's bus
    ticker                invokes lambdas whose timers are below a minute
    traced_table_events   the same as table_events, with a trace for each event: `tracing`
    write_ids             ids of writes in logs, for invocation_lines and traced_table_events
"""
import re
from pathlib import Path

MB = 256
IMPORT = re.compile(r"^from recipes\.code\.(\w+) import .*\n", re.M)


def function(name, seconds):
    """The properties of a function that runs code/<name>.py: AWS calls an inline module `index`."""
    return {"Handler": "index.handler", "Code": {"ZipFile": source(name)},
            "MemorySize": MB, "Timeout": seconds}


def source(name):
    """The text of the module code/<name>.py, with the text of an imported module of this package in place of the
    import."""
    text = (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")
    return IMPORT.sub(lambda match: source(match[1]), text)
