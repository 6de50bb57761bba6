#!/usr/bin/env python3
"""Invokes a lambda and prints its response; its log goes to stderr. Exit 1 if the handler raised an error.

    invoke_lambda.py build/app.json --name hello                    with an example event of its trigger
    invoke_lambda.py build/app.json --name hello --event last       with its last event in the local cloud
    invoke_lambda.py build/app.json --name hello --event event.json
"""
import base64
import datetime
import json
import re

from botocore.exceptions import ClientError

import recipes
from aws import clients, errors, local_calls, secrets, stacks, stages
from incidents import chosen_event
from kit import cli
from kit.problems import problem
from recipes import live, timer, user_trigger
from userpool import users

OTHER_EVENTS = ("An example cannot know the contents of the app's tables and messages: event=event.json sends a file, "
                "event=last the last event that the lambda received")
WITHOUT_VALUE = re.compile("ParameterNotFound|staging label: AWSCURRENT")  # of a secret, before `make secret`
LONGEST = 15 * 60 + 10  # seconds: an invocation may take fifteen minutes


def handler_problem(app, name, error, hint="its log is above"):
    """Problems of a handler that raised an error, at the innermost line of the app's own code.

    error  as the runtime returns it: {"errorType", "errorMessage", "stackTrace": ['  File "...", line 3, ...']}
    """
    path, line = app["lambdas"][name]["path"], 0
    for frame in error.get("stackTrace") or []:
        # "/var/task/lambdas/hello/index.py" on AWS, in another folder in the local cloud
        match = re.search(rf'File "(?:.*/)?({re.escape(app["package"])}/[^"]+)", line (\d+)', frame)
        if match:
            path, line = match[1], int(match[2])
    return problem(path, line, errors.of_function(error.get("errorType", "failed"), error.get("errorMessage")), hint)


def invoke(app, stage, name, event):
    """Invoke once, synchronously, without retries: a lambda that writes must not write twice. -> Lambda's response"""
    functions = stages.client("lambda", app, stage, read_timeout=LONGEST, retries={"total_max_attempts": 1},
                              user_agent_extra=local_calls.MANUAL)
    try:
        return functions.invoke(FunctionName=stages.function(app, stage, name) + live.suffix(app, name), LogType="Tail",
                                Payload=json.dumps(event).encode())
    except functions.exceptions.ResourceNotFoundException:
        raise stages.undeployed(app, stage, name)
    except ClientError as error:
        if "cannot be assumed" not in (message := error.response["Error"].get("Message", "")):
            raise
        raise problem(app["lambdas"][name]["path"], 0, message,
                      "a new role needs some seconds; one that was deleted by hand is created "
                      f"again by `make deploy full=1{stages.variable(stage)}`")


def event_to_send(app, stage, name, event):
    """(the event to send, its description). Raises Problems.

    event  "" for the timer's body or an example, "last", a path of a file, or "-" for stdin
    """
    if event:
        return chosen_event.chosen(app, stage, name, event, "invoke")
    infra = app["lambdas"][name]["infra"]
    if "timer" in infra:
        body = timer.example(infra["timer"], name, f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}")
        return body, f"the {infra['timer'].get('form', 'body')} of its timer: {json.dumps(body)}"
    trigger = recipes.trigger(infra)
    if trigger is None:
        return {}, "{}, as it has no trigger"
    from testkit import examples  # imports moto, which takes a second

    example = examples.example(app, stage, name, lambda: physical_ids(app, stage)), recipes.TRIGGERS[trigger].EXAMPLE
    return for_user(app, stage, infra["users"], *example) if trigger == "users" else example


def for_user(app, stage, block, event, description):
    """(event, description) of a trigger of a user pool, for the first user of the stage's pool.

    The example's user remains where the trigger comes before the pool has the user, and in an empty pool.
    """
    if block["trigger"] in user_trigger.EARLY:
        return event, description
    pool = users.pool(app, stage, block["pool"])
    user = next(pool.users(), None)
    if user is None:
        return event, f"{description}, which has no user yet: {pool.hint('create', 'ann@example.com')}"
    attributes = {item["Name"]: item["Value"] for item in user["Attributes"]}
    event["userName"] = user["Username"]
    event["request"]["userAttributes"] = {**attributes, "cognito:user_status": user["UserStatus"]}
    return event, f"{description}, for {users.email_of(user)}"


def physical_ids(app, stage):
    """{logical id: physical id} of the deployed stack. Raises Problems as of stages.deployed()."""
    cfn = stages.client("cloudformation", app, stage)
    return stacks.physical_ids(stacks.resources(cfn, stages.deployed(cfn, app, stage)["StackId"]))


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--name", default="", help="the lambda")
    parser.add_argument("--event", default="", help="a file of JSON, - for stdin, or last (default: an example)")
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    args.name = stages.lambda_name(app, args.name)
    event, source = event_to_send(app, args.stage, args.name, args.event)
    cli.say(f"event: {source}")
    response = invoke(app, args.stage, args.name, event)
    payload = response["Payload"].read()
    cli.say(base64.b64decode(response.get("LogResult", "")).decode(errors="replace").rstrip())
    print(payload.decode(errors="replace"))
    if response.get("FunctionError"):
        if not args.event:
            cli.say(f"the event was {json.dumps(event)}")
        hint = "its log is above" if args.event else f"its log is above. {OTHER_EVENTS}"
        error = json.loads(payload)
        if re.search("(?<!User)NotFound|NonExist|DoesNotExist|NoSuchBucket", str(error.get("errorType"))):
            hint = f"its log is above; {errors.GONE}"
        if WITHOUT_VALUE.search(f"{error.get('errorType')}: {error.get('errorMessage')}") and secrets.all_names(app):
            hint = f"`make secret do=list{stages.variable(args.stage)}` lists the secrets, and which have no value yet"
        raise handler_problem(app, args.name, error, hint)


if __name__ == "__main__":
    cli.run(main)
