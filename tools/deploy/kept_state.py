"""Tables, buckets, user pools and secrets that deleted stacks of a stage kept, with what is in them.

A new stack of the stage would make empty ones beside them. So its first deploy stops and lists them, and `make adopt`
uses them.
"""
import sys
from typing import NamedTuple

from botocore.exceptions import ClientError

from aws import clients, contents, errors, stages
from deploy import adoptions
from deploy.adoptions import KeptResource
from kit import cli, names
from kit.problems import problem


class Present(NamedTuple):
    """A kept resource that exists."""

    resource: KeptResource
    amount: str | None  # "12 items"; "" of an empty one, None if its content may not be read

    def __str__(self):
        """"DemoTable: demo-dev-DemoTable-1X, 12 items, of the stack from 2026-11-01 to 2026-11-20 14:02 UTC"."""
        amount = self.amount or ("empty" if self.amount == "" else "its content is unknown")
        return (f"{self.resource.id}: {self.resource.physical}, {amount}, of the stack from "
                f"{self.resource.created:%Y-%m-%d} to "
                f"{self.resource.deleted:%Y-%m-%d %H:%M} UTC")


def present(app, stage, resources) -> list[Present]:
    """Those of the kept resources, [KeptResource], that exist."""
    summaries = [{"ResourceType": resource.type, "PhysicalResourceId": resource.physical} for resource in resources]
    return [Present(resource, contents.amount(app, stage, summary)) for resource, summary in zip(resources, summaries)
            if contents.exists(app, stage, summary)]


def of_app(resources: list[KeptResource], definitions: dict[str, dict]) -> list[KeptResource]:
    """Those that the app still has. definitions: {logical id: definition} of its template"""
    return [resource for resource in resources if definitions.get(resource.id, {}).get("Type") == resource.type]


def replaced(cfn, app, stage, definitions: dict[str, dict]) -> tuple[list[Present], bool]:
    """(what earlier stacks of the app kept, of which a new stack makes empty ones; whether it stops a first deploy: it
    has data, and the stage is on AWS). Prints why it is unknown, if it is. definitions: as of of_app()"""
    name = names.stack(app["name"], stage)
    try:
        of_stacks = of_app(adoptions.kept_resources(cfn, name), definitions)
    except ClientError as error:
        if errors.is_passing(error):
            raise
        cli.say(f"warning: what earlier stacks of {name} kept is unknown: {errors.problems(error)}")
        return [], False
    replaced_resources = present(app, stage, of_stacks)
    return replaced_resources, stage != clients.LOCAL and any(resource.amount != "" for resource in replaced_resources)


def warnings(cfn, app, stage, resources: dict[str, dict]) -> list[str]:
    """[text]: what stops the first deploy of a stage. resources: as of of_app()"""
    resources_present, is_stopped = replaced(cfn, app, stage, resources)
    return [f"  WARNING: a deploy stops, because an earlier stack kept data: {resource}"
            for resource in resources_present] if is_stopped else []


def check_first_deploy(cfn, app, stage, definitions: dict[str, dict], is_empty: bool) -> None:
    """Before a new stack makes empty state: print what earlier stacks of its name kept. Raises Problems, unless that is
    empty, or is_empty: a person wrote empty=1; on the local cloud it never does.

    definitions  as of of_app()
    """
    resources_present, is_stopped = replaced(cfn, app, stage, definitions)
    if not resources_present:
        return
    name, lines = names.stack(app["name"], stage), "\n".join(f"  {resource}" for resource in resources_present)
    if is_empty or not is_stopped:
        cli.say(f"{name} does not use what an earlier stack kept:\n{lines}")
        return
    variable = stages.variable(stage)
    raise problem("", 0, f"{name} would begin with empty state, although an earlier stack kept data:\n{lines}",
                  f"`make adopt{variable}` deploys with it, `make deploy empty=1{variable}` without it")


def choices(candidates: dict[str, list[Present]], chosen_names: list[str], stage: str, variable: str = "",
            resource: str = "") -> list[Present]:
    """Which kept resource of each logical id a new stack gets: the one that is named, the only one with data, or the
    last one of several empty ones. Else a person types its name; raises Problems of all if nobody is there.

    candidates    of each logical id, those of the last stack first
    chosen_names  of resources that a person wrote: resource=...
    variable, resource  of an adoption by name=..., which the command of the error has too
    """
    result, ambiguous = [], []
    for id_, presents in sorted(candidates.items()):
        named = [present for present in presents if present.resource.physical in chosen_names]
        filled = [present for present in presents if present.amount != ""]
        if not named and len(presents) > 1:
            cli.say("\n  ".join([f"earlier stacks kept {len(presents)} of {id_}:", *map(str, presents)]))
        if named or len(filled) <= 1:
            result.append((named or filled or presents)[0])
        elif sys.stdin.isatty():
            result.append(typed_choice(filled))
        else:
            ambiguous.append(filled)
    if ambiguous:
        text = "\n".join(f"{len(filled)} of {filled[0].resource.id} have data: "
                         f"{', '.join(present.resource.physical for present in filled)}" for filled in ambiguous)
        typed = f" name={variable} resource={resource}," if variable else " resource="
        chosen = ",".join([*chosen_names, *(filled[0].resource.physical for filled in ambiguous)])
        raise problem("", 0, text, f"name one{' of each' * (len(ambiguous) > 1)}: "
                                   f"`make adopt{stages.variable(stage)}{typed}{chosen}`")
    return result


def typed_choice(filled: list[Present]) -> Present:
    """The resource whose name a person types. Raises Problems of another name."""
    present_by_name = {present.resource.physical: present for present in filled}
    cli.say("Type the name of the one to use:")
    typed = sys.stdin.readline().strip()
    if typed not in present_by_name:
        raise problem("", 0, f"not done: {typed!r} is none of them")
    return present_by_name[typed]
