"""AWS::CloudWatch: alarms and dashboards."""
import json

from localcloud.cloudformation.errors import ApiError
from localcloud.cloudformation.kind import Kind


def write_alarm(task):
    """Creates or replaces an alarm. Ref is its name."""
    name = task.ref or task.name
    task.call("cloudwatch", "put_metric_alarm", **{**task.properties, "AlarmName": name})
    if not task.ref:
        task.mark_created(name, Arn=task.arn("cloudwatch", f"alarm:{name}"))


def delete_alarm(task):
    """Deletes an alarm."""
    task.call("cloudwatch", "delete_alarms", AlarmNames=[task.ref])


def write_dashboard(task):
    """Creates or replaces a dashboard. Ref is its name."""
    name = task.ref or task.name
    task.call("cloudwatch", "put_dashboard", DashboardName=name, **task.pick("DashboardBody"))
    check_metrics(json.loads(task.properties["DashboardBody"]))
    if not task.ref:
        task.mark_created(name)


def check_metrics(body):
    """Raises ApiError of metrics that are no lists, as CloudWatch does: moto checks only that a body is JSON."""
    faults = [{"dataPath": f"/widgets/{at}/properties/metrics/{number}", "message": "Should be array"}
              for at, widget in enumerate(body.get("widgets", []))
              for number, metric in enumerate(widget.get("properties", {}).get("metrics", []))
              if not isinstance(metric, list)]
    if faults:
        raise ApiError(f"The dashboard body is invalid, there are {len(faults)} validation errors: "
                       f"{json.dumps(faults)}")


def delete_dashboard(task):
    """Deletes a dashboard."""
    task.call("cloudwatch", "delete_dashboards", DashboardNames=[task.ref])


TYPES = {
    "AWS::CloudWatch::Alarm": Kind(
        write_alarm, write_alarm, delete_alarm, name="AlarmName", longest=255,
        properties="ActionsEnabled AlarmActions AlarmDescription AlarmName ComparisonOperator "
                   "DatapointsToAlarm Dimensions EvaluateLowSampleCountPercentile EvaluationPeriods "
                   "ExtendedStatistic InsufficientDataActions MetricName Metrics Namespace OKActions Period "
                   "Statistic Tags Threshold ThresholdMetricId TreatMissingData Unit",
        attributes="Arn", replacing="AlarmName"),
    "AWS::CloudWatch::Dashboard": Kind(
        write_dashboard, write_dashboard, delete_dashboard, name="DashboardName", longest=255,
        properties="DashboardBody DashboardName", replacing="DashboardName"),
}
