#!/usr/bin/env python3
"""Packs every lambda, and uploads the zips and templates that are not yet in the artifacts bucket.

    push_artifacts.py build/app.json build/template.json --stage dev -o build/dev/artifacts.json

The key of a zip is a hash of its content: an unchanged lambda is not uploaded, and is no change of the stack. The
same holds for a template; an app of several stacks (`stacks` of app.yaml) has one for each.
"""
from aws import clients, stages
from aws.app_file import read_model
from kit import cli, names
from localcloud import stage_template
from push import artifacts
from recipes import template as recipe


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("-o", "--out", default="-", help="where artifacts.json goes (default: stdout)")
    args = parser.parse_args(argv)
    app = read_model(args.app)
    template = stage_template.read(app, args.template, args.stage, True)
    owners = recipe.owners(app) if names.stack_count(app) > 1 else {}
    pushed = artifacts.push_stage(app, template, owners, args.stage, args.out, args.app)
    artifacts.upload_templates(app, args.stage, pushed.root, pushed.children, pushed.sizes)


if __name__ == "__main__":
    cli.run(main)
