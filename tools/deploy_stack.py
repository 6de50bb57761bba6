#!/usr/bin/env python3
"""Deploys the template as a stack: shows what will change, then changes it.

    deploy_stack.py build/app.json build/dev/artifacts.json --stage dev

Further parameters are beside artifacts.json, from push_artifacts.py and setup_domain.py: layers/*.json, domains/*.json.

It reads the state of the stack from the cloud, so it can be killed and repeated at any point. It waits for another
deploy that runs. A failure is reported at the line of the word that made the resource.
"""
import os
from functools import partial
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from aws import clients, secrets, stacks, stages
from aws.app import AppModel
from aws.app_file import read_model
from deploy import (
    addresses,
    change_sets,
    code_deploys,
    code_records,
    earlier_stacks,
    kept_state,
    losses,
    nested,
    parameters,
    preview,
    renewals,
    stack_states,
    state_deletion,
)
from deploy.progress import Progress
from domain import domain_file
from kit import cli, consent, files, settings
from kit.problems import Problems, problem
from localcloud import stage_template
from push import artifacts as pushing
from push import zip_changes, zip_digests
from recipes import nesting
from recipes import template as recipe

ATTEMPTS = 5  # so many times another deploy may come first


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
    full: bool  # through CloudFormation, also where only code changed
    root: dict  # the template of the stack itself, with the URLs of the nested stacks
    codes: dict  # {parameter: S3 key of a lambda's zip}
    pushed: pushing.Pushed | None  # of the push that is part of this, if it is
    empty: bool  # whether a new stack may begin with empty state, beside what an earlier one kept


def planned(cfn, stack, request, options):
    """A change set that can be executed, with "first" (whether the stack is new); None if nothing changes.

    stack  as of stack_states.ready()
    """
    if options.pushed:
        pushing.upload_templates(options.app, options.stage, options.root, options.children, options.pushed.sizes)
    change_set = change_sets.create(cfn, stack, request, options.stage, options.addresses,
                                    express=not stages.is_protected(options.app, options.stage),
                                    children=options.children if options.full else {})
    first = stack is None or stack["StackStatus"] == "REVIEW_IN_PROGRESS"
    return change_set and {**change_set, "first": first,
                           "Changes": nested.changes(cfn, change_set["Changes"], options.children,
                                                     options.app["settings"]["region"])}


def deploy(cfn, request, options):
    """Creates or updates the stack, whatever its state. -> its description

    After a failure that a resource deleted by hand may have caused, searches for such resources; with `full` or `lose`
    it searches at the beginning.
    request  parameters.change_set_request()
    """
    try:
        return deploy_in_turn(cfn, request, options, is_first := options.full or bool(options.lose))
    except Problems as failure:
        if is_first or not renewals.is_suspect(failure, cfn, request["StackName"]):
            raise
        return deploy_in_turn(cfn, request, options, True, failure)


def deploy_in_turn(cfn, request, options, is_renewed, failure=None):
    """Deploy, again if another deploy comes first. -> the description of the stack

    is_renewed  whether to create again what was deleted by hand
    failure     Problems to raise if nothing was
    """
    name = request["StackName"]
    for attempt in range(ATTEMPTS):
        try:
            stack = stack_states.ready(cfn, name, options.stage, options.addresses, options.progress, options.lose)
            is_searched = is_renewed and stack is not None and stack["StackStatus"] != "REVIEW_IN_PROGRESS"
            if is_searched:
                created_again = renewals.renew(cfn, stack, options, failure, partial(
                    losses.check_before_removal, cfn, stack, partial(planned, cfn, stack, request, options), options))
                stack, is_renewed = stacks.described(cfn, name), False
                options = options._replace(lose=[id_ for id_ in options.lose if id_ not in created_again])
            return deploy_once(cfn, stack, request, options, is_searched)
        except ClientError as error:
            if not change_sets.is_overtaken(error) or attempt == ATTEMPTS - 1:
                raise
        except code_records.Overtaken as error:
            if attempt == ATTEMPTS - 1:
                command = f"`make deploy{stages.variable(options.stage)}`"
                raise problem("", 0, f"{name}: other deploys come first again and again", command) from error
        cli.say("another deploy came first: trying again")


def deploy_once(cfn, stack, request: dict[str, Any], options, is_searched):
    """Deploy to a stack as of stack_states.ready(). -> its description. is_searched: whether renewals.renew() ran"""
    request = {**request, "Tags": stages.tags(options.app, options.stage, stack)}
    state = present_state(cfn, stack, request, options)
    if not state:
        kept_state.check_first_deploy(cfn, options.app, options.stage, options.root.get("Resources", {}), options.empty)
    is_protected = stages.is_protected(options.app, options.stage)
    is_direct = state and state.is_deployed_directly(options.full, is_protected)
    if state and not options.full and not is_direct and (is_protected or any(state.by_hand)):
        return deploy_in_turn(cfn, request, options._replace(full=True), not is_searched)
    for line in zip_changes.growth_lines(options.pushed.sizes if options.pushed else {}, {
            name: (live, state.wanted[name]) for name in state.outdated()
            if (live := state.live(name))}) if state else ():
        cli.say(line)
    if is_direct:
        consent.check_names(options.lose, (), losses.skipped_names(stack, options))
        code_deploys.deploy(state)
        return stack
    state = state and state.with_code_unknown()
    deploy_infrastructure(cfn, stack, request, options, state)
    return stacks.described(cfn, request["StackName"])


def present_state(cfn, stack, request, options):
    """The State of the code of a stack, None of a new one. stack: as of stack_states.ready()"""
    if not stack or stack["StackStatus"] == "REVIEW_IN_PROGRESS":
        return None
    packed, uploaded = (options.pushed.packed, options.pushed.digests) if options.pushed else ({}, {})
    digests = zip_digests.read(options.stage, packed, options.codes, options.app["package"], uploaded)
    state = code_deploys.read_state(cfn, options.app, stack, request, options.root, options.children, options.codes,
                                    options.stage, digests,
                                    options.full or stages.is_protected(options.app, options.stage))
    zip_digests.write(options.stage, digests)
    return state._replace(target=state.target._replace(uploaded=uploaded))


def deploy_infrastructure(cfn, stack, request, options, state):
    """Deploy through CloudFormation. state: the State of the code, None for a new stack. Raises Problems."""
    name, change_set = request["StackName"], planned(cfn, stack, request, options)
    if change_set is None:
        consent.check_names(options.lose, (), losses.skipped_names(stack, options))
        cli.say(f"{name}: nothing to change")
    else:
        losses.agree(cfn, change_set, options, losses.skipped_names(stack, options))
        if change_set["first"] and not options.all:
            options.progress.plan(change_set["Changes"])
    if not change_set and (not state or state.is_settled()):
        return None
    begun = state and code_deploys.begin(state, state.outdated(), False)
    if change_set:
        try:
            change_sets.execute(cfn, change_set, options.addresses, options.stage, options.progress,
                                partial(state_deletion.delete_full_bucket, options.app, options.stage))
        except Problems:
            if state:
                code_deploys.after_failure(state, begun)
            raise
    return code_deploys.finish(state, begun) if state else \
        code_deploys.record_creation(options.app, options.stage, change_set["StackId"])


def parsed(argv):
    """The command line."""
    parser = stages.parser(__doc__)
    parser.add_argument("artifacts", help="artifacts.json")
    parser.add_argument("--template", default="build/template.json", help="declares the parameters")
    consent.add_arguments(parser, "resources with state that may be lost: A,B")
    parser.add_argument("--all", action="store_true", help="report every resource, also of a first deploy")
    parser.add_argument("--push", action="store_true", help="push first, as push_artifacts.py does")
    parser.add_argument("--full", action="store_true", help="through CloudFormation, also where only code changed")
    parser.add_argument("--empty", action="store_true", help="a new stack need not use what an earlier one kept")
    parser.add_argument("-o", "--out", default="-", help="where stack.json goes (default: stdout)")
    return parser.parse_args(argv)


def request_and_options(cfn, args, app):
    """(the request of CreateChangeSet, Options) of a deploy, after the push if it is part of this. Raises Problems."""
    env = settings.read()["env"]
    if args.push and (problems := preview.value_problems(app, env, args.stage)):
        raise Problems(*problems)
    stages.check_owner(cfn, app, args.stage)
    parts = recipe.parts_of_file(app)
    owners = recipe.owners(app, parts)
    template, pushed = stage_template.read(app, args.template, args.stage, args.push), None
    if args.push:
        pushed = pushing.push_stage(app, template, owners, args.stage, args.artifacts, args.app)
        children, root = pushed.children, pushed.root
    domain = app["settings"]["domain"]
    artifacts, *others = [files.read_json(path, shape=stacks.ParameterRecord) for path in parameters.files(
        args.artifacts, domain if domain and os.path.exists(domain_file.path(domain)) else "")]
    if not args.push:
        children = nesting.children(app, template, owners, artifacts["parameters"])
        root = nesting.root(template, children, artifacts.get("children", {}))
    request = parameters.change_set_request(app, root, [artifacts, *others], env, args.stage)
    owners = nesting.all_owners(app, owners)
    return request, Options(app, args.stage, args.yes, args.lose, args.all, owners, recipe.addresses(app, parts),
                            children, Progress(owners), args.full, root, artifacts["parameters"], pushed,
                            args.empty)


@clients.errors_as_problems()
def main(argv):
    args = parsed(argv)
    app = read_model(args.app)
    if args.stage == clients.LOCAL:
        secrets.local_values()  # raises Problems before anything is deployed
    secrets.shell_values(app, args.stage)  # likewise
    cfn = stages.client("cloudformation", app, args.stage)
    request, options = request_and_options(cfn, args, app)
    try:
        stack = deploy(cfn, request, options)
    except KeyboardInterrupt:
        if (present := stacks.described(cfn, request["StackName"])) and stacks.is_running(present):
            cli.say(f"\nthe deploy continues; `make deploy{stages.variable(args.stage)}` follows it again")
        raise
    outputs = stacks.outputs(stack)
    earlier = earlier_stacks.running(app, args.out, stack["StackName"], args.stage)
    files.write_json(args.out, preview.record(app, stack, outputs, earlier_stacks.record(app, earlier)))
    cli.say("\n".join([*addresses.closing_lines(app, outputs, args.stage),
                       *secrets.settle(app, outputs, args.stage),
                       *earlier_stacks.warning_lines(earlier, app, args.stage)]))


if __name__ == "__main__":
    cli.run(main)
