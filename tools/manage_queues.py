#!/usr/bin/env python3
"""The queues of a stage and their dead-letter queues: list them, show the messages of one, move them into a file,
purge it.

    manage_queues.py build/app.json list
    manage_queues.py build/app.json peek --name orders-dlq      its messages stay where they are
    manage_queues.py build/app.json drain --name orders-dlq     moves them into build/local/queues/orders-dlq.jsonl
    manage_queues.py build/app.json purge --name orders-dlq

`make replay` sends messages of dead-letter queues again.
"""
import contextlib
import json
import os
from pathlib import Path

from aws import clients, stages
from incidents import messages, queues
from kit import cli, consent, files
from kit.columns import print_json, print_rows


def list_(stage_queues, args):
    """Print each queue: the number of its messages, and for a dead-letter queue the queue of its messages."""
    by_url = {queue.url: queue.name for queue in stage_queues.queues.values()}
    rows = []
    for queue in stage_queues.queues.values():
        visible, in_flight, delayed = queue.counts
        rows.append({"queue": queue.name, "visible": visible, "in_flight": in_flight, "delayed": delayed,
                     "tries": queue.tries or None, "dead_letters_of": by_url.get(queue.target)})
    if not rows and not args.json:
        return cli.say("the stage has no queue: a lambda with `queue:` in its infra block has one")
    print_rows(rows, args.json, head=True)


def peek(stage_queues, args):
    """Print the messages of a queue, which stay in it."""
    queue = stage_queues.by_name(args.name)
    if queue.tries:  # SQS has no other way to read a message
        consent.ask(f"use one of the tries of each waiting message of {queue.name}: after {queue.tries} it moves to "
                    "the dead-letter queue", queue.name, args.yes)
    visible = [*stage_queues.messages(queue)]
    if args.json:
        return print_json([messages.record(message) for message in visible])
    if not visible:
        return cli.say(f"no message of {queue.name} is visible{queues.hidden([queue])}")
    print_rows([messages.row(message) for message in visible], False, head=True)
    if are_hidden := queues.hidden([queue]):
        cli.say(are_hidden.removeprefix("; "))


def drain(stage_queues, args):
    """Move the messages of a queue into a file: each is on the disk before it is deleted from the queue."""
    queue = stage_queues.by_name(args.name)
    if queue.tries:
        consent.ask(f"take the waiting messages of {queue.name} away from its lambda", queue.name, args.yes)
    path = Path("build", args.stage, "queues", f"{queue.name}.jsonl")
    files.create_private_folder(path.parent)
    written, moved, deleted = ids_in(path), 0, set()
    with contextlib.closing(stage_queues.batches(queue, deleted)) as batches:
        for batch in batches:
            moved += move(stage_queues.sqs, queue, path, batch, written, deleted)
    cli.say(f"{moved} messages of {queue.name} were moved into {path}{queues.hidden([queue])}")


def ids_in(path):
    """The ids of the messages in a file; a last line that was written in part is removed from the file."""
    if not path.exists():
        return set()
    whole = path.read_bytes()
    complete = whole[:whole.rfind(b"\n") + 1]
    if complete != whole:
        os.truncate(path, len(complete))
    return {json.loads(line)["id"] for line in complete.splitlines()}


def move(sqs, queue, path, batch, written, deleted):
    """Append received messages to the file, then delete them from the queue. -> their number"""
    new = [messages.record(message) for message in batch if message["MessageId"] not in written]
    with open(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write("".join(json.dumps(record) + "\n" for record in new).encode())
        file.flush()
        os.fsync(file.fileno())
    written |= {record["id"] for record in new}
    failed = queues.delete(sqs, queue.url, batch)
    deleted |= {message["MessageId"] for message in batch if message not in failed}
    return len(batch) - len(failed)


def purge(stage_queues, args):
    """Delete all messages of a queue, if the person agrees."""
    queue = stage_queues.by_name(args.name)
    number = sum(queue.counts)
    consent.ask(f"delete all messages of {queue.name} in stage {args.stage}, about {number}", queue.name, args.yes)
    stage_queues.sqs.purge_queue(QueueUrl=queue.url)
    cli.say(f"{queue.name} is purged" + ("; it takes a minute" if args.stage != clients.LOCAL else ""))


ACTIONS = {"list": list_, "peek": peek, "drain": drain, "purge": purge}


@clients.errors_as_problems()
def main(argv):
    parser = stages.actions_parser(__doc__, ACTIONS)
    parser.add_argument("--name", default="", help="the queue: orders, orders-dlq (its dead-letter queue), failures")
    args = parser.parse_args(argv)
    asking = ("peek", "drain", "purge")
    cli.check_variables(args, {"json": ("list", "peek"), "name": asking, "yes": asking})
    app = stages.model(args.app)
    args.name = stages.with_dashes(app, args.name)
    ACTIONS[args.do](queues.StageQueues(app, args.stage), args)


if __name__ == "__main__":
    cli.run(main)
