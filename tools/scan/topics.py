"""The topics to which queues subscribe: of lambdas, and of resources.yaml."""
from collections.abc import Iterator
from typing import Any

from aws.app import Lambda, ResourceFile
from kit.problems import Problem, listed
from kit.schema import line_of, nearest
from recipes import queue_source

TYPE = "AWS::SNS::Topic"


def problems(lambdas: dict[str, Lambda], own_resources: ResourceFile | None) -> Iterator[Problem]:
    """Yields a Problem for each queue whose topic neither a lambda nor resources.yaml has, or if only one of queue and
    topic is FIFO. A lambda whose block has a problem may have a topic."""
    valid = {name: fn for name, fn in lambdas.items() if fn["infra"] is not None}
    resources: Any = own_resources["sections"].get("Resources", {}) if own_resources else {}
    fifo = {name: fn["infra"]["topic"].get("fifo", False) for name, fn in valid.items() if "topic" in fn["infra"]}
    own_fifo = {id_: resource["Properties"].get("FifoTopic") in (True, "true") for id_, resource in resources.items()
                if resource["Type"] == TYPE}
    for fn in valid.values():
        block = fn["infra"].get("queue", {})
        name, line = queue_source.topic_name(block), line_of(fn["lines"], "queue.from.source.name")
        if name is None or name in lambdas.keys() - valid.keys():
            continue
        is_fifo = {**own_fifo, **fifo}.get(name)
        if is_fifo is None:
            names = [*fifo, *own_fifo]
            yield Problem(fn["path"], line, f"no lambda {name!r} has a topic", nearest(name, names) or (
                f"write `topic: {{}}` in the infra block of {valid[name]['path']}" if name in valid else
                f"`make new-lambda name={name} trigger=topic`, or a topic of resources.yaml"
                + f"; there are: {listed(names)}" * bool(names)))
        elif block["fifo"] != is_fifo:
            # docs.aws.amazon.com/sns/latest/dg/sns-fifo-topics.html, sns-dead-letter-queues.html
            kinds = ("a FIFO queue", "no FIFO topic") if block["fifo"] else ("no FIFO queue", "a FIFO topic")
            hint = f"write fifo: true in both, or in neither: {valid[name]['path']}" if name in fifo else \
                "write fifo: true here and FifoTopic: true there, or neither"
            yield Problem(fn["path"], line, f"this is {kinds[0]}, and the topic {name} is {kinds[1]}", hint)
