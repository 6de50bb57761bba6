#!/usr/bin/env python3
"""Prints the outputs of the deployed stack, such as URLs and names of tables.

    print_outputs.py build/app.json --stage dev
"""
from aws import clients, stacks, stages
from deploy import addresses
from kit import cli
from kit.columns import print_json


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    cfn = stages.client("cloudformation", app, args.stage)
    stack = stages.deployed(cfn, app, args.stage)
    outputs = stacks.outputs(stack)
    reachable = {key: clients.reachable(value, args.stage) for key, value in sorted(outputs.items())}
    if args.json:
        return print_json(reachable)
    for key, value in reachable.items():
        print(key, value)
    for key, value in sorted(outputs.items()):
        if key.endswith("DomainUrl") and args.stage == clients.LOCAL:
            cli.say(f"  on the local cloud: {addresses.by_host(app, value, key == addresses.API_DOMAIN)}")


if __name__ == "__main__":
    cli.run(main)
