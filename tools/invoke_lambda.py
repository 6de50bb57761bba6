#!/usr/bin/env python3
"""Calls a lambda and prints its answer; what it logged goes to stderr. Exit 1 if it raised.

    invoke_lambda.py build/app.json --name hello                    with an example of what its trigger sends
    invoke_lambda.py build/app.json --name hello --event last       with the last event it got on the local cloud
    invoke_lambda.py build/app.json --name hello --event event.json
"""
import base64
import json
import re

from aws import clients, errors, local_calls, stacks, stages
from kit import cli, files, names
from kit.problems import problem

OTHERS = ("An example cannot know what is in the app's tables and messages: event=event.json sends a file, "
          "event=last the last event that it got")
LAST = "last"
TRIGGERS = {"endpoint": "an example of a request to its endpoint", "events": "an example of what its first rule sends",
            "queue": "an example of a message in its queue", "topic": "an example of a message of its topic"}
LONGEST = 15 * 60 + 10  # seconds: a lambda may take fifteen minutes


def raised(app, name, said, hint="its log is above"):
    """Problems of a lambda that failed, at the innermost line of the app's own code.

    said  what the runtime told: {"errorType", "errorMessage", "stackTrace": ['  File "...", line 3, ...']}
    """
    path, line = app["lambdas"][name]["path"], 0
    for frame in said.get("stackTrace") or []:
        # "/var/task/lambdas/hello/index.py" on AWS, in another folder in the local cloud
        place = re.search(rf'File "(?:.*/)?({re.escape(app["package"])}/[^"]+)", line (\d+)', frame)
        if place:
            path, line = place[1], int(place[2])
    return problem(path, line, errors.of_function(said.get("errorType", "failed"), said.get("errorMessage")), hint)


def invoke(app, stage, name, event):
    """One synchronous call, never repeated: a lambda that writes must not write twice. -> Lambda's answer"""
    functions = stages.client("lambda", app, stage, read_timeout=LONGEST, retries={"total_max_attempts": 1},
                              user_agent_extra=local_calls.MANUAL)
    try:
        return functions.invoke(FunctionName=stages.function(app, stage, name), LogType="Tail",
                                Payload=json.dumps(event).encode())
    except functions.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)


def chosen(app, stage, name, event):
    """(the event to send, what it is). Raises Problems.

    event  "" for an example, "last", a path of a file, or "-" for stdin
    """
    if event == LAST and stage != clients.LOCAL:
        raise problem("", 0, "the last event of a lambda is known on the local cloud only", "event=event.json")
    if event == LAST:
        return local_calls.last_event(name, stages.function(app, stage, name)), "the last event that it got"
    if event:
        return files.read_json(event), "stdin" if event == "-" else event
    infra = app["lambdas"][name]["infra"]
    if "timer" in infra:
        body = infra["timer"]["body"]
        return body, f"the body of its timer: {json.dumps(body)}"
    trigger = next((word for word in TRIGGERS if word in infra), None)
    if trigger is None:
        return {}, "{}, as it has no trigger"
    from testkit import examples  # brings moto, and takes a second

    return examples.example(app, stage, name, lambda: physical(app, stage)), TRIGGERS[trigger]


def physical(app, stage):
    """{logical id: name in the cloud, ARN or URL} of the deployed stack. Raises Problems if there is none."""
    cfn, stack = stages.client("cloudformation", app, stage), names.stack(app["name"], stage)
    if stacks.described(cfn, stack) is None:
        raise stages.undeployed(app, stage)
    return {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in stacks.resources(cfn, stack)}


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda")
    parser.add_argument("--event", default="", help="a file of JSON, - for stdin, or last (default: an example)")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    args.name = stages.lambda_name(app, args.name)
    event, source = chosen(app, args.stage, args.name, args.event)
    cli.say(f"event: {source}")
    answer = invoke(app, args.stage, args.name, event)
    payload = answer["Payload"].read()
    cli.say(base64.b64decode(answer.get("LogResult", "")).decode(errors="replace").rstrip())
    print(payload.decode(errors="replace"))
    if answer.get("FunctionError"):
        if not args.event:
            cli.say(f"the event was {json.dumps(event)}")
        hint = "its log is above" if args.event else f"its log is above. {OTHERS}"
        raise raised(app, args.name, json.loads(payload), hint)


if __name__ == "__main__":
    cli.run(main)
