#!/usr/bin/env python3
"""Sends failed messages again: of the dead-letter queues of a stage and of its failures queue. Shows them first.

    replay_messages.py build/app.json                        all of them
    replay_messages.py build/app.json --name orders          those of one lambda; or of one queue: orders-dlq, failures
    replay_messages.py build/app.json --id 6f1c9d2e          one, by its message id or request id, or its beginning
"""
import contextlib

from aws import clients, stages
from incidents import functions, journal, log_lines, messages, queues
from incidents.deliveries import Planner, Refused
from incidents.replaying import Counts, Planned, Replay
from kit import cli, consent
from kit.columns import print_json, print_rows
from kit.problems import problem


def sources(stage_queues, args):
    """[Queue] whose messages may be chosen: dead-letter queues, then the failures queue. Raises Problems."""
    failed = [queue for queue in stage_queues.queues.values() if queue.target or queue.name == queues.FAILURES]
    if args.name and args.name not in args.app["lambdas"]:
        queue = stage_queues.by_name(args.name, args.app["lambdas"])
        if queue not in failed:
            raise problem("", 0, f"{queue.name} keeps no failed messages",
                          f"its dead-letter queue does: name={queue.name}{queues.DLQ}")
        return [queue]
    if not args.name:  # a long poll of each of many empty queues takes too long
        return [queue for queue in failed if any(queue.counts)]
    return [queue for queue in failed if queue.owner == args.name or queue.name == queues.FAILURES]


def is_chosen(planned, queue, args):
    """Whether --name and --id choose a message."""
    message, delivery = planned
    request_id = (log_lines.json_object(message["Body"]).get("requestContext") or {}).get("requestId", "")
    if args.id and not (message["MessageId"].startswith(args.id) or request_id and request_id.startswith(args.id)):
        return False
    is_shared = queue.name == queues.FAILURES and args.name in args.app["lambdas"]
    return not is_shared or args.planner.target_name(delivery) == args.name


def chosen(stage_queues, args):
    """[(Queue, [Planned])]: the chosen messages of each queue, which stay in it."""
    result = []
    for queue in sources(stage_queues, args):
        planned = [Planned(message, args.planner.delivery(message, queue)) for message in stage_queues.messages(queue)]
        result.append((queue, [item for item in planned if is_chosen(item, queue, args)]))
    return result


def row(queue, planned, planner):
    """A chosen message as data."""
    reason = planned.delivery.reason if isinstance(planned.delivery, Refused) else ""
    return {"queue": queue.name, **messages.row(planned.message), "to": planner.target_name(planned.delivery),
            "stays": reason or None}


def show(selection, args):
    """Print the chosen messages."""
    rows = [row(queue, item, args.planner) for queue, planned in selection for item in planned]
    if args.json:
        return print_json(rows)
    print_rows([{key: value for key, value in row_.items() if key != "stays"} for row_ in rows], False, head=True)
    for row_ in rows:
        if row_["stays"]:
            cli.say(f"{row_['id']} stays: {row_['stays']}")


def question(selection, args):
    """What a person agrees to. Of a FIFO queue SQS hides what is behind the first ten messages of a group."""
    number = sum(len(planned) for _queue, planned in selection)
    are_all = args.id or not any(queue.is_fifo and len(planned) >= queues.BATCH for queue, planned in selection)
    behind = "" if are_all else ", and those that wait behind them in FIFO queues,"
    return f"send {number} failed messages{behind} again in stage {args.stage}"


def replay(stage_queues, selection, args):
    """Send the chosen messages. -> Counts

    A message that fails again comes back with another id, or later: it is not sent a second time by this run.
    """
    total = Counts()
    for queue, planned in selection:
        ids, started = {item.message["MessageId"] for item in planned}, stage_queues.now()
        all_of_fifo = queue.is_fifo and not args.id  # of a FIFO group only the first ten could be shown

        def is_one(message, ids=ids, started=started, all_of_fifo=all_of_fifo):
            sent = int(message["Attributes"]["SentTimestamp"]) / 1000
            return message["MessageId"] in ids or all_of_fifo and sent <= started

        if planned:
            counts = Replay(args.app, args.stage, stage_queues, args.planner, cli.say).run(queue, is_one)
            hidden = max(0, len(planned) - sum(counts))
            if hidden:
                cli.say(f"{hidden} of {queue.name} stay: another reader received them, repeat the command")
            total = Counts(*map(sum, zip(total, counts, Counts(left=hidden))))
    return total


@clients.errors_as_problems()
def main(argv):
    parser = stages.parser(__doc__, has_json=True)
    parser.add_argument("--name", default="", help="a lambda, or a queue as `make queue` lists it (default: all)")
    parser.add_argument("--id", default="", help="a message id or a request id, or the beginning of one")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--dry-run", action="store_true", help="only show the messages")
    args = parser.parse_args(argv)
    cli.check_json(args, args.dry_run, "dry=1")
    args.app = stages.model(args.app)
    args.name = stages.with_dashes(args.app, args.name)
    with contextlib.nullcontext() if args.dry_run else journal.alone(args.stage):
        run(args)


def run(args):
    """Show the failed messages, and send them again if a person agrees. Raises Problems."""
    stage_queues = queues.StageQueues(args.app, args.stage)
    args.planner = Planner(args.app, args.stage, stage_queues, functions.functions(args.app, args.stage))
    selection = chosen(stage_queues, args)
    are_hidden = queues.hidden(queue for queue, _planned in selection)
    if not any(planned for _queue, planned in selection) and not args.json:
        if args.id:
            raise problem("", 0, f"no failed message has the id {args.id!r}{are_hidden}",
                          "`make replay dry=1` lists them")
        return cli.say(f"there is no failed message of {args.name or 'any lambda'}{are_hidden}")
    show(selection, args)
    if args.dry_run:
        return cli.say(are_hidden.removeprefix("; ")) if are_hidden else None
    consent.ask(question(selection, args), args.app["name"], args.yes)
    counts = replay(stage_queues, selection, args)
    before = f", {counts.deleted} only deleted: they had been sent before" if counts.deleted else ""
    cli.say(f"{counts.sent} sent again{before}, {counts.left} left{are_hidden}")
    return None


if __name__ == "__main__":
    cli.run(main)
