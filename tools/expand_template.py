#!/usr/bin/env python3
"""Expand the app model into a CloudFormation template. It makes no call to AWS.

    tools/expand_template.py build/app.json -o build/template.json
    tools/scan_infra.py lambdas | tools/expand_template.py -
"""
import gc

from aws.app_file import read_model
from kit import cli, files
from kit.problems import Problems
from recipes import limits, template


def expanded(app, parts=None):
    """The template of an app model, which push may split into several stacks. Raises Problems of invalid names
    and of documents that are too large. parts: template.parts(app), if computed already"""
    parts = parts or template.parts(app)
    problems = limits.problems(app, parts)
    if problems:
        raise Problems(*problems)
    return template.template(app, parts)


def main(argv):
    parser = cli.parser(__doc__)
    parser.add_argument("app", help="app.json, or - for stdin")
    parser.add_argument("-o", "--out", default="-", help="where template.json goes (default: stdout)")
    args = parser.parse_args(argv)
    gc.disable()  # saves a fifth of the time, and no object here has a reference cycle
    app = read_model(args.app)
    files.write_json(args.out, expanded(app, template.parts_of_file(app)))


if __name__ == "__main__":
    cli.run(main)
