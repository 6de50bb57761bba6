"""The page at `/`: what is deployed, its addresses, and which calls failed. For a person's browser.

S3's ListBuckets has the same path: it is signed, and does not accept HTML.
"""
import json
import re
import shlex
import time
from pathlib import Path

from aws import local_calls
from localcloud import pages
from localcloud.cloudformation import regions
from localcloud.functions import calls

MOST_CALLS, MOST_PATTERN = 20, 120
FUNCTION = re.compile(r":function:([^:/]+)")
NOTIFIED = re.compile(r'{"function":"([^"]+)","rule":')
APIS = ("AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api")


def is_requested(environ):
    """Whether a request is a browser's, for this page."""
    return (environ["REQUEST_METHOD"] == "GET" and environ["PATH_INFO"] == "/" and not environ.get("QUERY_STRING")
            and not environ.get("HTTP_AUTHORIZATION") and "text/html" in environ.get("HTTP_ACCEPT", ""))


def response(endpoint):
    """(200, headers, bytes) of the page `/`. endpoint: the local cloud's URL"""
    lambda_names = local_calls.lambda_names()
    stacks = [stack for stack in regions.every() if not stack.deleted]
    resources = [resource for stack in stacks for resource in list(stack.resources.values())]
    callers, own_names = triggers(resources), own_functions(stacks)
    body = "\n".join([
        f'<h1>The local cloud</h1>\n<p class="soft">{pages.code(endpoint)} of {pages.code(Path.cwd())}</p>',
        *[stack_section(stack, endpoint, resources) for stack in stacks if stack.parent is None],
        *([] if stacks else [f"<section><h2>Nothing is deployed</h2><p>{pages.code('make deploy')} deploys the app."
                             "</p></section>"]),
        lambdas_section(resources, callers, lambda_names, own_names) if stacks else "",
        calls_section(calls.recent(), {**own_names, **lambda_names}),
        logs_section()])
    return 200, pages.HEADERS, pages.page("The local cloud", body)


def own_functions(stacks):
    """{function: its purpose} of the functions that Pareto itself adds to an app."""
    from recipes import groups, object_source, table, ticker  # all recipes with them: only this page needs them here
    texts = {table.FUNCTION_ID: "Pareto: events of tables", ticker.FUNCTION_ID: "Pareto: timers below a minute",
             object_source.FUNCTION_ID: "Pareto: notifications of S3's own form"}
    resources = [(id_, resource) for stack in stacks for id_, resource in list(stack.resources.items()) if resource.ref]
    texts |= {id_: "Pareto: groups of users" for id_, resource in resources
              if id_.startswith(groups.PREFIX) and resource.type == "AWS::Lambda::Function"}
    return {resource.ref: texts[id_] for id_, resource in resources if id_ in texts}


def stack_section(stack, endpoint, resources):
    """The HTML of a stack's addresses: API, websites, domain and sign-in; `make outputs` has its other outputs."""
    by_name = {output["OutputKey"]: output["OutputValue"] for output in list(stack.outputs)}
    rows = [row for name, value in sorted(by_name.items()) if (row := address_row(name, value, endpoint, resources))]
    for id_, value in by_name.items():
        if id_.endswith("UserPoolId"):
            pool, client = id_.removesuffix("UserPoolId").lower(), by_name.get(f"{id_.removesuffix('Id')}ClientId")
            command = f"make user {f'pool={pool} ' * bool(pool)}email=ann@example.com"
            rows.append(["Sign-in", f"user pool {pages.code(value)}"
                         + (f", client {pages.code(client)}" if client else "")
                         + f"<br>{pages.code(command)} creates a user"])
    status = pages.escape(stack.status.lower().replace("_", " "))
    tone = "bad" if "FAILED" in stack.status or "ROLLBACK" in stack.status else "good"
    return (f'<section><h2>{pages.escape(stack.name)} <span class="{tone}">{status}</span></h2>\n'
            f"{pages.table([], rows, 'It has no address.')}\n"
            f'<p class="soft">{pages.code("make outputs")} lists the rest.</p></section>')


def address_row(name, value, endpoint, resources):
    """["Website", HTML]: the row of a stack's output that is an address; None for any other output.

    endpoint   the local cloud's URL, under which the address is reachable
    resources  of all stacks: an API's row lists the paths that a browser can open
    """
    host = re.fullmatch(r"https://([A-Za-z0-9]+)\.(execute-api|lambda-url|cloudfront)\.[^/]*(/.*)?", value)
    url = f"{endpoint}/_aws/{host[2]}/{host[1]}{host[3] or ''}" if host else ""
    if host and host[2] == "execute-api":  # the API's own address has no route
        links = [f"<br>GET {pages.link(url + path, path)}" for path in open_pages(resources, host[1])]
        return ["API", pages.code(url) + "".join(links) + f"<br>{pages.link('/_aws/openapi', 'all operations')}"]
    if host and host[2] == "lambda-url":
        return [pages.escape(name), pages.link(url)]
    if host:
        return ["Website", pages.link(url if host[3] else f"{url}/")]
    if name.endswith("DomainUrl") and value.startswith("https://"):
        return ["Domain", pages.code(shlex.join(["curl", "-H", f"Host: {value.removeprefix('https://')}",
                                                 f"{endpoint}/"]))]
    return None


def open_pages(resources, api):
    """Yields the paths of an API (its id) that a browser can open: GET, public, and without required parameters."""
    for resource in resources:
        if resource.type in APIS and resource.ref == api:
            for path, operations in (resource.properties.get("Body") or {}).get("paths", {}).items():
                get = operations.get("get")
                if get and "{" not in path and not get.get("security") and not any(
                        parameter.get("required") for parameter in get.get("parameters", [])):
                    yield path


def triggers(resources):
    """{function: ["GET /readings", "timer cron(...)", ...]}: its triggers, by the stacks' resources."""
    callers = {}
    for resource in resources:
        for function, text in TRIGGERS_OF_TYPE.get(resource.type, lambda _properties: [])(resource.properties):
            callers.setdefault(function, []).append(text)
    return callers


def routes(properties):
    """Yields (function, "GET /path") of each route of an API, and (function, "authorizer"), by its properties."""
    body = properties.get("Body") or {}
    for path, operations in body.get("paths", {}).items():
        for method, operation in operations.items():
            uri = operation.get("x-amazon-apigateway-integration", {}).get("uri") if isinstance(operation, dict) else ""
            if function := FUNCTION.search(uri or ""):
                method = "ANY" if method.startswith("x-") else method.upper()
                yield function[1], f"{method} {path}"
    for scheme in body.get("securityDefinitions", body.get("components", {}).get("securitySchemes", {})).values():
        uri = scheme.get("x-amazon-apigateway-authorizer", {}).get("authorizerUri")
        if function := FUNCTION.search(uri or ""):
            yield function[1], "authorizer"


def urls(properties):
    """Yields (function, "url") of a function URL, from the properties of the resource."""
    if target := properties.get("TargetFunctionArn"):
        yield target.rpartition(":")[2], "url"


def rules(properties):
    """Yields (function, "timer rate(...)" or "event {pattern}") of a rule of EventBridge.

    A timer below a minute has the shared ticker as its target, and a rule of S3's own form the function that makes
    notifications; the input names the function.
    """
    schedule = properties.get("ScheduleExpression")
    pattern = properties.get("EventPattern")
    text = pattern if isinstance(pattern, str) else json.dumps(pattern)
    text = f"{text[:MOST_PATTERN]}..." if len(text) > MOST_PATTERN else text
    for target in properties.get("Targets", []):
        if function := FUNCTION.search(target.get("Arn", "")):
            ticked = re.match(r'{"function":"([^"]+)","seconds":(\d+)', target.get("Input") or "")
            notified = NOTIFIED.match((target.get("InputTransformer") or {}).get("InputTemplate", ""))
            name = ticked[1] if ticked else notified[1] if notified else function[1]
            yield name, (f"timer every {ticked[2]} seconds" if ticked else
                         f"timer {schedule}" if schedule else f"event {text}")


def mappings(properties):
    """Yields (function, "queue name" or "stream name") of an event source mapping."""
    source = properties.get("EventSourceArn", "")
    kind = "queue" if ":sqs:" in source else "stream"
    name = source.split("/")[1] if "/" in source else source.split(":")[-1]
    function = FUNCTION.search(properties.get("FunctionName", ""))
    yield function[1] if function else properties.get("FunctionName"), f"{kind} {name}"


def subscriptions(properties):
    """Yields (function, "topic name") of a subscription with a function, from the properties of the resource."""
    if function := FUNCTION.search(properties.get("Endpoint") or ""):
        yield function[1], f"topic {properties.get('TopicArn', '').split(':')[-1]}"


def user_triggers(properties):
    """Yields (function, "users PreSignUp") of each trigger of a user pool, by its properties."""
    for key, arn in sorted((properties.get("LambdaConfig") or {}).items()):
        if function := FUNCTION.search(arn):
            yield function[1], f"users {key}"


def schedules(properties):
    """Yields (function, "timer cron(...) Europe/Oslo") of a schedule of EventBridge Scheduler."""
    if function := FUNCTION.search(properties.get("Target", {}).get("Arn", "")):
        zone = properties.get("ScheduleExpressionTimezone", "UTC")
        yield function[1], f"timer {properties['ScheduleExpression']} {zone}"


TRIGGERS_OF_TYPE = {**dict.fromkeys(APIS, routes), "AWS::Events::Rule": rules, "AWS::Lambda::Url": urls,
                    "AWS::Scheduler::Schedule": schedules, "AWS::Cognito::UserPool": user_triggers,
                    "AWS::SNS::Subscription": subscriptions, "AWS::Lambda::EventSourceMapping": mappings}


def lambdas_section(resources, callers, lambda_names, own_names):
    """The HTML of every function with its triggers, by the name that `make logs` accepts.

    callers  triggers(); lambda_names: {function: lambda} of the app in this folder; own_names: own_functions()
    """
    functions = [resource.ref for resource in resources if resource.type == "AWS::Lambda::Function" and resource.ref]
    shown = sorted(functions, key=lambda function: (function not in lambda_names, lambda_names.get(function, function)))
    rows = [[pages.escape(lambda_names.get(function, function)) if function in lambda_names else
             f'<span class="soft">{pages.escape(own_names.get(function, function))}</span>',
             "<br>".join(map(trigger_cell, callers.get(function, []))) or '<span class="soft">other lambdas</span>']
            for function in shown]
    shown_table = pages.table(["Lambda", "Called by"], rows, "There is none.", "lambdas")
    return f"<section><h2>Lambdas</h2>\n{shown_table}</section>"


def trigger_cell(text):
    """The HTML of "POST /readings", with the app's part as code."""
    word, _space, detail = text.partition(" ")
    return f"{pages.escape(word)} {pages.code(detail)}"


def calls_section(recent, names):
    """The HTML of the last calls, newest first. recent: [calls.Call]"""
    rows = [[time.strftime("%H:%M:%S", time.localtime(call.time)),
             pages.escape(names.get(call.function, call.function)),
             outcome(call), f"{call.milliseconds}&nbsp;ms"] for call in recent[:MOST_CALLS]]
    none = f"No lambda was invoked yet. {pages.code('make invoke name=...')} invokes one."
    return (f"<section><h2>Last calls</h2>\n"
            f"{pages.table(['Time', 'Lambda', 'Outcome', 'Took'], rows, none, 'calls')}</section>")


def outcome(call):
    """The HTML of a call's result: "ok", or its error and where it happened."""
    if not call.error:
        return '<span class="good">ok</span>'
    error, location = pages.escape(call.error), pages.code(call.at) if call.at else ""
    return f'<div class="bad error" title="{error}">{error}</div>{location}'


def logs_section():
    """The HTML of the section with the commands that show logs."""
    text = f"the logs of all lambdas; {pages.code('name=...')} for one, {pages.code('follow=1')} to wait for more"
    rows = [[pages.code("make logs"), text],
            [pages.code("build/local/cloud.log"), "the log of the local cloud itself"],
            [pages.code("make stop"), "stops it, and deletes its data"]]
    return f"<section><h2>Logs</h2>\n{pages.table([], rows, '')}</section>"
