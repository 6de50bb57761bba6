"""Messages and records that are lost without an exception: record handlers of Powertools that only log, and loops that
end at the first failure and report no later message."""
import ast
from typing import Any

from checks import queues
from checks.batch_parts import is_of_records
from checks.call_pitfalls import FAILURE_KEYS
from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.fifo import is_addition
from checks.syntax import LOGS, keywords
from interpreter.sources import FUNCTIONS, assignments, called_name, constant_texts, every_node, functions, nodes_of

HANDLED_BY = ("process_partial_response", "async_process_partial_response", "batch_processor", "async_batch_processor")


def lost_by_powertools(subject: Subject) -> Findings:
    """Record handlers whose last statement is a try that only logs: Powertools takes each such record as done."""
    for _fn, word, observation in queues.batch_lambdas(subject):
        names = {name for path in observation["files"] for name in subject.of_tree(record_handlers, path)}
        for path in observation["files"] if names else ():
            for line, name in subject.of_tree(swallowing, path):
                if name in names:
                    yield queues.lost(path, line, word)


def record_handlers(tree):
    """Yields the names of the functions that process_partial_response() calls for each record."""
    for node in nodes_of(tree, ast.Call):
        if called_name(node) in HANDLED_BY:
            values = [keywords(node).get("record_handler"), *node.args[1:2]]
            yield from (value.id for value in filter(None, values) if isinstance(value, ast.Name))


def swallowing(tree):
    """Yields (line of the except, name) of functions that end with a try whose except only logs, and return nothing."""
    for function in functions(tree):
        last = function.body[-1]
        if isinstance(last, ast.Try) and not queues.returns_value(function):
            yield from ((node.lineno, function.name) for node in last.handlers
                        if queues.is_broad(node, last) and queues.only_logs(node))


def dropped_responses(subject: Subject) -> Findings:
    """Handlers that do not return the response of Powertools, which has the failed messages."""
    for fn, _word, _observation in queues.batch_lambdas(subject):
        for line in subject.of_tree(unreturned, fn["path"]):
            yield Finding(fn["path"], line, "the handler does not return the failed messages",
                          "return process_partial_response(...); return processor.response() after a batch_processor",
                          "no error: the whole batch counts as done")


def unreturned(tree):
    """Yields the lines of process_partial_response() whose result no code reads, and of handlers with batch_processor
    that return nothing."""
    loaded = {node.id for node in nodes_of(tree, ast.Name) if isinstance(node.ctx, ast.Load)}
    for node in nodes_of(tree, ast.Expr, ast.Assign):
        is_unread = isinstance(node, ast.Expr) or getattr(node.targets[0], "id", "") not in {"", *loaded}
        if is_unread and called_name(node.value) in HANDLED_BY[:2]:
            yield node.lineno
    yield from (function.lineno for function in functions(tree) if not queues.returns_value(function) and any(
        called_name(part) in HANDLED_BY[2:] for part in function.decorator_list))


def ended_batches(subject: Subject) -> Findings:
    """Loops over the messages of a queue that end at a failure, and report this message alone."""
    for fn, _observation in subject.followed("queue"):
        if fn["infra"]["queue"]["batch"] > 1:
            for line in subject.of_tree(ends_at_failure, fn["path"]):
                yield Finding(fn["path"], line, "the loop ends here, and the messages after the failed one are neither "
                              "handled nor reported", "continue; or report them too: records[number:]",
                              "no error: SQS deletes them")


def forgotten_failures(tree):
    """Yields pitfalls of a list of failures that a function fills, and that no code of the file returns, tests or
    passes on, but to logs."""
    texts = constant_texts(tree)
    for function in nodes_of(tree, *FUNCTIONS) if "batchItemFailures" not in texts else ():
        nodes = every_node(function)
        lists = [name for name, value in assignments(nodes) if isinstance(value, ast.List) and not value.elts]
        harmless = {id(part) for node in nodes if isinstance(node, ast.Call) and called_name(node) in LOGS
                    for part in every_node(node)}
        tests = {id(part) for node in nodes if isinstance(node, (ast.If, ast.IfExp, ast.While, ast.Assert))
                 for part in every_node(node.test)}
        for name in lists:
            fills = {id(base): node for node in nodes if is_addition(node) for base in [
                node.target if isinstance(node, ast.AugAssign) else getattr(node.value.func, "value", None)]
                if getattr(base, "id", "") == name}
            uses = [node for node in nodes if isinstance(node, ast.Name) and node.id == name
                    and id(node) not in fills and (id(node) in tests or id(node) not in harmless)]
            if len(uses) == 1 and any(getattr(part, "value", None) == "itemIdentifier"
                                      for node in fills.values() for part in every_node(node)):
                yield ["forgotten", min(node.lineno for node in fills.values()), f"nothing returns {name}: Lambda "
                       "deletes the messages that failed", f"return {{'batchItemFailures': {name}}}"]


def ends_at_failure(tree):
    """Yields the lines of a break or a return in an except that reports one message, where no other line of the
    function reads the records."""
    for function in functions(tree):
        values = assignments(nodes_of(function, ast.Assign))
        names = {name for name, value in values if is_of_records(value, set(), set(), "Records")}
        reads = sum(node.value == "Records" for node in nodes_of(function, ast.Constant))
        reads += sum(node.id in names for node in nodes_of(function, ast.Name)) - len(names)
        for loop in nodes_of(function, ast.For):
            records: Any = loop.iter
            records = records.args[0] if called_name(records) == "enumerate" and records.args else records
            if loop.orelse or not isinstance(records, (ast.Name, ast.Subscript)) or not is_of_records(
                    records, names, set(), "Records") or reads != 1 + isinstance(records, ast.Name):
                continue
            for handler in (part for node in loop.body if isinstance(node, ast.Try) for part in node.handlers):
                last = handler.body[-1]
                reported = [node for node in handler.body if is_addition(node) or isinstance(node, ast.Return)]
                keys = {getattr(part, "value", None) for node in reported for part in every_node(node)}
                if isinstance(last, (ast.Break, ast.Return)) and "itemIdentifier" in keys and keys & FAILURE_KEYS \
                        and not any(nodes_of(node, ast.ListComp, ast.GeneratorExp) for node in reported):
                    yield last.lineno


QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
LOOP = QUEUE + "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        failed.append({'itemIdentifier': record['messageId']})\n        %s\n" \
    "return {'batchItemFailures': failed}"
POWERTOOLS = "infra:\n  layers: [powertools]\n  queue: {batch: 10}\n---\n" \
    "from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response\n\n" \
    "processor = BatchProcessor(event_type=EventType.SQS)\n\n\ndef process(record):\n    try:\n" \
    "        print(int(record.body))\n    except Exception as error:\n        print(error)\n%s\n\n" \
    "def handler(event, context):\n    return process_partial_response(event=event, record_handler=process, " \
    "processor=processor, context=context)\n"
FORGOTTEN = QUEUE + "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n        failed.append({'itemIdentifier': record['messageId']})\n%s"
PITFALLS = [(("itemIdentifier",), forgotten_failures)]
CHECKS = [
    Check("P353", "Failures that a handler does not return",
          "Lambda deletes the messages of a batch whose invocation ends without an exception, but for those that the "
          "handler returns as batchItemFailures.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          FORGOTTEN % "print(len(failed))", FORGOTTEN % "return {'batchItemFailures': failed}",
          pitfalls_of("forgotten", "no error: the messages that failed are deleted")),
    Check("P517", "A batch that ends at its first failure",
          "The handler reports one message as failed, and SQS deletes all others of the batch, also those that it has "
          "not yet handled.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          LOOP % "break", LOOP % "continue", ended_batches),
    Check("P518", "A record handler of Powertools that raises nothing",
          "Powertools reports a record as failed if its handler raises: the message is deleted.",
          "https://docs.aws.amazon.com/powertools/python/latest/utilities/batch/index.html",
          POWERTOOLS % "", POWERTOOLS % "        raise\n",
          lambda subject: [*lost_by_powertools(subject), *dropped_responses(subject)],
          {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}),
]
