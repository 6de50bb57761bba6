"""Deleting resources of a stack, each before those it rests on."""
import traceback

from localcloud.cloudformation import references
from localcloud.cloudformation.refusal import foreseen, gone, reason
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import Task


def remove(stack, resources):
    """Deletes resources, of which there is one per id; gives the ids of those that could not be.

    What a resource that stays rests on stays too, without a word, as on AWS.
    """
    by_id = {resource.id: resource for resource in resources}
    waits = {id_: resource.needs & by_id.keys() for id_, resource in by_id.items()}
    failed, resting = [], set()
    for id_ in reversed(references.order(waits)):
        if id_ in resting:
            resting |= waits[id_]
        elif not remove_one(stack, by_id[id_]):
            failed.append(id_)
            resting |= waits[id_]
    return failed


def remove_one(stack, resource):
    """Deletes one resource, if it ever came to be, and tells of it. True if it is gone."""
    if resource.ref and not superseded(stack, resource):
        stack.tell_of(resource, "DELETE_IN_PROGRESS")
        try:
            TYPES[resource.type].delete(Task(stack, resource, resource.properties))
        except Exception as error:
            if not gone(error):
                if not foreseen(error):
                    traceback.print_exc()
                stack.tell_of(resource, "DELETE_FAILED", reason(error))
                return False
    forget(stack, resource)
    stack.tell_of(resource, "DELETE_COMPLETE")
    return True


def superseded(stack, resource):
    """Is the same physical thing now another resource's, made anew under the id it had?

    Subscribing twice, say, gives the same subscription.
    """
    now = stack.resources.get(resource.id)
    return now is not None and now is not resource and now.ref == resource.ref


def forget(stack, resource):
    """The stack no longer holds this resource, unless another took its place."""
    if stack.resources.get(resource.id) is resource:
        del stack.resources[resource.id]


def erase(stack, resource):
    """The stack holds it no longer, and no longer speaks of it."""
    forget(stack, resource)
    if resource.id not in stack.resources:
        stack.records.pop(resource.id, None)
