#!/usr/bin/env python3
"""Prints what the role of each lambda allows, each action with the line of code that needs it, and whether a test of
the app used it.

    tools/print_permissions.py build/app.json
    tools/print_permissions.py build/app.json --name readings-load --json
"""
from pathlib import Path

from aws import stages
from aws.app_file import read_model
from kit import cli
from kit.columns import columns, print_json
from recipes import role_sources
from testkit import test_keys

UNUSED = "never used by a test"
OF_CODE = ("", "permissions")  # the `why` of rows that code uses; the others are for AWS itself


def lines(app, names, record):
    """[text]: of each lambda its name, and a row for each action and resource. record: as of rows()"""
    result = []
    for name in names:
        result += [f"{name}  {app['lambdas'][name]['path']}", *(f"  {line}" for line in columns([
            (row["action"], row["resource"], f"{row['file']}:{row['line']}",
             "; ".join(filter(None, [row["why"], UNUSED * (row["tested"] is False)])))
            for row in rows(app, name, record)]))]
    return result


def rows(app, name, record):
    """[role_sources.Row with "tested"] of a lambda: whether a test used the permission; None where tests cannot, or
    where none has run.

    record  {file of tests: [[lambda, action, resource]]} of the last runs
    """
    used = {tuple(row) for file, rows_ in record.items() if Path(file).exists() for row in rows_}
    return [{**row, "tested": (name, row["action"], row["resource"]) in used
             if used and (row["why"] in OF_CODE or row["why"].startswith("because")) else None}
            for row in role_sources.rows(app, app["lambdas"][name])]


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json")
    parser.add_argument("--name", default="", help="this lambda only (default: all)")
    cli.add_json(parser)
    args = parser.parse_args(argv)
    app = read_model(args.app)
    names = [stages.lambda_name(app, args.name)] if args.name else sorted(app["lambdas"])
    record = test_keys.record("exercised")
    if args.json:
        return print_json({name: rows(app, name, record) for name in names})
    print("\n".join(lines(app, names, record)))


if __name__ == "__main__":
    cli.run(main)
