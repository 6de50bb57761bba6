"""Alarms of CloudWatch on one metric of Lambda, SQS or API Gateway: evaluates them and does their actions.

docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html. A period ends now here, and on AWS at a
full minute. An alarm on an expression, or on a metric that nothing here writes, has no data.
"""
import math
import operator
import time
from collections.abc import Callable

from moto.cloudwatch.models import cloudwatch_backends
from moto.sqs.models import sqs_backends

from aws import arns
from localcloud.events import inputs, stamps, targets
from localcloud.moto import metrics
from localcloud.moto.state import ACCOUNT

CALLER = "lambda.alarms.cloudwatch.amazonaws.com"
COMPARED = {"GreaterThanThreshold": operator.gt, "GreaterThanOrEqualToThreshold": operator.ge,
            "LessThanThreshold": operator.lt, "LessThanOrEqualToThreshold": operator.le}
STATISTICS: dict[str, Callable] = {"Sum": sum, "Maximum": max, "Minimum": min, "SampleCount": len,
                                     "Average": lambda values: sum(values) / len(values)}


def evaluate_all(world):
    """Measures the queues, and changes the states of the alarms of all regions. Under LOCK."""
    for region, backend in list(cloudwatch_backends[ACCOUNT].items()):
        alarms = [alarm for alarm in backend.alarms.values() if alarm.metric_name]
        for name in {dimension.value for alarm in alarms if alarm.namespace == "AWS/SQS"
                     for dimension in alarm.dimensions}:
            measure_queue(region, name)
        for alarm in alarms:
            state, reason = evaluated(alarm, world.clock.real(int(alarm.period)))
            if state != alarm.state_value:
                change(world, alarm, state, reason)


def measure_queue(region, name):
    """Records the length of a queue and the age of its oldest message: SQS measures them without a call, too."""
    queue = sqs_backends[ACCOUNT][region].queues.get(name)
    if queue:
        sent = [float(message.sent_timestamp or 0) for message in queue._messages]
        metrics.record(region, "AWS/SQS", {
            "ApproximateNumberOfMessagesVisible": queue.approximate_number_of_messages,
            "ApproximateAgeOfOldestMessage": time.time() - min(sent) / 1000 if sent else 0}, {"QueueName": name})


def evaluated(alarm, seconds):
    """(state, reason) of an alarm whose period has that many real seconds."""
    now, count = time.monotonic(), int(alarm.evaluation_periods)
    by_period = [[] for _ in range(count)]
    for moment, value in metrics.values_since(metrics.key(alarm), now - seconds * count):
        by_period[min(count - 1, int((now - moment) / seconds))].append(value)
    points = [statistic(alarm, values) if values else None for values in by_period]
    breaching = [point for point in points if point is not None and COMPARED[alarm.comparison_operator](
        point, float(alarm.threshold))]
    missing = points.count(None)
    if alarm.treat_missing_data == "breaching":
        breaching += [None] * missing
    needed = int(alarm.datapoints_to_alarm or count)
    if len(breaching) >= needed:
        return "ALARM", (f"Threshold Crossed: {len(breaching)} out of the last {count} datapoints "
                         f"{[point for point in points if point is not None]} crossed the threshold "
                         f"({alarm.comparison_operator} {alarm.threshold})")
    if missing == count and alarm.treat_missing_data not in ("notBreaching", "breaching"):
        return alarm.state_value if alarm.treat_missing_data == "ignore" else "INSUFFICIENT_DATA", "no datapoints"
    return "OK", f"Threshold Crossed: fewer than {needed} datapoints crossed the threshold ({alarm.threshold})"


def statistic(alarm, values):
    """The alarm's statistic of the values of a period; of a percentile the nearest value."""
    if not alarm.extended_statistic:
        return STATISTICS[alarm.statistic](values)
    rank = float(alarm.extended_statistic.lstrip("p")) / 100
    return sorted(values)[max(0, math.ceil(rank * len(values)) - 1)]


def change(world, alarm, state, reason):
    """Sets an alarm's state, and does the actions of the new one."""
    before = {"value": alarm.state_value, "reason": alarm.state_reason, "timestamp": stamp()}
    alarm.update_state(reason, "{}", state)
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(state, alarm.insufficient_data_actions)
    for arn in actions if alarm.actions_enabled in (True, "true") else ():
        is_function = arns.service(arn) == "lambda"
        content = function_event(alarm, before) if is_function else message(alarm, before)
        # Invokes a function or publishes to a topic; any other action is only logged.
        world.clock.soon(targets.send_or_log, world, arn, inputs.compact(content), "an action of an alarm",
                         {"service": CALLER, "arn": alarm.alarm_arn} if is_function else None)


def stamp():
    """The time as in alarms: "2023-08-04T12:36:15.490+0000"."""
    return stamps.milliseconds(time.time()).replace("Z", "+0000")


def function_event(alarm, before):
    """The event of a function: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html"""
    metric = {"namespace": alarm.namespace, "name": alarm.metric_name,
              "dimensions": {dimension.name: dimension.value for dimension in alarm.dimensions}}
    return {"source": "aws.cloudwatch", "alarmArn": alarm.alarm_arn, "accountId": ACCOUNT, "time": stamp(),
            "region": alarm.region_name, "alarmData": {
                "alarmName": alarm.name,
                "state": {"value": alarm.state_value, "reason": alarm.state_reason, "timestamp": stamp()},
                "previousState": before,
                "configuration": {"description": alarm.description, "metrics": [{
                    "id": "m1", "returnData": True, "metricStat": {
                        "metric": metric, "period": int(alarm.period),
                        "stat": alarm.extended_statistic or alarm.statistic}}]}}}


def message(alarm, before):
    """The message of a topic: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html"""
    return {"AlarmName": alarm.name, "AlarmDescription": alarm.description, "AWSAccountId": ACCOUNT,
            "AlarmArn": alarm.alarm_arn, "Region": alarm.region_name, "NewStateValue": alarm.state_value,
            "NewStateReason": alarm.state_reason, "OldStateValue": before["value"], "StateChangeTime": stamp(),
            "Trigger": {"MetricName": alarm.metric_name, "Namespace": alarm.namespace, "Period": int(alarm.period),
                        "EvaluationPeriods": int(alarm.evaluation_periods), "Threshold": float(alarm.threshold),
                        "ComparisonOperator": alarm.comparison_operator,
                        "Statistic": alarm.extended_statistic or alarm.statistic,
                        "Dimensions": [{"name": item.name, "value": item.value} for item in alarm.dimensions]}}
