#!/usr/bin/env python3
"""Deploys the template as a stack: shows what will change, then changes it.

    deploy_stack.py build/app.json build/dev/artifacts.json --stage dev

push_artifacts.py and setup_domain.py wrote further parameters beside artifacts.json: layers/NAME.json and
domains/DOMAIN.json.

It reads the state of the stack from the cloud, so it can be killed and repeated at any point. It waits for another
deploy that runs. A failure is reported at the line of the word that made the resource.
"""
import os
from pathlib import Path
from typing import NamedTuple

from botocore.exceptions import ClientError

from aws import clients, secrets, stacks, stages
from aws.app import AppModel
from deploy import addresses, change_sets, changes, earlier_stacks, failures, losses, nested, parameters, preview
from deploy.progress import Progress
from domain import domain_file
from kit import cli, consent, files, names, settings
from kit.problems import Problem, Problems, problem
from push import zip_changes
from recipes import nesting, own_resources
from recipes import template as recipe

ATTEMPTS = 5  # so many times another deploy may come first
UNFINISHED = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted
DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
OUTCOMES = {"ROLLBACK_COMPLETE": "nothing was made", "UPDATE_ROLLBACK_COMPLETE": "it is as before the deploy",
           "DELETE_COMPLETE": "it was deleted during the deploy"}
FUNCTION_NAME_LIMIT = 64  # Lambda's


class Options(NamedTuple):
    """What all steps of a deploy need: the app, what the person chose, and the resources' owners and lines."""

    app: AppModel
    stage: str
    yes: bool  # do not ask
    lose: list[str]  # the names of resources whose loss was agreed to
    all: bool  # report every resource, also of a first deploy
    owners: dict  # {logical id: (owner, word)}
    addresses: dict  # {logical id: (file, line)} of the word that makes the resource
    children: dict  # {logical id: template} of the nested stacks
    progress: Progress  # reports events


def ready(cfn, name, options):
    """The description of the stack in a state that accepts a change set, None without a stack.

    Waits for an operation that runs, and deletes a stack that was never finished.
    """
    while stack := stacks.described(cfn, name):
        status = stack["StackStatus"]
        if stacks.is_running(stack):
            cli.say(f"{name} is {status}: waiting for it")
            stacks.join(cfn, stack, options.stage, options.progress)
        elif status in UNFINISHED:
            cli.say(f"{name} is {status}: it was never finished, and is deleted first")
            events = stacks.delete(cfn, stack, options.stage, options.progress)
            remaining = stacks.described(cfn, name)
            if remaining and remaining["StackStatus"] == "DELETE_FAILED":
                raise Problems(*failures.problems(options.addresses, events))
        elif status.endswith("ROLLBACK_FAILED"):
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}",
                          "fix the cause, then `aws cloudformation continue-update-rollback "
                          f"--stack-name {name}`")
        else:
            return stack
    return None


def planned(cfn, request, options):
    """A change set that can be executed, with "first" (whether the stack is new); None if nothing changes."""
    stack = ready(cfn, request["StackName"], options)
    try:
        change_set = change_sets.create(cfn, stack, request, options.stage)
    except change_sets.Rejected as error:
        raise change_sets.problems(options.addresses, error)
    first = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    if change_set and not first:
        say_zip_growth(stack, request, options)
    return change_set and {**change_set, "first": first,
                           "Changes": nested.changes(cfn, change_set["Changes"], options.children,
                                                     options.app["settings"]["region"])}


def say_zip_growth(stack, request, options):
    """Print the sizes of the zips that change, and warnings of those that grow much."""
    before, after = ({entry["ParameterKey"]: entry["ParameterValue"] for entry in described.get("Parameters", [])}
                     for described in (stack, request))
    keys = {name: (before[parameter], after[parameter]) for name in options.app["lambdas"]
            if (parameter := names.code_parameter(name)) in before and parameter in after}
    s3 = stages.client("s3", options.app, options.stage)
    for line in zip_changes.growth_lines(s3, stages.bucket(options.app), keys):
        cli.say(line)


def execute(cfn, change_set, options):
    """Execute the change set and follow it to the end. Raises Problems if it failed."""
    stack_id = change_set["StackId"]
    after = stacks.last_event_id(cfn, stack_id)
    cfn.execute_change_set(ChangeSetName=change_set["ChangeSetId"], StackName=stack_id)
    events = stacks.follow(cfn, stack_id, after, options.stage, options.progress)
    status = (stacks.described(cfn, stack_id) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        summary = f"{change_set['StackName']} is {status}: {OUTCOMES.get(status, 'it is incomplete')}"
        raise Problems(Problem("", 0, summary, "fix it and deploy again"),
                       *failures.problems(options.addresses, events))
    for message in failures.leftovers(options.addresses, events):
        cli.say(message)


def deploy(cfn, request, options):
    """Creates or updates the stack, whatever its state. -> its description

    request  change_set_request()
    """
    name = request["StackName"]
    for attempt in range(ATTEMPTS):
        try:
            change_set = planned(cfn, request, options)
            if change_set is None:
                cli.say(f"{name}: nothing to change")
                break
            losses.agree(cfn, change_set, options)
            if change_set["first"] and not options.all:
                options.progress.plan(change_set["Changes"])
            execute(cfn, change_set, options)
            break
        except ClientError as error:
            if not change_sets.is_overtaken(error) or attempt == ATTEMPTS - 1:
                raise
            cli.say("another deploy came first: trying again")
    return stacks.described(cfn, name)


def show_changes(cfn, request, options):
    """Print what a deploy would change, and leave nothing behind. Raises Problems."""
    name = request["StackName"]
    stack = stacks.described(cfn, name)
    if stack and (stacks.is_running(stack) or stack["StackStatus"] in UNFINISHED):
        raise problem("", 0, f"{name} is {stack['StackStatus']}: what a deploy would change is not known yet",
                      "a deploy waits for an operation that runs, and deletes a stack that was never finished")
    change_set = planned(cfn, request, options)
    resource_changes = change_set["Changes"] if change_set else []
    print("\n".join(changes.description_lines(name, resource_changes, options.owners)))
    if change_set:
        change_sets.delete(cfn, change_set)


def parameter_files(artifacts, domain):
    """The paths of the files with a stage's parameters: artifacts.json, of layers, of the domain if it has a file."""
    beside = Path(artifacts).parent
    of_domain = beside / "domains" / f"{domain}.json"
    return [artifacts, *sorted(beside.glob("layers/*.json")),
            *([of_domain] if domain and os.path.exists(domain_file.path(domain)) and of_domain.exists() else [])]


def change_set_request(args, app, template):
    """{"StackName", "TemplateURL", "Parameters", "Tags"} of CreateChangeSet. Raises all Problems that prevent it:
    parameters without a value, names that are too long, no lambda.

    template  of the stack itself, not of a nested one
    """
    artifacts, *others = [files.read_json(path) for path in
                          parameter_files(args.artifacts, app["settings"]["domain"])]
    pushed = {key: value for file in (artifacts, *others) for key, value in file["parameters"].items()}
    env_values = settings.values(settings.read(args.settings)["env"], args.stage)
    env_values.update({name: os.environ[name] for name in parameters.variables(app) if name in os.environ})
    values, problems = parameters.values(app, template, pushed, env_values, args.stage)
    functions = {stages.function(app, args.stage, name): fn for name, fn in app["lambdas"].items()}
    problems += [Problem(fn["path"], 0, f"{name} is longer than {FUNCTION_NAME_LIMIT} characters",
                         "shorten the folder's, the app's or the stage's name")
                 for name, fn in functions.items() if len(name) > FUNCTION_NAME_LIMIT]
    if not app["lambdas"]:
        problems = [Problem("", 0, "there is no lambda yet", "`make new-lambda name=hello trigger=endpoint`")]
    if problems:
        raise Problems(*problems)
    return {"StackName": names.stack(app["name"], args.stage), "TemplateURL": artifacts["template"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value}
                           for key, value in sorted(values.items())],
            "Tags": [{"Key": "app", "Value": app["name"]}, {"Key": "stage", "Value": args.stage}]}


def template_of_stage(app, path, stage):
    """The template in a file, as push writes it for a stage: for the local cloud without what this lacks."""
    template = files.read_json(path)
    if stage != clients.LOCAL or not own_resources.added(app):
        return template
    from localcloud.cloudformation import absent_types  # slow to import, and most apps have none of their own
    return absent_types.local_template(app, template).template


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("artifacts", help="artifacts.json")
    parser.add_argument("--template", default="build/template.json", help="declares the parameters")
    parser.add_argument("--settings", default="app.yaml", help="the settings (default: app.yaml)")
    consent.add_arguments(parser, "resources with state that may be lost: A,B")
    parser.add_argument("--all", action="store_true", help="report every resource, also of a first deploy")
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    parser.add_argument("-o", "--out", default="-", help="where stack.json goes (default: stdout)")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    if args.stage == clients.LOCAL:
        secrets.local_values()  # raises Problems before anything is deployed
    parts = recipe.parts(app)
    owners = recipe.owners(app, parts)
    template = template_of_stage(app, args.template, args.stage)
    children = nesting.children(app, template, owners, files.read_json(args.artifacts)["parameters"])
    request = change_set_request(args, app, nesting.root(template, children, {}))
    cfn = stages.client("cloudformation", app, args.stage)
    owners = nesting.all_owners(app, owners)
    options = Options(app, args.stage, args.yes, args.lose, args.all, owners, recipe.addresses(app, parts), children,
                      Progress(owners))
    if args.dry_run:
        return show_changes(cfn, request, options)
    try:
        stack = deploy(cfn, request, options)
    except KeyboardInterrupt:
        cli.say(f"\nthe deploy goes on; `make deploy{stages.variable(args.stage)}` follows it again")
        raise
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    earlier = earlier_stacks.running(cfn, args.out, stack["StackName"], args.stage)
    record: stacks.StackRecord = {"stack": stack["StackName"], "status": stack["StackStatus"], "outputs": outputs}
    if indexes := preview.indexes(app):
        record["indexes"], record["keys"] = indexes, preview.table_keys(app)
    if earlier:
        record["earlier"] = [*earlier]
    files.write_json(args.out, record)
    cli.say("\n".join([*addresses.closing_lines(app, outputs, args.stage),
                       *secrets.settle(app, outputs, args.stage),
                       *earlier_stacks.warning_lines(earlier, args.stage)]))


if __name__ == "__main__":
    cli.run(main)
