"""Restores the code that ran before the last deploy."""

from aws import errors, stages
from deploy import code_changes, code_deploys, code_records, recorded_versions
from deploy.code_deploys import State
from kit import cli
from kit.problems import Problem, Problems, problem
from recipes import image, live


def roll_back(cfn, app, stage, stack):
    """Update functions to the code that ran before the last deploy, and print which zips. Raises Problems, Overtaken.

    stack  described(); CloudFormation does not change it now
    """
    store, target = code_deploys.connection(app, stage)
    saved = code_records.settled(store, stack["StackId"])
    record, hint = saved.record, f"check out the commit that you want, then `make deploy{stages.variable(stage)}`"
    if not saved.etag:
        raise problem("", 0, f"{code_records.key(store.name)} is not in the bucket {store.bucket}, so the code that "
                             f"ran before the last deploy is unknown", hint)
    if not record["before"]:
        raise problem("", 0, f"{store.name}: the last deploy changed no code that ran before", (
            f"{hint}; `make deploy full=1{stages.variable(stage)}` restores code that was changed by hand"))
    if obstacles := {name: reason for name, reason in record["obstacles"].items() if name in record["before"]}:
        raise Problems(*obstacle_problems(app, obstacles, stage))
    version = recorded_versions.present_version(cfn, store, stack, None)
    if version and (problems := alias_problems(app, version, record["before"], stage)):
        raise Problems(*problems)
    ids = code_deploys.function_ids(record["before"])
    recorded, functions = (code_changes.codes(version, ids), code_changes.function_names(
        version, ids, store.name)) if version else ({}, {})
    earlier_keys = {name: key for name, key in record["before"].items() if name in recorded}
    state = State(app, store, target, saved, earlier_keys, recorded, True, {}, functions)
    keys = {name: earlier_keys[name] for name in state.outdated()}
    verb = "restores" if keys else "already runs"
    cli.say(f"{store.name}: {verb} the code from before the deploy of {record['since']}")
    for name, key in sorted(earlier_keys.items()):
        cli.say(f"  {name:<17} {key}{uploaded(store, key)}")
    if keys or not record["complete"]:
        live = {name: key for name, key in {**record["live"], **keys}.items() if key != recorded.get(name)}
        state = code_deploys.change(state, keys, live, begin, state, keys)
    if record["infrastructure"]:
        cli.say("  the infrastructure stays as that deploy changed it, with the lambdas that it added")
    next_deploy = f"the next `make deploy{stages.variable(stage)}` deploys the code of the app's files"
    cli.say(*code_deploys.difference_lines(state, next_deploy) or [f"  {next_deploy}"])


def obstacle_problems(app, obstacles, stage):
    """[Problem] of lambdas whose earlier code cannot run. obstacles: of the CodeRecord"""
    hint = f"check out the commit before, then `make deploy{stages.variable(stage)}`"
    return [Problem(app["lambdas"].get(name, {}).get("path", ""), 0, f"the code of {name} that ran before the last "
                    f"deploy cannot run with the infrastructure now: {reason}", hint)
            for name, reason in sorted(obstacles.items())]


def alias_problems(app, version, lambdas, stage):
    """[Problem] of lambdas whose alias points to a version: it has its own code, not the function's."""
    present = code_changes.resources(version)
    return [Problem(app["lambdas"].get(name, {}).get("path", ""), 0, f"{name} has the alias {live.ALIAS}: only a "
                    "deploy by CloudFormation moves it to another version",
                    f"check out the commit before, then `make deploy{stages.variable(stage)}`")
            for name in sorted(lambdas) if live.ids(name)[1] in present]


def uploaded(store, key):
    """", uploaded 2026-11-28 14:02 UTC" of a zip; "" of one that the bucket lacks, and of an image."""
    if image.is_uri(key):
        return ""
    with errors.ignored("404", "NoSuchKey", "NotFound"):
        modified = store.s3.head_object(Bucket=store.bucket, Key=key)["LastModified"]
        return f", uploaded {modified:%Y-%m-%d %H:%M} UTC"
    return ""


def begin(state, names):
    """Record that lambdas may run any code, if this process dies; what ran before the last deploy stays recorded."""
    record = state.saved.record
    begun = record.copy()
    begun.update(live={**record["live"], **dict.fromkeys(names)}, complete=False, deployer=code_records.this_deployer())
    return state._replace(saved=code_records.write(state.store, begun, state.saved.etag))
