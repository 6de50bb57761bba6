#!/usr/bin/env python3
"""Prints what the role of each lambda allows, each action with the line of code that asks for it.

    tools/print_permissions.py build/app.json
    tools/print_permissions.py build/app.json --name readings-load --json
"""
from aws import stages
from kit import cli, files
from kit.columns import columns, print_json
from recipes import role_sources


def lines(app, names):
    """[text]: of each lambda its name, and a row for each action and resource."""
    result = []
    for name in names:
        rows = role_sources.rows(app, app["lambdas"][name])
        result += [f"{name}  {app['lambdas'][name]['path']}", *(f"  {line}" for line in columns([
            (row["action"], row["resource"], f"{row['file']}:{row['line']}", row["why"]) for row in rows]))]
    return result


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--name", default="", help="this lambda only (default: all)")
    cli.add_json(parser)
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    names = [stages.lambda_name(app, args.name)] if args.name else sorted(app["lambdas"])
    if args.json:
        return print_json({name: role_sources.rows(app, app["lambdas"][name]) for name in names})
    print("\n".join(lines(app, names)))


if __name__ == "__main__":
    cli.run(main)
