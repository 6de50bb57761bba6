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
    task.call("cloudwatch", "put_dashboard", DashboardName=task.name, **task.pick("DashboardBody"))
    check_metrics(json.loads(task.properties["DashboardBody"]))
    task.mark_created(task.name)


def check_metrics(body):
    """Raises ApiError of metrics that are no lists, as CloudWatch does: moto checks only that a body is JSON."""
    faults = [{"dataPath": f"/widgets/{at}/properties/metrics/{number}", "message": "Should be array"}
              for at, widget in enumerate(body.get("widgets", []))
              for number, metric in enumerate(widget.get("properties", {}).get("metrics", []))
              if not isinstance(metric, list)]
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
