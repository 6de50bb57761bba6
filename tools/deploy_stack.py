"""Makes the stack in the cloud what the template says: shows what will change, then changes it.

    deploy_stack.py build/app.json build/dev/artifacts.json [build/dev/layers/*.json] --stage dev -o build/dev/stack.json

It asks the cloud what is there, and can be killed and repeated at any point. Another deploy that is
under way is waited for. A failure is told at the line of the word that made the resource.
"""
import os

from botocore.exceptions import ClientError

from kit import changes, changesets, cli, cloud, failures, files, names, parameters, settings, stacks, stages, tryout
from kit.problems import Problem, Problems, problem
from kit.progress import Progress
from recipes import template as recipe

ATTEMPTS = 5  # as often as other deploys may get in between
UNMADE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}  # can only be deleted
DONE = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
AFTERMATH = {"ROLLBACK_COMPLETE": "nothing was made", "UPDATE_ROLLBACK_COMPLETE": "it is as it was before",
             "DELETE_COMPLETE": "somebody deleted it meanwhile"}
FUNCTION_NAME_LIMIT = 64  # Lambda's


def ready(cfn, name, stage, tell):
    """The stack in a state that takes a change set, or None. Joins what is under way, deletes what never was."""
    while stack := stacks.described(cfn, name):
        status = stack["StackStatus"]
        if stacks.running(stack):
            cli.say(f"{name} is {status}: waiting for it")
            stacks.follow(cfn, stack["StackId"], stacks.before_the_running(cfn, stack["StackId"]), stage, tell)
        elif status in UNMADE:
            cli.say(f"{name} is {status}: what is left of it is deleted first")
            events = stacks.delete(cfn, stack, stage, tell)
            left = stacks.described(cfn, name)
            if left and left["StackStatus"] == "DELETE_FAILED":
                raise Problems(*failures.problems({"lambdas": {}}, {}, events))
        elif status.endswith("ROLLBACK_FAILED"):
            raise problem("", 0, f"{name} is {status}: {stack.get('StackStatusReason', '')}",
                          f"mend the cause, then `aws cloudformation continue-update-rollback --stack-name {name}`")
        else:
            return stack
    return None


def planned(cfn, app, wanted, stage, tell):
    """A change set that may be executed now, or None if there is nothing to change."""
    owners = recipe.owners(app)
    try:
        return changesets.create(cfn, ready(cfn, wanted["StackName"], stage, tell), wanted, stage)
    except changesets.Refused as refused:
        raise changesets.problems(app, owners, refused)


def execute(cfn, app, change_set, stage, tell):
    """Executes the change set and follows it to the end. Raises Problems if it failed."""
    owners, stack_id = recipe.owners(app), change_set["StackId"]
    after = stacks.latest(cfn, stack_id)
    cfn.execute_change_set(ChangeSetName=change_set["ChangeSetId"], StackName=stack_id)
    events = stacks.follow(cfn, stack_id, after, stage, tell)
    status = (stacks.described(cfn, stack_id) or {"StackStatus": "DELETE_COMPLETE"})["StackStatus"]
    if status not in DONE:
        what = Problem("", 0, f"{change_set['StackName']} is {status}: {AFTERMATH.get(status, 'it is half made')}",
                       "mend it and deploy again")
        raise Problems(what, *failures.problems(app, owners, events))
    for each in failures.leftovers(app, owners, events):
        cli.say(each)


def deploy(cfn, app, wanted, stage):
    """From whatever is there to what is wanted. -> the stack's description"""
    tell, name = Progress(recipe.owners(app)), wanted["StackName"]
    for attempt in range(ATTEMPTS):
        try:
            change_set = planned(cfn, app, wanted, stage, tell)
            if change_set is None:
                cli.say(f"{name}: nothing to change")
                break
            cli.say("\n".join(changes.words(name, change_set["Changes"], recipe.owners(app))))
            execute(cfn, app, change_set, stage, tell)
            break
        except ClientError as error:
            if not changesets.overtaken(error) or attempt == ATTEMPTS - 1:
                raise
            cli.say("another deploy was quicker: looking again")
    return stacks.described(cfn, name)


def rehearse(cfn, app, wanted, stage):
    """Prints what a deploy would change, and leaves nothing behind."""
    change_set = planned(cfn, app, wanted, stage, Progress(recipe.owners(app)))
    print("\n".join(changes.words(wanted["StackName"], change_set["Changes"] if change_set else [],
                                  recipe.owners(app))))
    if change_set:
        changesets.drop(cfn, change_set)


def wishes(args, app):
    """What CreateChangeSet is asked for, but for its own name. Raises all Problems of the parameters."""
    artifacts, *others = [files.read_json(path) for path in args.parameters]
    made = {key: value for one in (artifacts, *others) for key, value in one["parameters"].items()}
    said = settings.values(args.settings, args.stage)
    said.update({name: os.environ[name] for name in parameters.variables(app) if name in os.environ})
    given, wrong = parameters.values(app, files.read_json(args.template), made, said, args.stage)
    wrong += [Problem(each["path"], 0, f"{stages.function(app, args.stage, name)} is longer than 64 characters",
                      "shorten the folder's, the app's or the stage's name")
              for name, each in app["lambdas"].items()
              if len(stages.function(app, args.stage, name)) > FUNCTION_NAME_LIMIT]
    if not app["lambdas"]:
        wrong = [Problem("", 0, "there is no lambda yet", "`make new-lambda name=hello trigger=endpoint`")]
    if wrong:
        raise Problems(*wrong)
    return {"StackName": names.stack(app["name"], args.stage), "TemplateURL": artifacts["template"],
            "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in sorted(given.items())],
            "Tags": [{"Key": "app", "Value": app["name"]}, {"Key": "stage", "Value": args.stage}]}


@cloud.told()
def main(argv):
    parser = stages.parser(__doc__)
    parser.add_argument("parameters", nargs="+", help="artifacts.json, then other files with parameters")
    parser.add_argument("--template", default="build/template.json", help="where the parameters are declared")
    parser.add_argument("--settings", default="app.yaml", help="where env: is")
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    parser.add_argument("-o", "--out", default="-", help="where stack.json goes (default: stdout)")
    args = parser.parse_args(argv)
    app = files.read_json(args.app)
    wanted, cfn = wishes(args, app), stages.client("cloudformation", app, args.stage)
    if args.dry_run:
        return rehearse(cfn, app, wanted, args.stage)
    try:
        stack = deploy(cfn, app, wanted, args.stage)
    except KeyboardInterrupt:
        cli.say(f"\nthe cloud goes on; `make deploy{stages.said(args.stage)}` joins it again")
        raise
    outputs = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    files.write_json(args.out, {"stack": stack["StackName"], "status": stack["StackStatus"], "outputs": outputs})
    cli.say("\n".join(tryout.words(app, outputs, args.stage)))


if __name__ == "__main__":
    cli.run(main)
