#!/usr/bin/env python3
"""Prints what the deployed stack gives out, such as addresses and names of tables, as the cloud tells it.

    print_outputs.py build/app.json --stage dev
"""
from aws import clients, stacks, stages
from deploy import addresses
from kit import cli, files, names


@clients.told()
def main(argv):
    args = stages.parser(__doc__).parse_args(argv)
    app = files.read_json(args.app)
    cfn = stages.client("cloudformation", app, args.stage)
    stack = stacks.described(cfn, names.stack(app["name"], args.stage))
    if stack is None:
        raise stages.undeployed(app, args.stage)
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    for key, value in sorted(outputs.items()):
        print(key, clients.reachable(value, args.stage))
    for key, value in sorted(outputs.items()):
        if key.endswith("DomainUrl") and args.stage == clients.LOCAL:
            cli.say(f"  on the local cloud: {addresses.by_host(app, value, key == addresses.API_DOMAIN)}")


if __name__ == "__main__":
    cli.run(main)
