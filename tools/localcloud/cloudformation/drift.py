"""Drift: what was changed by hand in resources of a stack, of the types and properties that readers.py has.

As on AWS, only properties that the template sets are compared, and a function's code is not.
docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
"""
import dataclasses
import json
import uuid

from localcloud.cloudformation import readers, regions
from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.paging import page
from localcloud.cloudformation.stack import now
from localcloud.moto import state

REVERT = "REVERT_DRIFT"  # the mode of a change set that compares with what resources are now
DETECTABLE = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED",
              "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}


def differences(expected, actual, path=""):
    """[{"PropertyPath", "ExpectedValue", "ActualValue", "DifferenceType"}] of two values."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        keys = sorted(expected.keys() | actual.keys())
        return [entry for key in keys for entry in differences(expected.get(key), actual.get(key), f"{path}/{key}")]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return [entry for at, values in enumerate(zip(expected, actual))
                for entry in differences(*values, f"{path}/{at}")]
    if value_text(expected) == value_text(actual):
        return []
    kind = "ADD" if expected is None else "REMOVE" if actual is None else "NOT_EQUAL"
    return [{"PropertyPath": path, "ExpectedValue": value_text(expected), "ActualValue": value_text(actual),
             "DifferenceType": kind}]


def value_text(value):
    """A value as AWS writes it: 5 and "5" are equal, and so are True and "true"; "null" of none."""
    return value if isinstance(value, str) else json.dumps(value)


def properties(stack, resource):
    """(the properties of a Resource that its reader compares, those that it has now): the latter None if it is gone."""
    actual = readers.properties(lambda service: state.client(service, stack.region), resource)
    expected = {name: value for name, value in resource.properties.items() if actual is None or name in actual}
    return expected, actual and {name: actual[name] for name in expected}


def actual_resources(stack):
    """{logical id: Resource} of a stack, with the properties that somebody changed by hand as they are now.

    One that is gone stays as it is: AWS would create it again.
    """
    result = dict(stack.resources)
    for id_, resource in stack.resources.items():
        if resource.type in readers.READERS:
            expected, actual = properties(stack, resource)
            changed = {name: value for name, value in (actual or {}).items() if differences(expected[name], value)}
            result[id_] = dataclasses.replace(resource, properties={**resource.properties, **changed})
    return result


def resource_drift(stack, resource):
    """The entry of DescribeStackResourceDrifts of a Resource."""
    entry = {"StackId": stack.id, "LogicalResourceId": resource.id, "PhysicalResourceId": resource.ref,
             "ResourceType": resource.type, "Timestamp": now(), "PropertyDifferences": []}
    expected, actual = properties(stack, resource)
    if actual is None:
        return {**entry, "StackResourceDriftStatus": "DELETED"}
    faults = differences(expected, actual)
    return {**entry, "StackResourceDriftStatus": "MODIFIED" if faults else "IN_SYNC", "PropertyDifferences": faults,
            "ExpectedProperties": json.dumps(expected), "ActualProperties": json.dumps(actual)}


def detect_stack_drift(region_name, request):
    """DetectStackDrift; done at once, so its status is never in progress."""
    region = regions.by_name(region_name)
    stack = region.find(request["StackName"])
    if stack.status not in DETECTABLE:
        raise ApiError(f"Drift detection cannot be performed on stack [{stack.id}] while it is in {stack.status} "
                       "state.")
    chosen = request.get("LogicalResourceIds")
    stack.drifts = [resource_drift(stack, resource) for resource in stack.resources.values()
                    if resource.type in readers.READERS and (not chosen or resource.id in chosen)]
    drifted = sum(entry["StackResourceDriftStatus"] != "IN_SYNC" for entry in stack.drifts)
    id_, stack.drift_status = str(uuid.uuid4()), "DRIFTED" if drifted else "IN_SYNC"
    region.detections[id_] = {
        "StackId": stack.id, "StackDriftDetectionId": id_, "DetectionStatus": "DETECTION_COMPLETE", "Timestamp": now(),
        "StackDriftStatus": stack.drift_status, "DriftedStackResourceCount": drifted}
    return {"StackDriftDetectionId": id_}


def describe_detection_status(region_name, request):
    """The response of DescribeStackDriftDetectionStatus. Raises ApiError of an unknown id."""
    id_ = request["StackDriftDetectionId"]
    detections = regions.by_name(region_name).detections
    if id_ not in detections:
        raise ApiError(f"Drift detection operation {id_} does not exist")
    return detections[id_]


def describe_resource_drifts(region_name, request):
    """The response of DescribeStackResourceDrifts: one page of what the last detection found."""
    stack = regions.by_name(region_name).find(request["StackName"])
    statuses = request.get("StackResourceDriftStatusFilters")
    return page("StackResourceDrifts", [entry for entry in stack.drifts
                                        if not statuses or entry["StackResourceDriftStatus"] in statuses], request)
