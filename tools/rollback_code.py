#!/usr/bin/env python3
"""Restores the code that ran before the last deploy of a stage, from the zips in the artifacts bucket.

    rollback_code.py build/app.json --stage dev

The infrastructure stays as it is: code that needs what the last deploy took away is refused. It can be killed and
repeated at any point.
"""
import sys

from aws import clients, stacks, stages
from deploy import code_records, rollbacks, stack_states
from kit import cli
from kit.problems import problem


@clients.errors_as_problems()
def main(argv):
    args = stages.parser(__doc__).parse_args(argv)
    app = stages.model(args.app)
    cfn, variable = stages.client("cloudformation", app, args.stage), stages.variable(args.stage)
    deploy, again = f"`make deploy{variable}`", f"`make rollback{variable}`"
    stages.check_owner(cfn, app, args.stage)
    stack = stages.deployed(cfn, app, args.stage)
    name, status = stack["StackName"], stack["StackStatus"]
    if stacks.is_running(stack):
        raise problem("", 0, f"{name} is {status}: CloudFormation changes it now", f"{deploy} follows it; then {again}")
    if status in stack_states.UNSETTLED:
        raise problem("", 0, f"{name} is {status}: CloudFormation may still restore earlier code",
                      f"{deploy} continues what failed; then {again}")
    try:
        rollbacks.roll_back(cfn, app, args.stage, stack)
    except KeyboardInterrupt:
        cli.say(f"\nthe code of some lambdas may have changed: {again} again")
        sys.exit(130)
    except code_records.Overtaken as error:
        raise problem("", 0, f"{name}: a deploy came first", f"{again} again, to undo that deploy") from error


if __name__ == "__main__":
    cli.run(main)
