"""The one dashboard of a stage, with `alerts` or `dashboard: true` of app.yaml: API, functions, events, queues, tables.

A dashboard may have 2,500 metrics, and a graph 500. So a graph names up to MOST_LISTED functions, queues or rules. If
there are more, a search finds the metrics with the highest values. It compares words of names, so it may also find
those of another stage: of prod-eu for prod.
docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html, CloudWatch-Dashboard-Body-Structure.html
"""
import json

from aws import cfn
from aws.app import AppModel
from kit import names
from recipes import function, recipients, routes, table

ID = "Dashboard"
NAME = "${AWS::StackName}-dashboard"
MOST_LISTED, MOST_SHOWN = 100, 50
WIDTH, HEIGHT = 12, 6  # a row has 24
PERIOD = 300


def is_needed(app: AppModel) -> bool:
    """Whether the app has a dashboard."""
    settings = app["settings"]
    return bool(app["lambdas"]) and settings.get("dashboard", recipients.exist(settings))


def resources(app: AppModel, app_parts: list) -> dict[str, dict]:
    """{"Dashboard": ...} of an app for which is_needed(). app_parts: [Part] of recipes.template"""
    condition = {} if app["settings"].get("dashboard") else recipients.with_condition(app["settings"])
    rules = {id_: resource for part in app_parts if part.word != "resources" for id_, resource in part.resources.items()
             if resource["Type"] == "AWS::Events::Rule" and resource.get("Condition") in (None, *condition.values())}
    lists_names = len(rules) <= MOST_LISTED and names.stack_count(app) == 1
    widgets = [*api_graphs(app), *function_graphs(app, app_parts), *event_graphs(rules, lists_names),
               *queue_graphs(app_parts), *table_graphs(app)]
    for at, widget in enumerate(widgets):
        widget.update(x=at % 2 * WIDTH, y=at // 2 * HEIGHT, width=WIDTH, height=HEIGHT)
    body = json.dumps({"widgets": widgets}, sort_keys=True, separators=(",", ":"))
    variables = rule_names(rules) if lists_names else {}
    return {ID: cfn.resource("AWS::CloudWatch::Dashboard", {"DashboardName": cfn.sub(NAME), "DashboardBody": {
        "Fn::Sub": [body, variables]} if variables else cfn.sub(body)}, **condition)}


def outputs(app: AppModel) -> dict[str, dict]:
    """{"DashboardName": ...}"""
    condition = {} if app["settings"].get("dashboard") else recipients.with_condition(app["settings"])
    return {"DashboardName": {"Value": cfn.ref(ID), **condition}}


def graph(title: str, metrics: list) -> dict:
    """A widget with a line for each metric."""
    return {"type": "metric", "properties": {"title": title, "region": "${AWS::Region}", "view": "timeSeries",
                                             "period": PERIOD, "metrics": metrics}}


def line(namespace: str, name: str, statistic: str, label: str = "", **dimensions) -> list:
    """A metric of a graph."""
    pairs = [part for dimension in dimensions.items() for part in dimension]
    return [namespace, name, *pairs, {"stat": statistic, **({"label": label} if label else {})}]


def search(schema: str, terms: str, statistic: str) -> list:
    """[metric] of a graph: those that a search finds, with the highest values. CloudWatch refuses one that is no list.
    """
    found = f"SEARCH('{{{schema}}} {terms}', '{statistic}', {PERIOD})"
    return [[{"expression": f"SLICE(SORT({found}, MAX, DESC), 0, {MOST_SHOWN})"}]]


def api_graphs(app: AppModel) -> list[dict]:
    """The graphs of the API, if there is one."""
    if not routes.has_api(app):
        return []
    client_errors, server_errors, dimensions = routes.metrics(app)
    stage = {dimension: f"${{{value}}}" for dimension, value in dimensions.items()}
    return [graph("API: requests and errors", [line("AWS/ApiGateway", name, "Sum", **stage)
                                               for name in ("Count", client_errors, server_errors)]),
            graph("API: latency (ms)", [line("AWS/ApiGateway", "Latency", statistic, statistic, **stage)
                                        for statistic in ("p50", "p90", "p99")])]


def function_graphs(app: AppModel, app_parts: list) -> list[dict]:
    """The graphs of the functions, Pareto's own too."""
    functions = {name: function.name_text(app, name) for name in sorted(app["lambdas"])}
    own = {id_: f"${{{id_}}}" for part in app_parts if part.owner is None and part.word != "resources"
           for id_, resource in sorted(part.resources.items()) if resource["Type"] == "AWS::Lambda::Function"}
    return [graph(f"Lambdas: {title}", [*(
        [line("AWS/Lambda", name, statistic, label, FunctionName=value) for label, value in functions.items()]
        if len(functions) <= MOST_LISTED else
        search("AWS/Lambda,FunctionName", f'MetricName="{name}" ${{AWS::StackName}}', statistic)),
        *(line("AWS/Lambda", name, statistic, label, FunctionName=value) for label, value in own.items())])
        for title, name, statistic in (("invocations", "Invocations", "Sum"), ("errors", "Errors", "Sum"),
                                       ("duration of 99 % (ms)", "Duration", "p99"), ("throttled", "Throttles", "Sum"))]


def event_graphs(rules: dict[str, dict], lists_names: bool) -> list[dict]:
    """The graphs of the rules {logical id: resource}: on the app's bus, which has the stack's name, and on others."""
    schemas = sorted({tuple(dimensions(id_, rule)) for id_, rule in rules.items()}, reverse=True)
    return [graph(f"Events: {title}", [line("AWS/Events", name, "Sum", id_, **dimensions(id_, rule))
                                       for id_, rule in sorted(rules.items())] if lists_names else [
        entry for schema in schemas
        for entry in search(",".join(["AWS/Events", *schema]), f'MetricName="{name}" ${{AWS::StackName}}', "Sum")])
        for title, name in (("matched by each rule", "MatchedEvents"),
                            ("failed deliveries of each rule", "FailedInvocations")) if rules]


def dimensions(id_: str, rule: dict) -> dict[str, str]:
    """The dimensions of a rule's metrics, as the variables of rule_names()."""
    bus = {"EventBusName": f"${{{id_}Bus}}"} if "EventBusName" in rule["Properties"] else {}
    return {**bus, "RuleName": f"${{{id_}Name}}"}


def rule_names(rules: dict[str, dict]) -> dict[str, dict]:
    """{"OrdersRuleName": the name, "OrdersRuleBus": of its bus, but the default one}, both out of the rule's ARN:
    arn:aws:events:eu-west-1:123456789012:rule/bus/name."""
    result = {}
    for id_, rule in sorted(rules.items()):
        for at, dimension in enumerate(dimensions(id_, rule).values(), 1):
            result[dimension[2:-1]] = {"Fn::Select": [str(at), {"Fn::Split": ["/", cfn.arn(id_)]}]}
    return result


def queue_graphs(app_parts: list) -> list[dict]:
    """The graphs of the queues and dead-letter queues."""
    ids = sorted(id_ for part in app_parts if part.word != "resources" for id_, resource in part.resources.items()
                 if resource["Type"] == "AWS::SQS::Queue")
    return [graph(f"Queues: {title}", [line("AWS/SQS", name, "Maximum", id_, QueueName=f"${{{id_}.QueueName}}")
                                       for id_ in ids]
                  if len(ids) <= MOST_LISTED else
                  search("AWS/SQS,QueueName", f'MetricName="{name}" ${{AWS::StackName}}', "Maximum"))
            for title, name in (("messages", "ApproximateNumberOfMessagesVisible"),
                                ("age of the oldest message (s)", "ApproximateAgeOfOldestMessage")) if ids]


def table_graphs(app: AppModel) -> list[dict]:
    """The graphs of the tables; none if there are too many, as DynamoDB's console has such graphs."""
    ids = [table.table_id(name) for name in sorted(app["state"]["table"])]
    return [graph(f"Tables: {title}", [
        line("AWS/DynamoDB", name.format(kind), "Sum", f"{id_} {kind.lower()}", TableName=f"${{{id_}}}")
        for id_ in ids for kind in ("Read", "Write")])
        for title, name in (("consumed units", "Consumed{}CapacityUnits"), ("throttled requests", "{}ThrottleEvents"))
        if 0 < len(ids) <= MOST_LISTED]
