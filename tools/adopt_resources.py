#!/usr/bin/env python3
"""Imports existing state into the stack: what a deleted stack kept, or a table or bucket that was created outside the
app.

    adopt_resources.py build/app.json build/template.json --stage dev
    adopt_resources.py build/app.json build/template.json --stage dev --name DEMO_TABLE --resource old-table

A change set of type IMPORT, of just those. The deploy after it makes the rest of the app, and gives them the settings
that the app wants. Repeating it imports what is missing. On AWS it needs more than `make policy` allows: permission to
import.
"""
import re

from botocore.exceptions import ClientError

from aws import buckets, clients, contents, stacks, stages
from aws import cfn as cfn_parts
from aws.app_file import read_model
from deploy import adoptions, change_sets, kept_state, stack_states
from deploy.adoptions import Adoption
from deploy.progress import Progress
from kit import cli, names
from kit.problems import Problems, problem
from kit.schema import nearest
from push.layers import layer_versions
from recipes import nesting, own_resources
from recipes import template as recipe

OF_VARIABLE = {"table": "AWS::DynamoDB::Table", "bucket": "AWS::S3::Bucket", "website": "AWS::S3::Bucket"}
OF_OWN = {kind: OF_VARIABLE[kind] for kind in ("table", "bucket")}
NAME = re.compile(r"[A-Za-z0-9_.-]{3,255}")  # of a table or a bucket: no ARN, no URL
OF_STACK = re.compile(r"already exists in stack \S*?:stack/([^/]+)")


def kept_adoptions(cfn, app, args, resources, in_stack, others):
    """[Adoption] of what deleted stacks kept and the app still has. Prints what is left out. Raises Problems.

    resources  {logical id: definition} of the app's template
    in_stack   {logical id: physical id} of the stack, if there is one
    others     [Adoption] of the same import: a resource can be one of the stack only
    """
    taken, left_out = {*in_stack.values(), *(other.physical for other in others)}, {other.id for other in others}
    outside = [resource for resource in adoptions.kept_resources(cfn, names.stack(app["name"], args.stage))
               if resource.physical not in taken]
    existing = kept_state.present(app, args.stage, outside)
    physical = {present.resource.physical for present in existing}
    if unknown := [name for name in args.kept if name not in physical | taken]:
        raise problem("", 0, f"for which variable is {', '.join(unknown)}? no earlier stack kept it",
                      f"name=DEMO_TABLE resource={unknown[0]}")
    for resource in outside:
        if resource.physical not in physical:
            cli.say(f"  {resource.physical} was deleted")
    candidates = {}
    for present in existing:
        id_, name = present.resource.id, present.resource.physical
        if present.resource not in kept_state.of_app(outside, resources):
            cli.say(f"  {name} stays outside: the app has no {id_}")
        elif id_ in in_stack:
            cli.say(f"  {name} stays outside: the stack has created a new {id_}, {in_stack[id_]}")
            if present.amount:
                variable = stages.variable(args.stage)
                cli.say(f"    it has {present.amount}: to use it, `make delete{variable}`, which keeps both, then "
                        f"`make adopt{variable} resource={name}`")
        elif id_ not in left_out:
            candidates.setdefault(id_, []).append(present)
    chosen = [present.resource for present in kept_state.choices(
        candidates, args.kept, args.stage, args.name, args.resource)]
    return [Adoption(resource.id, resource.physical, adoptions.definition(resource.definition, resources[resource.id]))
            for resource in chosen]


def adoptable(app, resources, owners):
    """{name: (kind, logical id)} of what --name may be: the variable of a table or bucket, or a logical id of
    resources.yaml. Arguments as of named_adoption()."""
    own = {id_: (kind, id_) for id_, resource in resources.items() for kind, type_ in OF_OWN.items()
           if resource["Type"] == type_ and owners.get(id_) == (None, own_resources.WORD)}
    return own | {variable["name"]: (variable["kind"], id_) for fn in app["lambdas"].values() for variable in fn["env"]
                  for id_, resource in resources.items() if variable["kind"] in OF_VARIABLE
                  and resource["Type"] == OF_VARIABLE[variable["kind"]]
                  and owners.get(id_) == (variable["of"], variable["kind"])}


def named_adoption(app, args, resources, in_stack, owners):
    """[Adoption] of the table or bucket args.resource for args.name, [] if the stack has it. Raises Problems."""
    targets = adoptable(app, resources, owners)
    if args.name not in targets:
        raise problem("", 0, f"no lambda reads a table or bucket {args.name!r}",
                      nearest(args.name, targets) or f"there are: {', '.join(sorted(targets))}" if targets else
                      f'read os.environ["{args.name}"] in a lambda, then repeat the command')
    kind, id_ = targets[args.name]
    if not args.resource:
        raise problem("", 0, f"which {kind} for {args.name}?",
                      f"write its name as AWS lists it: name={args.name} resource=...")
    if in_stack.get(id_) == args.resource:
        return []
    if id_ in in_stack:
        raise problem("", 0, f"the stack has a {id_} already: {in_stack[id_]}",
                      f"remove {args.name} from {'the code' if id_ != args.name else 'resources.yaml'}, deploy with "
                      f"lose={id_}, write it again, and adopt again")
    if args.resource == stages.bucket(app):
        raise problem("", 0, f"{args.resource} is the bucket of the app's zips, and no stack may have it",
                      "adopt another bucket, or set `artifacts:` in app.yaml to another name first")
    if not NAME.fullmatch(args.resource) or not contents.exists(
            app, args.stage, {"ResourceType": OF_VARIABLE[kind], "PhysicalResourceId": args.resource}):
        raise problem("", 0, f"there is no {kind} {args.resource} in {app['settings']['region']}",
                      f"write its name as AWS lists it: name={args.name} resource=...")
    definition = {"Properties": {}}
    if kind == "table":
        definition = adoptions.table_definition(stages.client("dynamodb", app, args.stage).describe_table(
            TableName=args.resource)["Table"])
    return [Adoption(id_, args.resource, adoptions.definition(
        definition, resources[id_], args.resource, app["settings"]["region"]))]


def import_(cfn, app, stage, stack, chosen, report):
    """Import resources with a change set of just those, and follow it to the end. Raises Problems."""
    name, bucket = names.stack(app["name"], stage), layer_versions.ensure_bucket(app, stage)
    present = cfn.get_template(StackName=stack["StackId"])["TemplateBody"] if stack else None
    tags = stack["Tags"] if stack else stages.tags(app, stage)
    template, request = adoptions.request(name, present, (stack or {}).get("Parameters", []), chosen,
                                          app["settings"]["region"], tags)
    request["TemplateURL"] = buckets.upload_template(stages.client("s3", app, stage), bucket, template)
    try:
        change_set = change_sets.create(cfn, stack, request, stage, {}, express=False)
    except (Problems, ClientError) as error:
        if owner := OF_STACK.search(str(error)):
            raise problem("", 0, f"the stack {owner[1]} has one of them, and a resource can be in one stack only",
                          "copy its data to the new one: docs/tables.md#another-name-or-another-key"
                          if owner[1] == name else
                          "first remove it from that stack, with `DeletionPolicy: Retain`: its data then stays")
        raise
    change_sets.execute(cfn, change_set, {}, stage, report)


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--name", default="", help="the variable of a table or bucket: DEMO_TABLE; or its "
                        "logical id in resources.yaml")
    parser.add_argument("--resource", default="", help="the name of the table or bucket in AWS, with --name; then "
                        "which of several that earlier stacks kept: A,B")
    args = parser.parse_args(argv)
    typed = cli.names(args.resource)
    args.resource, args.kept = (typed or [""])[0] if args.name else "", typed[bool(args.name):]
    app, template = read_model(args.app), cfn_parts.read_template(args.template)
    owners, addresses = recipe.owners(app), recipe.addresses(app)
    cfn, name = stages.client("cloudformation", app, args.stage), names.stack(app["name"], args.stage)
    stages.check_owner(cfn, app, args.stage)
    progress = Progress(nesting.all_owners(app, owners))
    stack = stack_states.ready(cfn, name, args.stage, addresses, progress)
    stack = None if stack and stack["StackStatus"] == "REVIEW_IN_PROGRESS" else stack
    in_stack = stacks.physical_ids(stacks.resources(cfn, stack["StackId"]) if stack else ())
    if args.name and stack and (others := [name for name in args.kept if name not in in_stack.values()]):
        raise problem("", 0, f"name={args.name} is for one resource, as {name} exists: not for {', '.join(others)}",
                      f"`make adopt{stages.variable(args.stage)} resource={','.join(others)}` first")
    resources = template["Resources"]
    chosen = named_adoption(app, args, resources, in_stack, owners) if args.name else []
    if not args.name or not stack:  # else a new stack would make what is kept anew
        chosen += kept_adoptions(cfn, app, args, resources, in_stack, chosen)
    problems = [fault for adoption in chosen if (fault := adoptions.problem(
        adoption, resources[adoption.id], app["settings"]["region"], addresses[adoption.id]))]
    if problems:
        raise Problems(*problems)
    if not chosen:
        return cli.say(f"{name}: nothing to adopt")
    for adoption in chosen:
        amount = contents.amount(app, args.stage, {"ResourceType": adoption.definition["Type"],
                                                   "PhysicalResourceId": adoption.physical})
        cli.say(f"  {adoption.id}: {adoption.physical}, {amount or 'empty'}")
    import_(cfn, app, args.stage, stack, chosen, progress)
    cli.say(f"{name}: {len(chosen)} adopted")


if __name__ == "__main__":
    cli.run(main)
