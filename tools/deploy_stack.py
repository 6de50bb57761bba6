#!/usr/bin/env python3
"""Makes the stack in the cloud what the template says: shows what will change, then changes it.

    deploy_stack.py build/app.json build/dev/artifacts.json --stage dev

Beside artifacts.json stand what push and setup_domain.py made for the stage: layers/NAME.json, domains/DOMAIN.json.

It asks the cloud what is there, and can be killed and repeated at any point. Another deploy that is
under way is waited for. A failure is told at the line of the word that made the resource.
"""
import os
from pathlib import Path

from botocore.exceptions import ClientError

from aws import clients, contents, stacks, stages
from deploy import addresses, change_sets, changes, earlier_stacks, failures, nested, parameters
from deploy.progress import Progress
from domain import domain_file
from kit import cli, consent, files, names, settings
from kit.problems import Problem, Problems, problem
from recipes import nesting
from recipes import template as recipe

ATTEMPTS = 5  # as often as other deploys may get in between
UNMADE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted
DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
AFTERMATH = {"ROLLBACK_COMPLETE": "nothing was made", "UPDATE_ROLLBACK_COMPLETE": "it is as it was before",
             "DELETE_COMPLETE": "somebody deleted it meanwhile"}
FUNCTION_NAME_LIMIT = 64  # Lambda's


def ready(cfn, name, deed):
    """The stack in a state that takes a change set, or None.

    Waits for what is under way, deletes what was never finished.
    """
    while stack := stacks.described(cfn, name):
        status = stack["StackStatus"]
        if stacks.running(stack):
            cli.say(f"{name} is {status}: waiting for it")
            stacks.join(cfn, stack, deed["stage"], deed["tell"])
        elif status in UNMADE:
            cli.say(f"{name} is {status}: what is left of it is deleted first")
            events = stacks.delete(cfn, stack, deed["stage"], deed["tell"])
            left = stacks.described(cfn, name)
            if left and left["StackStatus"] == "DELETE_FAILED":
                raise Problems(*failures.problems(deed["places"], events))
        elif status.endswith("ROLLBACK_FAILED"):
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}",
                          "mend the cause, then `aws cloudformation continue-update-rollback "
                          f"--stack-name {name}`")
        else:
            return stack
    return None


def planned(cfn, wanted, deed):
    """A change set that may be executed now, or None if there is nothing to change; "first": of a new stack."""
    stack = ready(cfn, wanted["StackName"], deed)
    try:
        change_set = change_sets.create(cfn, stack, wanted, deed["stage"])
    except change_sets.Rejected as refused:
        raise change_sets.problems(deed["places"], refused)
    first = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    return change_set and {**change_set, "first": first,
                           "Changes": nested.changes(cfn, change_set["Changes"], deed["children"])}


def agree(cfn, change_set, deed):
    """Goes on if no state and no address is lost, or a person agrees. Raises Problems, and drops the change set.

    What is empty may go from the local cloud unasked.
    """
    lost = [change for change in changes.consequential(change_set["Changes"])
            if deed["stage"] != clients.LOCAL or not contents.is_empty(deed["app"], deed["stage"], change)]
    if lost:
        what = "\n".join([f"change {change_set['StackName']}:", *changes.warnings(lost)])
        try:
            consent.ask(what, change_set["StackName"], deed["yes"])
        except Problems:
            change_sets.delete(cfn, change_set)
            raise


def execute(cfn, change_set, deed):
    """Executes the change set and follows it to the end. Raises Problems if it failed."""
    stack_id = change_set["StackId"]
    after = stacks.latest(cfn, stack_id)
    cfn.execute_change_set(ChangeSetName=change_set["ChangeSetId"], StackName=stack_id)
    events = stacks.follow(cfn, stack_id, after, deed["stage"], deed["tell"])
    status = (stacks.described(cfn, stack_id) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        now = f"{change_set['StackName']} is {status}: {AFTERMATH.get(status, 'it is half made')}"
        raise Problems(Problem("", 0, now, "mend it and deploy again"),
                       *failures.problems(deed["places"], events))
    for each in failures.leftovers(deed["places"], events):
        cli.say(each)


def deploy(cfn, wanted, deed):
    """From whatever is there to what is wanted. -> the stack's description

    wanted  what CreateChangeSet takes, see wishes()
    deed    {"app", "stage", "yes", "all", "owners", "places", "children", "tell"}: what is the same in every step
    """
    name = wanted["StackName"]
    for attempt in range(ATTEMPTS):
        try:
            change_set = planned(cfn, wanted, deed)
            if change_set is None:
                cli.say(f"{name}: nothing to change")
                break
            together = change_set["first"] and not deed["all"]
            cli.say("\n".join(changes.words(name, change_set["Changes"], deed["owners"], brief=together)))
            if together:
                deed["tell"].plan(change_set["Changes"])
            agree(cfn, change_set, deed)
            execute(cfn, change_set, deed)
            break
        except ClientError as error:
            if not change_sets.is_overtaken(error) or attempt == ATTEMPTS - 1:
                raise
            cli.say("another deploy was quicker: looking again")
    return stacks.described(cfn, name)


def rehearse(cfn, wanted, deed):
    """Prints what a deploy would change, and leaves nothing behind. Raises Problems."""
    name = wanted["StackName"]
    stack = stacks.described(cfn, name)
    if stack and (stacks.running(stack) or stack["StackStatus"] in UNMADE):
        raise problem("", 0, f"{name} is {stack['StackStatus']}: what a deploy would change is not known yet",
                      "a deploy waits for what is under way, and deletes what was never finished")
    change_set = planned(cfn, wanted, deed)
    plan = change_set["Changes"] if change_set else []
    print("\n".join(changes.words(name, plan, deed["owners"])))
    if change_set:
        change_sets.delete(cfn, change_set)


def parameter_files(artifacts, domain):
    """The paths of all parameters of a stage: artifacts.json, its layers', and its domain's if that has a file."""
    beside = Path(artifacts).parent
    made = beside / "domains" / f"{domain}.json"
    return [artifacts, *sorted(beside.glob("layers/*.json")),
            *([made] if domain and os.path.exists(domain_file.path(domain)) and made.exists() else [])]


def wishes(args, app, template):
    """What CreateChangeSet is asked for, but for its own name. Raises all Problems of the parameters.

    template  that of the stack itself
    """
    artifacts, *others = [files.read_json(path) for path in
                          parameter_files(args.artifacts, app["settings"]["domain"])]
    made = {key: value for one in (artifacts, *others) for key, value in one["parameters"].items()}
    said = settings.values(settings.read(args.settings)["env"], args.stage)
    said.update({name: os.environ[name] for name in parameters.variables(app) if name in os.environ})
    given, wrong = parameters.values(app, template, made, said, args.stage)
    functions = {stages.function(app, args.stage, name): each for name, each in app["lambdas"].items()}
    wrong += [Problem(each["path"], 0, f"{name} is longer than {FUNCTION_NAME_LIMIT} characters",
                      "shorten the folder's, the app's or the stage's name")
              for name, each in functions.items() if len(name) > FUNCTION_NAME_LIMIT]
    if not app["lambdas"]:
        wrong = [Problem("", 0, "there is no lambda yet", "`make new-lambda name=hello trigger=endpoint`")]
    if wrong:
        raise Problems(*wrong)
    return {"StackName": names.stack(app["name"], args.stage), "TemplateURL": artifacts["template"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value}
                           for key, value in sorted(given.items())],
            "Tags": [{"Key": "app", "Value": app["name"]}, {"Key": "stage", "Value": args.stage}]}


@clients.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("artifacts", help="artifacts.json")
    parser.add_argument("--template", default="build/template.json", help="where the parameters are declared")
    parser.add_argument("--settings", default="app.yaml", help="where env: is")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--all", action="store_true", help="tell every resource, also of a first deploy")
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    parser.add_argument("-o", "--out", default="-", help="where stack.json goes (default: stdout)")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    made = recipe.parts(app)
    owners = recipe.owners(app, made)
    whole = files.read_json(args.template)
    children = nesting.children(app, whole, owners, files.read_json(args.artifacts)["parameters"])
    wanted = wishes(args, app, nesting.root(whole, children, {}))
    cfn = stages.client("cloudformation", app, args.stage)
    owners = nesting.owners_too(app, owners)
    deed = {"app": app, "stage": args.stage, "yes": args.yes, "all": args.all, "owners": owners,
            "places": recipe.addresses(app, made), "children": children, "tell": Progress(owners)}
    if args.dry_run:
        return rehearse(cfn, wanted, deed)
    try:
        stack = deploy(cfn, wanted, deed)
    except KeyboardInterrupt:
        cli.say(f"\nthe cloud goes on; `make deploy{stages.said(args.stage)}` joins it again")
        raise
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    earlier = earlier_stacks.running(cfn, args.out, stack["StackName"], args.stage)
    files.write_json(args.out, {"stack": stack["StackName"], "status": stack["StackStatus"], "outputs": outputs,
                                **({"earlier": [*earlier]} if earlier else {})})
    cli.say("\n".join([*addresses.words(app, outputs, args.stage), *earlier_stacks.words(earlier, args.stage)]))


if __name__ == "__main__":
    cli.run(main)
