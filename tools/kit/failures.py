"""A failure in the cloud, told as a mistake is: the line of the word that made the resource, what AWS said, a hint."""
from kit import reasons, stacks
from kit.problems import Problem


def address(app, owners, id_):
    """(path, line) of the word that made a resource; ("", 0) for one that no lambda made alone."""
    name, word = owners.get(id_, (None, ""))
    if name not in app["lambdas"]:
        return "", 0
    lines = app["lambdas"][name].get("lines", {})
    return app["lambdas"][name]["path"], lines.get(word, lines.get("", 0))


def problem(app, owners, id_, type_, reason):
    """The Problem of one resource."""
    name, word = owners.get(id_, (None, ""))
    part = f"{word}: " if name and word else ""
    return Problem(*address(app, owners, id_), f"{part}{id_} ({type_}): {reason}", reasons.hint(reason))


def problems(app, owners, events):
    """[Problem] of the events of an operation that failed, causes only.

    Where AWS cancels ten resources because of one, only the one is told. Where no resource failed,
    what the stack itself says is told.
    """
    own = [event for event in events if event["ResourceStatus"].endswith("_FAILED") and not stacks.of_stack(event)
           and not reasons.consequence(event.get("ResourceStatusReason", ""))]
    said = [event["ResourceStatusReason"] for event in events if stacks.of_stack(event)
            and event.get("ResourceStatusReason", "User Initiated").lower() != "user initiated"]
    return of(app, owners, own) or [Problem("", 0, reason, reasons.hint(reason)) for reason in said[:1]]


def leftovers(app, owners, events):
    """[Problem] of what a deploy that succeeded wanted to delete and could not: it stays, outside the stack."""
    return of(app, owners, [event for event in events if event["ResourceStatus"] == "DELETE_FAILED"])


def of(app, owners, events):
    """[Problem] of each event."""
    return [problem(app, owners, event["LogicalResourceId"], event["ResourceType"],
                    event.get("ResourceStatusReason", "failed, and AWS does not say why")) for event in events]
