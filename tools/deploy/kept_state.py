"""Tables, buckets, user pools and secrets that deleted stacks of a stage kept, with what is in them.

A new stack of the stage would make empty ones beside them. So its first deploy stops and lists them, and `make adopt`
uses them.
"""
import sys
from typing import NamedTuple

from botocore.exceptions import ClientError

from aws import clients, contents, errors, stages
from deploy import adoptions
from deploy.adoptions import Kept
from kit import cli
from kit.problems import problem


class Present(NamedTuple):
    """A kept resource that exists."""

    kept: Kept
    amount: str | None  # "12 items"; "" of an empty one, None if its content may not be read

    def __str__(self):
        """"DemoTable: demo-dev-DemoTable-1X, 12 items, of the stack from 2026-11-01 to 2026-11-20 14:02 UTC"."""
        amount = self.amount or ("empty" if self.amount == "" else "its content is unknown")
        return (f"{self.kept.id}: {self.kept.physical}, {amount}, of the stack from {self.kept.created:%Y-%m-%d} to "
                f"{self.kept.deleted:%Y-%m-%d %H:%M} UTC")


def present(app, stage, kept) -> list[Present]:
    """Those of the kept resources, [Kept], that exist."""
    summaries = [{"ResourceType": each.type, "PhysicalResourceId": each.physical} for each in kept]
    return [Present(each, contents.amount(app, stage, summary)) for each, summary in zip(kept, summaries)
            if contents.exists(app, stage, summary)]


def of_app(kept: list[Kept], resources: dict[str, dict]) -> list[Kept]:
    """Those that the app still has. resources: {logical id: definition} of its template"""
    return [each for each in kept if resources.get(each.id, {}).get("Type") == each.type]


def check_first_deploy(cfn, name, options) -> None:
    """Before a new stack makes empty state: print what earlier stacks of its name kept. Raises Problems, unless that is
    empty, or a person wrote empty=1; on the local cloud it never does.

    options  those of the deploy
    """
    try:
        kept = of_app(adoptions.kept(cfn, name), options.root.get("Resources", {}))
    except ClientError as error:
        if errors.is_passing(error):
            raise
        cli.say(f"warning: what earlier stacks of {name} kept is unknown: {errors.problems(error)}")
        return
    found = present(options.app, options.stage, kept)
    if not found:
        return
    listed = "\n".join(f"  {resource}" for resource in found)
    if options.empty or options.stage == clients.LOCAL or all(resource.amount == "" for resource in found):
        cli.say(f"{name} does not use what an earlier stack kept:\n{listed}")
        return
    variable = stages.variable(options.stage)
    raise problem("", 0, f"{name} would begin with empty state, beside what an earlier stack kept:\n{listed}",
                  f"`make adopt{variable}` deploys with it, `make deploy empty=1{variable}` without it")


def choice(candidates: list[Present], names: list[str], stage: str) -> Present:
    """Which of several kept resources a new stack gets: the one that is named, the only one with data, or the last one
    of several empty ones. Prints all of them. Else a person types its name; raises Problems if nobody is there.

    candidates  of one logical id, those of the last stack first
    names       of resources that a person wrote: resource=...
    """
    if named := [each for each in candidates if each.kept.physical in names]:
        return named[0]
    if len(candidates) == 1:
        return candidates[0]
    filled, id_ = [each for each in candidates if each.amount != ""], candidates[0].kept.id
    cli.say("\n".join([f"earlier stacks kept {len(candidates)} of {id_}:", *(f"  {each}" for each in candidates)]))
    if len(filled) <= 1:
        return (filled or candidates)[0]
    filled_names = {each.kept.physical: each for each in filled}
    if not sys.stdin.isatty():
        raise problem("", 0, f"{len(filled)} of {id_} have data: {', '.join(filled_names)}",
                      f"name one: `make adopt{stages.variable(stage)} resource={filled[0].kept.physical}`")
    cli.say("Type the name of the one to use:")
    typed = sys.stdin.readline().strip()
    if typed not in filled_names:
        raise problem("", 0, f"not done: {typed!r} is none of them")
    return filled_names[typed]
