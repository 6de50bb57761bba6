"""Waiting times of callers, compared with the timeouts of lambdas."""
import ast
import operator

from checks.check import Check, Finding, Findings, Subject, finding
from checks.example import lambda_file
from checks.syntax import function_name, module_constants
from interpreter.sources import called_name, identifiers, nodes_of
from kit.schema import line_of
from recipes import routes, user_trigger

# docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
OPERATIONS: dict = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Pow: operator.pow}
MOST_TRIES, MOST_SECONDS = 50, 10_000  # larger numbers are not computed
AUTHORIZER_SECONDS = 10  # of an HTTP API
GATEWAY_SECONDS, LONG = 29, 30  # `timeout: long` is 30: one second more than 29 does no harm


def late_endpoints(subject: Subject) -> Findings:
    """Endpoints, authorizers and triggers of the user pool with a longer timeout than their caller waits."""
    for _name, fn in subject.lambdas:
        timeout, line = fn["infra"]["timeout"], line_of(fn["lines"], "timeout")
        if "users" in fn["infra"] and timeout > user_trigger.SECONDS:
            yield Finding(fn["path"], line, f"a timeout of {timeout} s, and Cognito waits {user_trigger.SECONDS} s",
                          "timeout: default, and let a lambda with a queue do the work",
                          "UnexpectedLambdaException: the sign-up or sign-in fails")
        if "format" in fn["infra"].get("authorizer", {}) and timeout > AUTHORIZER_SECONDS:
            yield Finding(fn["path"], line,
                          f"a timeout of {timeout} s, and an HTTP API waits {AUTHORIZER_SECONDS} s for an authorizer",
                          f"timeout: {AUTHORIZER_SECONDS}", "500 Internal Server Error")
        if "endpoint" in fn["infra"]:
            yield from late_responses(fn, timeout, line)


def late_responses(fn, timeout, line) -> Findings:
    """Findings of an endpoint that waits longer than its lambda may run, or that does not wait so long.

    timeout  of the lambda, at this line
    """
    endpoint = fn["infra"]["endpoint"]
    is_http = "format" in endpoint
    most = LONG if is_http else GATEWAY_SECONDS
    waits = [route.get("wait", most) for route in routes.routes(endpoint)]
    if max(waits) > max(most, timeout):
        yield Finding(fn["path"], line_of(fn["lines"], "endpoint.wait"),
                      f"API Gateway waits {max(waits)} s, and the lambda ends after {timeout} s",
                      f"timeout: {max(waits)}", "502 Internal server error: Task timed out")
    if timeout > min(waits) + LONG - GATEWAY_SECONDS:
        shorter = "long" if min(waits) == most else min(waits)
        longer = "" if is_http else f", or wait: {timeout} in the endpoint (docs/endpoints.md)"
        yield Finding(fn["path"], line, f"a timeout of {timeout} s, and API Gateway waits {min(waits)} s",
                      f"timeout: {shorter}{longer}, or return 202 and let a lambda with a queue do the work",
                      "504 Endpoint request timed out")


def late_answers(subject: Subject) -> Findings:
    """Synchronous invocations of a lambda whose timeout is longer than the caller's."""
    for name, call in subject.all_calls:
        kind = call["args"].get("InvocationType", "RequestResponse")
        if call["operation"] != "Invoke" or not (call["sure"] and call["reached"] and call["whole"]) \
                or kind != "RequestResponse":
            continue
        is_, of = subject.referenced(name, call["args"].get("FunctionName"))
        caller_timeout, callee_timeout = (subject.model["lambdas"].get(lambda_, {}).get("infra", {}).get("timeout")
                                          for lambda_ in (name, of))
        if is_ == "function" and caller_timeout and callee_timeout and callee_timeout > caller_timeout:
            yield finding(call,
                          f"{name} has a timeout of {caller_timeout} s, and waits for {of} with {callee_timeout} s",
                          f"a longer `timeout` for {name}, a shorter one for {of}, or InvocationType='Event'",
                          f"Task timed out after {caller_timeout}.00 seconds")


def long_waits(subject: Subject) -> Findings:
    """Sleeps and timeouts of requests that are not shorter than the lambda's own timeout."""
    for name, note in subject.notes("waits"):
        own = subject.model["lambdas"][name]["infra"]["timeout"]
        if note["reached"] and note["seconds"] >= own:
            yield finding(note, f"{note['name']} may wait {note['seconds']:g} s, and {name} has a timeout of {own} s",
                          f"a `timeout` above {note['seconds']:g} for {name}, or wait less",
                          f"Task timed out after {own}.00 seconds")


def summed_waits(subject: Subject) -> Findings:
    """Sleeps that each invocation makes, and that together are as long as the timeout: of a full batch, if they are in
    the loop over its records."""
    for name, fn in subject.lambdas:
        own = fn["infra"]["timeout"]
        batch = max((word.get("batch", 1) for word in fn["infra"].values() if isinstance(word, dict)), default=1)
        sleeps = [note for note in subject.observations[name]["notes"] if note["note"] == "waits" and note["always"]
                  and note["name"].endswith(".sleep") and note["reached"]]
        seconds = [note["seconds"] * note["rounds"] * (batch if note["of_records"] else 1) for note in sleeps]
        if sum(seconds) >= own > max(note["seconds"] for note in sleeps):
            longest = sleeps[seconds.index(max(seconds))]
            full = f" with a batch of {batch}" if any(note["of_records"] for note in sleeps) and batch > 1 else ""
            yield finding(longest, f"{name} sleeps {sum(seconds):g} s{full}, and has a timeout of {own} s",
                          f"a `timeout` above {sum(seconds):g}{', a smaller `batch`' if full else ''}, or wait less",
                          f"Task timed out after {own}.00 seconds")


def growing_waits(subject: Subject) -> Findings:
    """Sleeps between tries, 2 ** attempt, that together are as long as the timeout of the lambda of the file."""
    for name, fn in subject.lambdas:
        own = fn["infra"]["timeout"]
        for line, seconds in subject.of_tree(waits_between_tries, fn["path"]) if fn["path"] in subject.files else ():
            if seconds >= own:
                yield Finding(fn["path"], line, f"{name} may sleep {seconds:g} s between its tries, and has a timeout "
                              f"of {own} s", f"a `timeout` above {seconds:g}, fewer tries, or shorter sleeps",
                              f"Task timed out after {own}.00 seconds")


def waits_between_tries(tree):
    """[[line, seconds]] of the sleeps in loops over range(number) that depend on the number of the round: their sum,
    but for that of the last round."""
    constants = module_constants(tree)
    waits = []
    for loop in nodes_of(tree, ast.For):
        numbers = [evaluated(argument, constants) for argument in getattr(loop.iter, "args", [])]
        if called_name(loop.iter) != "range" or not isinstance(loop.target, ast.Name) or not numbers \
                or not all(isinstance(number, int) and abs(number) < MOST_TRIES for number in numbers):
            continue
        for call in nodes_of(loop, ast.Call):
            uses = called_name(call) == "sleep" and len(call.args) == 1 and loop.target.id in identifiers(call.args[0])
            seconds = [evaluated(call.args[0], {**constants, loop.target.id: number})
                       for number in range(*numbers)[:-1]] if uses else []
            if seconds and all(isinstance(number, (int, float)) for number in seconds):
                waits.append([call.lineno, sum(seconds)])
    return waits


def evaluated(node, constants):
    """The number of an expression of numbers, of names with constant values, and of min(); None of another one."""
    if isinstance(node, (ast.Name, ast.Constant)):
        value = constants.get(node.id) if isinstance(node, ast.Name) else node.value
        return value if type(value) in (int, float) else None
    operation = OPERATIONS.get(type(getattr(node, "op", None)))
    parts = [node.left, node.right] if isinstance(node, ast.BinOp) else \
        node.args if function_name(node) == "min" else []
    numbers = [evaluated(part, constants) for part in parts]
    if not numbers or None in numbers or any(abs(number) > MOST_SECONDS for number in numbers):
        return None
    return min(numbers) if isinstance(node, ast.Call) else operation and operation(*numbers)


def endless_requests(subject: Subject) -> Findings:
    """Requests without a timeout in a try, or for one of a queue's messages of which the others would succeed; outside
    of these, the lambda's timeout ends the invocation in the same way."""
    for name, note in subject.notes("no-timeout"):
        has_default = any(other["note"] == "default-timeout" for other in subject.observations[name]["notes"])
        of_batch = subject.model["lambdas"][name]["infra"].get("queue", {}).get("batch", 1) > 1 and any(
            "batchItemFailures" in subject.texts(path) for path in subject.observations[name]["files"])
        if note["reached"] and (note["tried"] or of_batch) and not has_default:
            yield finding(note, f"{note['name']} without a timeout waits without an end",
                          "timeout=5, shorter than the lambda's own",
                          f"Task timed out after {subject.model['lambdas'][name]['infra']['timeout']}.00 seconds")


def milliseconds(subject: Subject) -> Findings:
    """The remaining time, in milliseconds, where seconds are meant."""
    for _name, note in subject.notes("milliseconds"):
        if "seconds" in note:
            yield finding(note, f"the remaining time is in milliseconds, and {note['seconds']:g} ms are no time",
                          f"context.get_remaining_time_in_millis() < {note['seconds'] * 1000:g}",
                          "no error: the condition is never true in time")
        else:
            yield finding(note, f"{note['name']} takes seconds, and this is a time in milliseconds",
                          "context.get_remaining_time_in_millis() / 1000",
                          "Task timed out: it waits a thousand times as long")


BLOCK = "infra:\n  endpoint: {{method: GET, path: /stars, api: public}}\n  timeout: {}\n---\n" \
    "return {{'statusCode': 200}}"
INVOKE = "infra:\n  timeout: %s\n---\nboto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION'])"
SLOW = lambda_file("b", "infra:\n  timeout: 60\n---\nreturn {'sum': 5}")
FETCH = "infra:\n  timeout: %s\n---\nimport urllib.request\n\n\ndef handler(event, context):\n    try:\n" \
    "        with urllib.request.urlopen(event['url'], timeout=20) as response:\n" \
    "            print(response.status)\n    except OSError:\n        print('no response')"
REST = "for row in event['rows']:\n    if context.get_remaining_time_in_millis() < %s:\n        break\n    print(row)"
SLEEPS = "infra:\n  queue: {batch: 10}\n  timeout: 30\n---\nfor record in event['Records']:\n" \
    "    print(record['body'])\n    time.sleep(%s)"
CHECKS = [
    Check("P601", "An endpoint, an authorizer or a trigger of a user pool with a longer timeout than its caller waits",
          "API Gateway answers 504 after 29 seconds; the lambda continues and costs money, although nobody receives "
          "its response. A `wait` that is longer than the lambda's timeout has no effect.",
          "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
          "api-gateway-execution-service-limits-table.html",
          BLOCK.format(60), BLOCK.format("long"), late_endpoints),
    Check("P605", "A lambda that waits for a lambda with a longer timeout",
          "Task timed out, while the invoked lambda continues and costs money.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
          INVOKE % 20, INVOKE % 90, late_answers, SLOW),
    Check("P606", "A wait that is longer than the lambda's timeout",
          "Task timed out: the code after the wait, and the except around it, never run.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
          FETCH % 10, FETCH % 30, long_waits),
    Check("P611", "Sleeps that together are longer than the lambda's timeout",
          "Task timed out: the next invocation repeats the work that this one had done.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html",
          SLEEPS % 5, SLEEPS % 1, lambda subject: [*summed_waits(subject), *growing_waits(subject)]),
    Check("P608", "A request without a timeout, in a try",
          "It waits until the lambda's timeout if the other side does not respond: the code after it, and the except "
          "around it, never run.",
          "https://docs.python.org/3/library/urllib.request.html#urllib.request.urlopen",
          (FETCH % 30).replace(", timeout=20", ""), FETCH % 30, endless_requests),
    Check("P609", "Milliseconds that are treated as seconds",
          "get_remaining_time_in_millis() returns milliseconds: 5 of them are over before the next line.",
          "https://docs.aws.amazon.com/lambda/latest/dg/python-context.html",
          REST % 5, REST % 5000, milliseconds),
]
