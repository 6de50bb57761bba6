"""Deletes resources of a stack, each before those that it depends on."""
import traceback

from localcloud.cloudformation import readers, references
from localcloud.cloudformation.errors import is_expected, is_not_found, status_reason
from localcloud.cloudformation.resources import TYPES
from localcloud.cloudformation.task import Task
from localcloud.moto import state


def remove(stack, resources):
    """Deletes resources (one per id); returns the ids of those whose deletion failed.

    What a remaining resource depends on remains as well, without an event, as on AWS.
    """
    by_id = {resource.id: resource for resource in resources}
    waits = {id_: resource.needs & by_id.keys() for id_, resource in by_id.items()}
    failed, still_needed = [], set()
    for id_ in reversed(references.order(waits)):
        if id_ in still_needed:
            still_needed |= waits[id_]
        elif not remove_resource(stack, by_id[id_]):
            failed.append(id_)
            still_needed |= waits[id_]
    return failed


def remove_resource(stack, resource):
    """Deletes one resource, if it was created, and records events. True if it no longer exists."""
    if resource.ref and not superseded(stack, resource):
        stack.set_resource_status(resource, "DELETE_IN_PROGRESS")
        try:
            TYPES[resource.type].delete(Task(stack, resource, resource.properties))
        except Exception as error:
            if not is_not_found(error) and not is_gone(stack, resource):
                if not is_expected(error):
                    traceback.print_exc()
                stack.set_resource_status(resource, "DELETE_FAILED", status_reason(error))
                return False
    forget(stack, resource)
    stack.set_resource_status(resource, "DELETE_COMPLETE")
    return True


def is_gone(stack, resource):
    """Whether somebody deleted the resource by hand: moto's errors do not always show it."""
    return resource.type in readers.READERS and \
        readers.properties(lambda service: state.client(service, stack.region), resource) is None


def superseded(stack, resource):
    """Whether the replacement of the resource has the same physical id.

    For example, subscribing twice returns the same subscription.
    """
    current = stack.resources.get(resource.id)
    return current is not None and current is not resource and current.ref == resource.ref


def forget(stack, resource):
    """Removes the resource from the stack, unless a replacement has taken its logical id."""
    if stack.resources.get(resource.id) is resource:
        del stack.resources[resource.id]


def erase(stack, resource):
    """Removes the resource from the stack and from its DescribeStackResources."""
    forget(stack, resource)
    if resource.id not in stack.resources:
        stack.records.pop(resource.id, None)
