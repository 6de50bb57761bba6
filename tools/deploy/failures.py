"""A failure in the cloud, told as a mistake is: the line of the word that made it, what AWS said, a hint."""
from aws import stacks
from deploy import reasons
from kit.problems import Problem

UNSAID = "failed, and AWS does not say why"


def problem(places, id_, type_, reason):
    """The Problem of one resource.

    places  {logical id: (path, line)} of the word that made it; a resource of an earlier app is not in it
    """
    return Problem(*places.get(id_, ("", 0)), f"{id_} ({type_}): {reason}", reasons.hint(reason))


def problems(places, events):
    """[Problem] of the events of an operation that failed, causes only.

    Where AWS cancels ten resources because of one, only the one is told. Where no resource failed,
    what the stack itself says is told.
    """
    own = [event for event in events
           if event["ResourceStatus"].endswith("_FAILED") and not stacks.is_of_stack(event)
           and not reasons.consequence(event.get("ResourceStatusReason", ""))]
    said = [event["ResourceStatusReason"] for event in events if stacks.is_of_stack(event)
            and event.get("ResourceStatusReason", "User Initiated").lower() != "user initiated"]
    return of(places, own) or [Problem("", 0, reason, reasons.hint(reason)) for reason in said[:1]]


def leftovers(places, events):
    """[Problem] of what a deploy that succeeded could not delete: it stays, outside the stack."""
    return of(places, [event for event in events if event["ResourceStatus"] == "DELETE_FAILED"])


def of(places, events):
    """[Problem] of each event."""
    return [problem(places, event["LogicalResourceId"], event["ResourceType"],
                    event.get("ResourceStatusReason", UNSAID)) for event in events]
