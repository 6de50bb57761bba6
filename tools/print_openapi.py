#!/usr/bin/env python3
"""Prints the OpenAPI document of the app's endpoints, or writes it to a file.

    tools/print_openapi.py build/app.json --stage dev --out openapi.json

The document has the API's address if build/STAGE/stack.json has it, that is after a deploy.
"""
import json
from pathlib import Path

from aws import clients, stacks, stages
from aws.app_file import read_model
from kit import cli, files
from kit.problems import problem
from recipes import openapi, routes


def check_overwritten(path):
    """Raises Problems if a file would be lost that is no OpenAPI document in JSON."""
    try:
        if "openapi" in json.loads(path.read_bytes() or b'["openapi"]'):
            return
    except (ValueError, TypeError, RecursionError):
        pass
    raise problem(path, 0, "is no OpenAPI document, and would be overwritten",
                  "another name, as in out=openapi.json; or remove the file first")


def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("--out", default="-", help="the file (default: stdout)")
    cli.add_json(parser)  # for programs that add it to every call; the output is JSON without it
    args = parser.parse_args(argv)
    app = read_model(args.app)
    if not routes.has_api(app):
        raise problem("", 0, "no lambda has an endpoint", "`make new-lambda name=hello trigger=endpoint`")
    if Path(args.out).is_file():
        check_overwritten(Path(args.out))
    stack = Path("build", args.stage, "stack.json")
    url = files.read_json(stack, shape=stacks.StackRecord, is_partial=True).get("outputs", {}).get("ApiUrl", "") \
        if stack.is_file() else ""
    files.write_json(args.out or "-", openapi.document(app, clients.reachable(url, args.stage) if url else ""))
    if args.out not in ("", "-"):
        cli.say(f"made {args.out}")


if __name__ == "__main__":
    cli.run(main)
