"""What a request may cause and links.py cannot prove: what its lambdas write, and the lambdas that these writes invoke.

DynamoDB's streams, S3's events, Kinesis and Scheduler carry no trace:
docs.aws.amazon.com/xray/latest/devguide/xray-services.html,
docs.aws.amazon.com/eventbridge/latest/userguide/eb-related-service-xray.html
"""
import re
import time
from collections.abc import Iterator

from aws.app import AppModel, Lambda, rule_entries
from incidents import failures, log_lines
from incidents.following import Logged
from incidents.functions import Function
from kit.problems import listed

KINDS = {"table": "table", "bucket": "bucket", "website": "website", "data_stream": "stream",
         "schedule": "schedules of"}
WRITE = re.compile(r"\w+:(?:Put|Update|Delete|Create|BatchWrite|PartiQL(?!Select)|\*)")
SOON = 60_000  # ms after the last line of a request, in which what it wrote may invoke a lambda
MOST = 3  # request ids that are printed of a lambda


def texts(app: AppModel, logs, deployed: list[Function], lines: list[Logged], stage: str, is_whole: bool) -> list[str]:
    """["queued writes to the table relay, and changed ran ...: `make logs request=...`"] after the lines of a request.

    stage     " stage=dev", or ""
    is_whole  whether the lines have all that its known writes caused
    """
    shown = {started for _function, event in lines if (started := log_lines.started(event["message"]))}
    ran = {function.name for function, _event in lines} if is_whole else set()
    by_name = {function.name: function for function in deployed}
    writers = sorted({function.name for function, _event in lines if function.is_lambda})
    begin, end = lines[0][1]["timestamp"], lines[-1][1]["timestamp"] + SOON
    result = []
    for kind, of in sorted({written for name in writers for written in writes(app["lambdas"][name])}):
        for reader in sorted(readers(app, kind, of) - ran):
            names = [name for name in writers if (kind, of) in writes(app["lambdas"][name])]
            ids = [id_ for id_ in runs(logs, by_name[reader], begin, end) if id_ not in shown]
            commands = ", ".join(f"`make logs request={id_}{stage}`" for id_ in ids[:MOST])
            result.append(f"{listed(names)} write{'s' * (len(names) == 1)} to the {KINDS[kind]} {of}, and {reader} " + (
                f"ran in the minute after: {commands}{' ...' * (len(ids) > MOST)}" if ids
                else "did not run in the minute after" if end < time.time() * 1000 else "has not run yet"))
    return result


def writes(fn: Lambda) -> set[tuple[str, str]]:
    """{(kind, name)} of the resources that a lambda may write to: by its calls, or by its variables where its code
    could not be followed. app.json does not have the calls of schedules."""
    doubted = {name for doubt in fn.get("doubts", []) for name in doubt["variables"]}
    by_variable = {(variable["kind"], str(variable["of"])) for variable in fn["env"] if variable["kind"] in KINDS
                   and ("calls" not in fn or variable["name"] in doubted or variable["kind"] == "schedule")}
    calls = [call for call in fn.get("calls", []) if isinstance(call["on"], dict) and WRITE.match(call["action"])]
    return by_variable | {(call["on"]["kind"], call["on"]["name"]) for call in calls if call["on"]["kind"] in KINDS}


def readers(app: AppModel, kind: str, name: str) -> set[str]:
    """The lambdas that a change of a resource invokes."""
    return {fn["name"] for fn in app["lambdas"].values() if (kind, name) in sources(fn)}


def sources(fn: Lambda) -> Iterator[tuple[str, str]]:
    """Yields (kind, name) of what invokes a lambda without a trace."""
    infra = fn["infra"]
    for _key, entry in rule_entries(infra):
        if entry.get("source", {}).get("type") in KINDS:
            yield entry["source"]["type"], entry["source"]["name"]
    if "stream" in infra:
        yield "table", infra["stream"]["table"]
    if "kinesis" in infra:
        yield "data_stream", infra["kinesis"]["stream"]
    yield "schedule", fn["name"]


def runs(logs, function: Function, begin: int, end: int) -> list[str]:
    """The request ids of the invocations of a function that began between two moments (ms), oldest first."""
    events = failures.events(logs, function.log_group, begin, endTime=end,
                             filterPattern='?"START RequestId" ?"platform.start"')
    return [*filter(None, (log_lines.started(event["message"]) for event in events))]
