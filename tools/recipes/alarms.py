"""The alarms of an app with `alerts`, for conditions that are in no log. Each alarm invokes code/alerts.py.

An alarm costs a fixed price for each metric in it. So there is none for each lambda (their
errors and durations are in their logs, recipes/alarm.py): docs/alerts.md has the prices.
"""
from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import alerts, capacity, failures_queue, queue, recipients, routes, ticker

# docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
OLDEST = 15 * 60  # seconds that a message may wait, at least
STREAM_AGE = 15 * 60 * 1000  # milliseconds that a record of a stream may wait
THROTTLES = [5, 5]  # invocations, in minutes
SERVER_ERRORS, CLIENT_ERRORS = 0.05, 300  # the share of requests in 5 minutes, and their number
SLOWEST = 0.8  # of the longest timeout of the lambdas behind the API, for one request in a hundred
OWN_QUEUES = {alerts.QUEUE_ID, ticker.QUEUE_ID}  # their messages wait on purpose


def resources(app: AppModel, app_parts: list) -> list[tuple[str | None, str, dict]]:
    """[(owner, word, {logical id: alarm})] of the parts of an app, each beside the resource that it is about.

    app_parts  [Part] of recipes.template
    """
    dead_letters = {failures_queue.ID, *(target for part in app_parts for resource in part.resources.values()
                                   for target in dead_letter_queues(resource))}
    alarms_by_part = [(part.owner, part.word, of_part(app, part, dead_letters))
             for part in app_parts if part.word != "resources"]
    return [*((owner, word, alarms) for owner, word, alarms in alarms_by_part if alarms),
            *([(None, "alerts", shared(app))] if app["lambdas"] else [])]


def of_part(app: AppModel, part, dead_letters: set[str]) -> dict[str, dict]:
    """{logical id: alarm} of the queues, streams and tables of a part, and of a function with `alarm: {throttles}`."""
    result: dict[str, dict] = {}
    for id_, resource in part.resources.items():
        if resource["Type"] == "AWS::SQS::Queue" and id_ not in OWN_QUEUES:
            result |= of_dead_letters(app, id_, part) if id_ in dead_letters else of_queue(app, id_, resource)
        elif resource["Type"] == "AWS::DynamoDB::Table" and part.word == "table":
            result |= of_table(app, id_, part.owner)
        elif resource["Type"] == "AWS::Lambda::EventSourceMapping" and "StartingPosition" in resource["Properties"]:
            if part.word in ("stream", "kinesis"):
                result |= of_stream(app, id_, resource["Properties"]["FunctionName"], f"{part.owner}: the stream")
        elif resource["Type"] == "AWS::Lambda::Function" and part.word == "function" and part.owner:
            result |= of_throttles(app, id_, part.owner)
    if part.word == "table" and part.owner is None and part.resources:
        function_id = names.logical_id("shared-table-events", "function")
        result |= of_stream(app, "SharedTableEvents", cfn.ref(function_id), "the events of the tables")
    if part.word == "endpoint" and part.owner is None:
        result |= of_api(app)
    return result


def dead_letter_queues(resource: dict) -> list[str]:
    """The logical ids of the queues to which a resource moves messages that fail."""
    policy = resource.get("Properties", {}).get("RedrivePolicy", {})
    target = policy.get("deadLetterTargetArn", {}) if isinstance(policy, dict) else {}
    return [target["Fn::GetAtt"][0]] if isinstance(target, dict) and "Fn::GetAtt" in target else []


def alarm_resource(app: AppModel, description: str, metric: dict, threshold: float, periods: int = 1,
                   to_alarm: int | None = None) -> dict:
    """An alarm whose description begins its message. metric: the properties that name it, and its statistic"""
    return cfn.resource("AWS::CloudWatch::Alarm", {
        "AlarmActions": [cfn.arn(alerts.FUNCTION_ID)],
        "AlarmDescription": description,
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": periods,
        **({"DatapointsToAlarm": to_alarm} if to_alarm else {}),
        "Threshold": threshold,
        "TreatMissingData": "notBreaching",
        **metric}, **recipients.with_condition(app["settings"]))


def metric(namespace: str, name: str, statistic: str, minutes: int, **dimensions) -> dict:
    """The properties of an alarm that name its metric."""
    return {"Namespace": namespace, "MetricName": name, "Period": 60 * minutes,
            **({"ExtendedStatistic": statistic} if statistic.startswith("p") else {"Statistic": statistic}),
            **({"Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()]}
               if dimensions else {})}


def of_queue(app: AppModel, id_: str, resource: dict) -> dict[str, dict]:
    """{"OrdersQueueAgeAlarm": alarm}: a message waits longer than all its tries take."""
    properties = resource["Properties"]
    tries = properties.get("RedrivePolicy", {}).get("maxReceiveCount", queue.TRIES)
    seconds = max(OLDEST, 2 * tries * properties.get("VisibilityTimeout", 30) + properties.get("DelaySeconds", 0))
    return {f"{id_}AgeAlarm": alarm_resource(
        app, f"{id_}: the oldest message waits for more than {seconds // 60} minutes\nmake queue", metric(
            "AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", 1, QueueName=cfn.attribute(id_, "QueueName")),
        seconds, 3)}


def of_dead_letters(app: AppModel, id_: str, part) -> dict[str, dict]:
    """{"OrdersQueueDlqAlarm": alarm}: there is a message that failed in every try."""
    title = f"{part.owner}: the dead-letter queue has messages" if part.owner else \
        "the failures queue has events that could not be delivered"
    commands = f"make queue do=peek name={part.owner}-dlq\nmake replay name={part.owner}" if part.owner else \
        "make queue do=peek name=failures\nmake replay"
    return {f"{id_}Alarm": alarm_resource(app, f"{title}\n{commands}", metric(
        "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Maximum", 1, QueueName=cfn.attribute(id_, "QueueName")), 0)}


def of_stream(app: AppModel, stem: str, function_ref: dict, title: str) -> dict[str, dict]:
    """{"CopyStreamMappingAgeAlarm": alarm}: the function is behind with the records of its streams."""
    return {f"{stem}AgeAlarm": alarm_resource(
        app, f"{title}: records wait for more than {STREAM_AGE // 60000} minutes\nmake errors",
        metric("AWS/Lambda", "IteratorAge", "Maximum", 1, FunctionName=function_ref), STREAM_AGE, 3)}


def of_table(app: AppModel, id_: str, name: str) -> dict[str, dict]:
    """{"DemoTableThrottleAlarm": alarm} of a table with capacity: DynamoDB refuses requests beyond it.

    A table on demand is throttled only if one key gets too many requests; then the handler raises an exception.
    """
    if not capacity.of_table(app["state"]["table"][name]):
        return {}
    queries = [{"Id": kind, "ReturnData": False, "MetricStat": {"Period": 300, "Stat": "Sum", "Metric": {
        "Namespace": "AWS/DynamoDB", "MetricName": f"{kind.capitalize()}ThrottleEvents",
        "Dimensions": [{"Name": "TableName", "Value": cfn.ref(id_)}]}}} for kind in ("read", "write")]
    queries.append({"Id": "both", "Expression": "FILL(read, 0) + FILL(write, 0)", "ReturnData": True})
    return {f"{id_}ThrottleAlarm": alarm_resource(app, f"table {name}: DynamoDB refuses requests beyond its capacity",
                                                  {"Metrics": queries}, 0)}


def of_throttles(app: AppModel, function_id: str, name: str) -> dict[str, dict]:
    """{"OrdersFunctionThrottleAlarm": alarm} of a lambda with `alarm: {throttles: 5 in 10 minutes}`."""
    limit = app["lambdas"][name]["infra"].get("alarm", {}).get("throttles")
    return {f"{function_id}ThrottleAlarm": throttle_alarm(app, f"{name}: invocations are throttled", limit,
                                                          FunctionName=cfn.ref(function_id))} if limit else {}


def throttle_alarm(app: AppModel, title: str, limit: list[int], **dimensions) -> dict:
    """The alarm of a number of throttled invocations in so many minutes."""
    count, minutes = limit
    return alarm_resource(app, title, metric("AWS/Lambda", "Throttles", "Sum", minutes, **dimensions), count - 1)


def shared(app: AppModel) -> dict[str, dict]:
    """{"ThrottleAlarm": alarm} on the account's one metric of all functions, which are throttled together."""
    return {"ThrottleAlarm": throttle_alarm(app, "Lambda throttles invocations in this account and region", THROTTLES)}


def of_api(app: AppModel) -> dict[str, dict]:
    """{"ApiServerErrorAlarm": ..., "ApiClientErrorAlarm": ..., "ApiLatencyAlarm": ...}"""
    seconds = max(fn["infra"]["timeout"] for fn in app["lambdas"].values() if "endpoint" in fn["infra"])
    slowest = int(1000 * SLOWEST * min(seconds, max(
        29, *(route.get("wait", 29) for _name, route in routes.of_app(app)))))

    def of(name: str, statistic: str) -> dict:
        return metric("AWS/ApiGateway", name, statistic, 5,
                      **{dimension: cfn.ref(value) for dimension, value in dimensions.items()})
    client_errors, server_errors, dimensions = routes.metrics(app)
    return {
        "ApiServerErrorAlarm": alarm_resource(
            app, f"API: more than {SERVER_ERRORS:.0%} of the requests fail\nmake errors", of(server_errors, "Average"),
            SERVER_ERRORS, 3, 2),
        "ApiClientErrorAlarm": alarm_resource(
            app, f"API: more than {CLIENT_ERRORS} requests in 5 minutes are refused", of(client_errors, "Sum"),
            CLIENT_ERRORS),
        "ApiLatencyAlarm": alarm_resource(
            app, f"API: one request in a hundred takes more than {slowest / 1000:g} seconds", of("Latency", "p99"),
            slowest, 3, 2)}
