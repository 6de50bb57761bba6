#!/usr/bin/env python3
"""Prints the address of the app's dashboard in CloudWatch.

    print_dashboard.py build/app.json --stage dev
"""
from aws import clients, stacks, stages
from kit import cli
from kit.columns import print_json
from kit.problems import problem

OUTPUT = "DashboardName"


def address(name, region):
    """The address of a dashboard in the console of a region's partition."""
    host = "console.amazonaws-us-gov.com" if region.startswith("us-gov-") else "console.aws.amazon.com"
    return f"https://{region}.{host}/cloudwatch/home?region={region}#dashboards/dashboard/{name}"


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    args = parser.parse_args(argv)
    app = stages.model(args.app)
    stack = stages.deployed(stages.client("cloudformation", app, args.stage), app, args.stage)
    outputs = stacks.outputs(stack)
    if OUTPUT not in outputs:
        raise problem("app.yaml", 0, f"stage {args.stage} has no dashboard",
                      f"write `dashboard: true`, or `alerts`, and `make deploy{stages.variable(args.stage)}`")
    is_local = args.stage == clients.LOCAL
    url = None if is_local else address(outputs[OUTPUT], app["settings"]["region"])
    if args.json:
        return print_json({"name": outputs[OUTPUT], "address": url})
    return print(f"{outputs[OUTPUT]}: only AWS shows it; {clients.endpoint()} shows the local app" if is_local else url)


if __name__ == "__main__":
    cli.run(main)
