"""What a change set would remove, and the agreement that it needs: lose= with each resource with state, yes=1 for
addresses.

On the local cloud yes=1 agrees to everything, and an empty resource is replaced or removed without a question.
"""
from typing import NamedTuple

from aws import clients, contents
from deploy import change_sets, changes
from kit import cli, consent
from kit.problems import Problems


class Losses(NamedTuple):
    """The state and the addresses that a change set would replace or remove."""

    amounts: dict[str, str | None]  # {logical id: "12 items"} of all of them, see contents.amount
    names: list[str]  # logical ids of those that a person has not agreed to lose


def losses(resource_changes, options) -> Losses:
    """The losses of a change set. options: app, stage, yes and lose of the deploy"""
    lost = {change["LogicalResourceId"]: change for change in changes.consequential(resource_changes)}
    amounts = {id_: contents.amount(options.app, options.stage, change) for id_, change in lost.items()}
    return Losses(amounts, sorted(id_ for id_, change in lost.items() if id_ not in options.lose
                                  and not (options.stage == clients.LOCAL
                                           and change["ResourceType"] in changes.LOST_UNASKED_LOCALLY)
                                  and not (options.yes and yes_agrees(change, options))
                                  and not (amounts[id_] == "" and is_lost_unasked_if_empty(change, options))))


def yes_agrees(change, options):
    """Whether yes=1 agrees to a loss: of an address, or of anything on the local cloud."""
    return options.stage == clients.LOCAL or change["ResourceType"] in changes.ADDRESSES


def is_lost_unasked_if_empty(change, options):
    """Whether an empty resource of this type may be lost without a question; a queue may be empty only for a moment."""
    return options.stage == clients.LOCAL or change["ResourceType"] in changes.LOST_UNASKED_IF_EMPTY


def skipped_names(stack, options):
    """{logical id}: the names of lose=... that a continued rollback may have skipped. stack: described(), or None"""
    if not stack or stack["StackStatus"] != "UPDATE_ROLLBACK_COMPLETE":
        return set()
    return {id_ for template in (options.root, *options.children.values()) for id_ in template.get("Resources", {})}


def check_before_removal(cfn, stack, plan, options, deleted):
    """Raise the Problems of names of lose=... that are no loss, before what was deleted by hand leaves the stack.

    plan     makes the change set of the deploy, which is dropped; None if nothing changes
    deleted  {logical id} of what was deleted by hand
    """
    if deleted.issuperset(options.lose):
        return
    change_set = plan()
    lost = losses(change_set["Changes"], options).amounts if change_set else {}
    change_sets.delete(cfn, change_set)
    consent.check_names(options.lose, deleted | lost.keys(), skipped_names(stack, options))


def agree(cfn, change_set, options, skipped=frozenset()):
    """Print what the change set does, and return if it loses nothing, or a person agrees. Else drops it and raises
    Problems, also of a name of lose=... that is no loss. skipped: skipped_names()
    """
    name, resource_changes = change_set["StackName"], change_set["Changes"]
    lost = losses(resource_changes, options)
    unagreed = [change for change in resource_changes if change["LogicalResourceId"] in lost.names]
    warnings = changes.warnings(unagreed, lost.amounts)
    lines = changes.description_lines(name, resource_changes, options.owners, lost.amounts,
                                      brief=change_set["first"] and not options.all)
    action = "\n".join([f"change {name}:", *warnings])
    try:
        # After a killed deploy that took out what was deleted by hand, the repeated one has the same names.
        empty = set() if change_set["first"] else {change["LogicalResourceId"] for change in resource_changes
                                                   if change["Action"] == "Add"}
        consent.check_names(options.lose, lost.amounts.keys(), skipped | empty)
        cli.say("\n".join(line for line in lines if line not in warnings))
        if unagreed and all(yes_agrees(change, options) for change in unagreed):
            consent.ask(action, name, variables=["yes=1", consent.lose(lost.names, options.lose)])
        else:
            consent.ask_by_name(action, lost.names, options.lose)
    except Problems:
        change_sets.delete(cfn, change_set)
        raise
