"""Frameworks for handlers: decorators that pass the event on unchanged, and those that make a function a route."""
import ast

from interpreter.values import TEXT, UNKNOWN, External, Shaped

PREFIXES = ("aws_lambda_powertools.", "aws_xray_sdk.", "datadog_lambda.", "fastapi.", "flask.", "chalice.",
            "unittest.mock.")
# Decorators that call the function with its own arguments: docs.aws.amazon.com/powertools/python/latest/
TRANSPARENT = {"inject_lambda_context", "capture_lambda_handler", "capture_method", "log_metrics", "idempotent",
               "idempotent_function", "capture", "capture_async", "datadog_lambda_wrapper"}
OF_REQUESTS = (".get_query_string_value", ".get_header_value")  # methods of the event of Powertools
ROUTES = {"get", "post", "put", "delete", "patch", "head", "options", "route", "api_route", "not_found",
          "exception_handler", "errorhandler", "resolver", "batch_resolver", "on_publish", "on_subscribe"}
# Decorators of functions that run before a route, and keep what it reads: flask.g.table
HOOKS = {"before_request", "before_app_request", "before_first_request", "url_value_preprocessor", "on_event",
         "middleware"}
# Chalice's decorators of functions that are the handlers of lambdas of their own: its app never calls them.
# aws.github.io/chalice/topics/events.html
EVENTS = {"authorizer", "lambda_function", "on_cw_event", "on_dynamodb_record", "on_kinesis_record", "on_s3_event",
          "on_sns_message", "on_sqs_message", "schedule"}


def result(called):
    """The External of the object that a call of a framework's class makes, or the text of a request's part; UNKNOWN for
    calls of other functions."""
    if called.dotted.endswith(OF_REQUESTS):
        return TEXT
    is_class = called.dotted.rpartition(".")[2][:1].isupper() and "(" not in called.dotted
    return External(f"{called.dotted}()") if is_class else UNKNOWN


def path_parameters(route, event_shape):
    """{parameter: the part of the event} of the function of a route: those with the names of the path's parameters,
    unless an annotation converts them. A resolver passes them by name."""
    arguments = getattr(getattr(route, "node", None), "args", None)
    fields = event_shape.get("fields", {}).get("pathParameters", {}).get("fields", {})
    return {entry.arg: Shaped(fields[entry.arg], ("pathParameters", entry.arg)) for entry in arguments.args
            if entry.arg in fields and getattr(entry.annotation, "id", "str") == "str"} if arguments else {}


def is_transparent(origin, decorator):
    """Whether a decorator passes the event and the response on unchanged; validator does so without an envelope."""
    if origin.__class__ is not External or not origin.dotted.startswith(PREFIXES):
        return False
    name = origin.dotted.rpartition(".")[2]
    keyword_names = {keyword.arg for keyword in decorator.keywords} if isinstance(decorator, ast.Call) else set()
    return name in TRANSPARENT or name == "validator" and not keyword_names & {"envelope", None}


def is_event(origin):
    """Whether a decorator makes its function the handler of a lambda: @app.on_s3_event(bucket="photos") of Chalice."""
    return origin.__class__ is External and origin.dotted.startswith("chalice.") and "()." in origin.dotted \
        and origin.dotted.rpartition(".")[2] in EVENTS


def is_route(origin):
    """Whether a decorator makes its function a route: @app.get("/stars") of a resolver."""
    return _is_method(origin) and origin.dotted.rpartition(".")[2] in ROUTES


def is_hook(origin):
    """Whether a decorator makes its function one that runs before a route: @app.before_request"""
    return _is_method(origin) and origin.dotted.rpartition(".")[2] in HOOKS


def _is_method(origin):
    """Whether a decorator is a method of an object of a framework's class."""
    return origin.__class__ is External and origin.dotted.startswith(PREFIXES) and "()." in origin.dotted
