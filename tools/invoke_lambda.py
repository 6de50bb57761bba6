#!/usr/bin/env python3
"""Calls a lambda and prints its answer; what it logged goes to stderr. Exit 1 if it raised.

    invoke_lambda.py build/app.json --name hello [--event event.json]
"""
import base64
import json
import re

from kit import cli, cloud, files, stages
from kit.problems import problem

LONGEST = 15 * 60 + 10  # seconds: a lambda may take fifteen minutes


def raised(app, name, said):
    """Problems of a lambda that failed, at the innermost line of the app's own code.

    said  what the runtime told: {"errorType", "errorMessage", "stackTrace": ['  File "...", line 3, ...']}
    """
    path, line = app["lambdas"][name]["path"], 0
    for frame in said.get("stackTrace") or []:
        # "/var/task/lambdas/hello/index.py" on AWS, in another folder in the local cloud
        place = re.search(rf'File "(?:.*/)?({re.escape(app["package"])}/[^"]+)", line (\d+)', frame)
        if place:
            path, line = place[1], int(place[2])
    kind = said.get("errorType", "failed")
    return problem(path, line, f"{kind}: {said.get('errorMessage', '')}".rstrip(": "), "its log is above")


def invoke(app, stage, name, event):
    """One synchronous call, never repeated: a lambda that writes must not write twice. -> Lambda's answer"""
    functions = stages.client("lambda", app, stage, read_timeout=LONGEST, retries={"total_max_attempts": 1})
    try:
        return functions.invoke(FunctionName=stages.function(app, stage, name), LogType="Tail",
                                Payload=json.dumps(event).encode())
    except functions.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)


@cloud.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda")
    parser.add_argument("--event", default="", help="a file of JSON, or - for stdin (default: {})")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    stages.function(app, args.stage, args.name)
    event = files.read_json(args.event) if args.event else {}
    answer = invoke(app, args.stage, args.name, event)
    payload = answer["Payload"].read()
    cli.say(base64.b64decode(answer.get("LogResult", "")).decode(errors="replace").rstrip())
    print(payload.decode(errors="replace"))
    if answer.get("FunctionError"):
        raise raised(app, args.name, json.loads(payload))


if __name__ == "__main__":
    cli.run(main)
