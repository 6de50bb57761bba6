#!/usr/bin/env python3
"""Prints what a deploy would do, and does nothing: no upload, no change set.

    diff_stack.py build/app.json build/template.json --stage dev
    diff_stack.py build/app.json build/template.json --stage dev --json
    diff_stack.py build/app.json build/template.json --stage dev --drift      also what was changed by hand
    diff_stack.py build/app.json build/template.json --stage dev --calls      the calls of the deploy, as JSON

It compares the template of the stack with the new one, and zips with those in the bucket. Exits 0 if a deploy changes
nothing, 3 if it changes anything, or if somebody changed something by hand.
"""
import os
import sys
from typing import NamedTuple

from aws import buckets, clients, contents, stacks, stages
from aws import cfn as cfn_parts
from aws.app_file import read_model
from deploy import (
    changes,
    code_deploys,
    code_records,
    deploy_calls,
    difference_report,
    drift,
    earlier_stacks,
    hand_changes,
    kept_state,
    parameters,
    present_stack,
    preview,
    resolved_templates,
    stack_states,
    stored_values,
)
from deploy import code_changes as recorded_codes
from deploy.differences import differences
from deploy.function_code import Update
from domain import planned_names
from kit import cli, names, settings
from kit.columns import print_json
from kit.problems import Problems
from localcloud import stage_template
from push import artifacts as pushing
from push import images, zip_changes, zips
from push.layers import layer_versions
from recipes import image, layer, limits, nesting
from recipes import template as recipe

DIFFERENT = 3  # the exit status


def planned_parameters(app, stage, template, packed, keys, present):
    """{parameter: value} of the next deploy. Raises Problems of those without a value.

    packed   {lambda: files of its zip}; keys: of the next push, {lambda: key}
    present  {parameter: value} of the stack
    """
    arns = layer_versions.planned(app, stage, pushing.layers(app, stage, packed), layer.settings_by_layer(app))
    pushed = {"ArtifactsBucket": stages.bucket(app), **planned_names.parameters(app, stage, present),
              **{names.code_parameter(name): key for name, key in keys.items()},
              **{names.layer_parameter(name): arn for name, arn in arns.items()}}
    environment = stored_values.resolved(parameters.environment_values(app, settings.read()["env"], stage), app, stage)
    values, problems = parameters.values(app, template, pushed, environment, stage)
    if problems := problems + parameters.name_problems(app, stage):
        raise Problems(*problems)
    return values


def live_function(live, physical, name):
    """The configuration of a lambda's function, None if it is gone. physical: {logical id: physical id} of the stack,
    which may have the lambda in another nested stack than the app model, or as a zip instead of an image"""
    return live.get(physical.get(names.logical_id(name, "function"), ""))


def live_lines(app, stage, next_deploy, recorded_keys, present_keys, unknown):
    """([text] of the functions that somebody changed by hand, or that may be, [text] of those that run other code than
    the stack records since a deploy of code).

    recorded_keys  {lambda: key} of the stack; present_keys: that run, by the record of the deploys of code
    unknown        [lambda] whose code is unknown, as the last deploy did not complete
    """
    _store, target = code_deploys.connection(app, stage)
    before, entries = next_deploy.before, next_deploy.entries
    ids = {name: names.logical_id(name, "function") for name in present_keys}
    updates = [Update(name, before.physical.get(ids[name], ""), key, "") for name, key in sorted(present_keys.items())]
    changed = hand_changes.hand_changes(
        target, updates, next_deploy.live, zip_changes.digests(entries, present_keys),
        {name: before.resources[ids[name]] for name in present_keys}, before.physical)
    changed = changed._replace(code=[name for name in changed.code if name not in unknown])
    return [*hand_changes.lines(changed, stage), *(
        f"the last deploy did not complete, and {name} may run other code than the stack records"
        for name in unknown if name not in changed.gone)], [
        f"{name} runs other code than the stack records" for name, key in sorted(present_keys.items())
        if key != recorded_keys[name] and name not in changed.gone + changed.code]


class Plan(NamedTuple):
    """The stack as it is, and as a deploy would make it."""

    entries: dict  # {lambda: content of its zip}
    keys: dict[str, str]  # {lambda: key of its zip or URI of its image}
    stack: dict | None  # its description
    live: dict  # {function name: its configuration}
    before: present_stack.PresentStack
    after: dict  # {logical id: definition}
    planned: dict[str, str]  # {parameter: value} after the deploy
    outputs: dict[str, list[str]]  # names of the outputs that differ, as of difference_report.difference()
    children: dict[str, dict]  # {logical id: template} of the nested stacks, without URLs


def present(cfn, name):
    """The description of the stack, None of one that is not there, or that a deploy would delete first."""
    stack = stacks.described(cfn, name)
    status = stack["StackStatus"] if stack else ""
    if stack and stacks.is_running(stack):
        cli.say(f"{name} is {status}: a deploy waits for the end, and this may change until then")
    if status in stack_states.UNSETTLED:
        cli.say(f"{name} is {status}: {stack_states.FIRST_STEPS[status]}")
    return None if status in {*stack_states.UNFINISHED, "REVIEW_IN_PROGRESS"} else stack


def plan(cfn, app, stage, template, owners):
    """The Plan of the next deploy. Raises Problems that would prevent it. owners: of recipes.template"""
    stages.check_owner(cfn, app, stage)
    packed = zips.files_by_lambda(app)
    entries = {name: zips.content(paths, app["package"]) for name, paths in packed.items()}
    stack = present(cfn, names.stack(app["name"], stage))
    live = present_stack.Functions(app, stage).with_all().configurations
    recorded = {entry["ParameterKey"]: entry["ParameterValue"] for entry in (stack or {}).get("Parameters", [])}
    keys = pushing.planned_keys(app, stage, entries)
    planned = planned_parameters(app, stage, template, packed, keys, recorded)
    children = nesting.children(app, template, owners, planned)
    root = nesting.root(template, children, {})
    if too_large := limits.size_problems(app, template, {"": root, **children}):
        raise Problems(*too_large)
    before = present_stack.present(cfn, stack, lambda physical: present_stack.values(
        app, stack, lambda name: live_function(live, physical, name) or {}, planned)) if stack \
        else present_stack.ABSENT
    return Plan(entries, keys, stack, live, before, resolved_templates.resources(root, planned, children),
                planned, difference_report.difference(before.outputs, resolved_templates.outputs(root, planned)),
                children)


def call_list(app, stage, template, is_full, is_empty):
    """[call of deploy_calls] of the next push and deploy. Raises Problems that stop it. is_full: through CloudFormation
    in any case; is_empty: whether a new stack may begin with empty state, beside what an earlier one kept"""
    owners, (cfn, s3) = recipe.owners(app), (stages.client(service, app, stage) for service in ("cloudformation", "s3"))
    bucket, next_deploy = stages.bucket(app), plan(cfn, app, stage, template, owners)
    if not next_deploy.stack:
        kept_state.check_first_deploy(cfn, app, stage, next_deploy.after, is_empty)
    exists = buckets.exists(s3, bucket, stages.account(app, stage))
    uploaded = {entry["Key"] for entry in buckets.objects(s3, bucket)} if exists else set()
    url = f"{s3.meta.endpoint_url}/{bucket}/"
    children, planned, stack = next_deploy.children, next_deploy.planned, next_deploy.stack
    root = nesting.root(template, children, {id_: url + cfn_parts.key(child) for id_, child in children.items()})
    request = parameters.change_set_request(
        app, root, [{"parameters": planned, "template": url + cfn_parts.key(root)}], settings.read()["env"], stage)
    request["Tags"] = stages.tags(app, stage, next_deploy.stack)
    codes = {names.code_parameter(name): key for name, key in next_deploy.keys.items()}
    creation = [] if exists else deploy_calls.new_bucket(bucket, app["settings"]["region"], url.startswith("https"))
    has_repository = stage == clients.LOCAL or images.has_repository(app, stage)
    pushes = [*deploy_calls.new_images(codes.values(), has_repository), *creation,
              *deploy_calls.uploads(bucket, [*filter(image.is_zip, codes.values())], uploaded),
              *deploy_calls.new_layers(planned)]
    pushes += deploy_calls.first_steps(stack or stacks.described(cfn, request["StackName"]))
    is_protected = stages.is_protected(app, stage)
    state = stack and code_deploys.read_state(cfn, app, stack, request, root, children, codes, stage,
                                              zip_changes.digests(next_deploy.entries, next_deploy.keys),
                                              is_full or is_protected)
    if state and state.is_deployed_directly(is_full, is_protected):
        return pushes + deploy_calls.code_alone(state)
    state = state and state.with_code_unknown()
    is_changed = next_deploy.before.resources != next_deploy.after or any(next_deploy.outputs.values())
    pushes += deploy_calls.uploads(bucket, [*map(cfn_parts.key, [*children.values(), root])], uploaded)
    masked = {name for name, declared in root["Parameters"].items() if declared.get("NoEcho")}
    return pushes + deploy_calls.by_cloudformation(request, masked, state, is_changed, not is_protected)


def report_of(app, stage, template, with_drift):
    """(report of difference_report, ResourceChanges, warnings of what earlier stacks kept, whether anything differs) of
    the next deploy. with_drift: whether drift is in it"""
    owners, addresses = recipe.owners(app, parts := recipe.parts(app)), recipe.addresses(app, parts)
    cfn, s3 = (stages.client(service, app, stage) for service in ("cloudformation", "s3"))
    entries, keys, stack, _live, before, after = (next_deploy := plan(cfn, app, stage, template, owners))[:6]
    owners = nesting.all_owners(app, owners)
    resource_changes = differences(before.resources, before.physical, after, app["settings"]["region"])
    recorded_keys = {name: key for name in entries if (key := recorded_codes.code_key(
        before.resources.get(names.logical_id(name, "function"), {}), {}))}
    store = code_records.Store(s3, stages.bucket(app), names.stack(app["name"], stage), stage)
    record = code_records.read(store, stack["StackId"] if stack else "").record
    present_keys = {name: record["live"].get(name) or key for name, key in recorded_keys.items()}
    code = zip_changes.by_lambda(s3, stages.bucket(app), entries, keys, present_keys)
    recorded_only = {id_ for name in present_keys if name not in code and recorded_codes.bucket(before.resources.get(
        id_ := names.logical_id(name, "function"), {})) == recorded_codes.bucket(after.get(id_, {}))}
    resource_changes = [change for change in resource_changes if change["LogicalResourceId"] not in recorded_only
                        or [detail["Target"]["Name"] for detail in change.get("Details", [])] != ["Code"]]
    by_hand, unrecorded = live_lines(app, stage, next_deploy, recorded_keys, present_keys, [
        name for name, key in sorted(record["live"].items()) if not key and name in present_keys])
    edited = present_stack.edited_lines(before, stage)
    report = {
        "stack": names.stack(app["name"], stage),
        "changes": difference_report.entries(resource_changes, before.resources, after, owners, addresses),
        "code": {name: change._asdict() if change else None for name, change in sorted(code.items())},
        "outputs": next_deploy.outputs,
        "tags": difference_report.tag_difference(stack, stages.tags(app, stage, stack)),
        "live": [*edited, *by_hand, *unrecorded],
        "drift": drift.lines(cfn, stack, stage, owners, addresses) if stack and with_drift else []}
    # A deploy of code leaves code that the stack does not record; only a protected stage's next deploy records it.
    is_different = any((report["changes"], report["code"], edited, by_hand, report["drift"],
                        *report["outputs"].values(), *report["tags"].values(),
                        unrecorded and stages.is_protected(app, stage)))
    return report, resource_changes, [] if stack else kept_state.warnings(cfn, app, stage, after), is_different


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("template", help="template.json")
    parser.add_argument("--drift", action="store_true", help="also what was changed by hand")
    parser.add_argument("--calls", action="store_true", help="only the calls of the deploy, as JSON")
    parser.add_argument("--full", action="store_true", help="of a deploy through CloudFormation in any case")
    parser.add_argument("--empty", action="store_true", help="a new stack need not use what an earlier one kept")
    args = parser.parse_args(argv)
    app = read_model(args.app)
    template = stage_template.read(app, args.template, args.stage, False)
    if args.calls:
        return print_json(call_list(app, args.stage, template, args.full, args.empty))
    report, resource_changes, warnings, is_different = report_of(app, args.stage, template, args.drift)
    amounts = {change["LogicalResourceId"]: contents.amount(app, args.stage, change)
               for change in changes.consequential(resource_changes)}
    folder = os.path.dirname(args.app)
    refused = preview.state_problems(app, folder, args.stage)
    texts = [zip_changes.warning(name, code["size_before"] or 0, code["size"])
             for name, code in report["code"].items() if code]
    earlier = earlier_stacks.running(app, os.path.join(folder, args.stage, "stack.json"), report["stack"], args.stage)
    warnings += [*(f"  WARNING: {line}" for line in earlier_stacks.warning_lines(earlier, app, args.stage)),
                 *(f"  WARNING: {problem._replace(hint='')}" for problem in refused),
                 *changes.warnings(resource_changes, amounts), *(f"  WARNING: {text}" for text in texts if text)]
    if args.json:
        print_json({**report, "warnings": [text.removeprefix("  WARNING: ") for text in warnings]})
    else:
        print("\n".join(difference_report.lines(report, warnings, zip_changes.text)))
    sys.stdout.flush()
    if is_different:
        sys.exit(DIFFERENT)


if __name__ == "__main__":
    cli.run(main)
