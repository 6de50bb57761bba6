"""AWS::CloudWatch: alarms and dashboards."""
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind


def write_alarm(task):
    """Creates or replaces an alarm. Ref is its name."""
    task.call("cloudwatch", "put_metric_alarm", **{**task.properties, "AlarmName": task.name})
    task.mark_created(task.name, Arn=task.arn("cloudwatch", f"alarm:{task.name}"))


def write_dashboard(task):
    """Creates or replaces a dashboard. Ref is its name."""
    body = task.properties["DashboardBody"]
    if not isinstance(body, str):
        raise ApiError("Value of property DashboardBody must be of type String")
    check_types(body)
    task.call("cloudwatch", "put_dashboard", DashboardName=task.name, DashboardBody=body)
    task.mark_created(task.name)


def check_types(text):
    """Raises ApiError of objects and lists that are none, as CloudWatch does: moto checks only that a body is JSON."""
    try:
        body = json.loads(text)
    except ValueError:
        return  # PutDashboard refuses it
    faults: list[dict] = []

    def typed(value, type_, path):
        if not isinstance(value, type_):
            faults.append({"dataPath": path, "message": f"Should be {'object' if type_ is dict else 'array'}"})
            return type_()
        return value

    for at, widget in enumerate(typed(typed(body, dict, "").get("widgets", []), list, "/widgets")):
        path = f"/widgets/{at}/properties"
        properties = typed(typed(widget, dict, f"/widgets/{at}").get("properties", {}), dict, path)
        for number, metric in enumerate(typed(properties.get("metrics", []), list, f"{path}/metrics")):
            typed(metric, list, f"{path}/metrics/{number}")
    if faults:
        raise ApiError(f"The dashboard body is invalid, there are {len(faults)} validation errors: "
                       f"{json.dumps(faults)}")


TYPES = {
    "AWS::CloudWatch::Alarm": Kind(
        write_alarm, write_alarm, lambda task: task.call("cloudwatch", "delete_alarms", AlarmNames=[task.ref]),
        name="AlarmName", longest=255,
        properties="ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator "
                   "DatapointsToAlarm Dimensions EvaluateLowSampleCountPercentile EvaluationPeriods "
                   "ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period "
                   "Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit",
        attributes="Arn", replacing="AlarmName"),
    "AWS::CloudWatch::Dashboard": Kind(
        write_dashboard, write_dashboard,
        lambda task: task.call("cloudwatch", "delete_dashboards", DashboardNames=[task.ref]),
        name="DashboardName", longest=255,
        properties="DashboardBody DashboardName", replacing="DashboardName"),
}
