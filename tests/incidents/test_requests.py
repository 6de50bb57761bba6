"""One request through the logs of a large app on AWS."""
import re
from types import SimpleNamespace

import pytest

from incidents import requests
from incidents.functions import Function
from kit.problems import Problems

ROOTS = ["1-6925f1b0-" + digit * 24 for digit in "ab"]


class Logs:
    """CloudWatch Logs with these lines, {log group: [message]}, and one absent group; it counts the calls."""

    class exceptions:
        class ResourceNotFoundException(Exception):
            pass

    def __init__(self, lines, absent):
        self.lines, self.absent, self.calls = lines, absent, 0

    def get_paginator(self, _operation):
        def paginate(logGroupName, startTime, filterPattern="", **_more):
            self.calls += 1
            if logGroupName == self.absent:
                raise self.exceptions.ResourceNotFoundException
            texts = re.findall(r'\?"([^"]+)"', filterPattern) or [""]
            yield {"events": [{"logStreamName": "s", "message": message, "timestamp": 5000 + at} for at, message in
                              enumerate(self.lines.get(logGroupName, [])) if any(text in message for text in texts)]}
        return SimpleNamespace(paginate=paginate)

    def start_query(self, logGroupNames, startTime, endTime, queryString):
        self.calls += 1
        if self.absent in logGroupNames:
            raise self.exceptions.ResourceNotFoundException
        expression = re.compile(re.search("like /(.*)/ ", queryString)[1])
        return {"queryId": [group for group in logGroupNames if expression.search(" ".join(self.lines.get(group, [])))]}

    def get_query_results(self, queryId):
        self.calls += 1
        return {"status": "Complete", "results": [[{"field": "@log", "value": f"123456789012:{group}"},
                                                   {"field": "@logStream", "value": "s"}] for group in queryId]}


def test_the_logs_of_a_thousand_lambdas_are_searched_by_few_calls():
    """A lambda sends a message, which another one receives."""
    functions = [Function(f"f{at}", f"demo-dev-f{at}", f"g{at}", True) for at in range(1000)]
    logs = Logs({"g1": ["START RequestId: r1 Version: 1", f"TRACE r1 api x-1= {ROOTS[0]}", "REPORT RequestId: r1\t"],
                 "g7": ["START RequestId: r2 Version: 1", f"TRACE r2 {ROOTS[1]} {ROOTS[0]}", "REPORT RequestId: r2\t"]}, "g999")
    absent = set()
    trail = requests.trail(logs, functions, "x-1=", 1000, "dev", absent)
    assert sorted((function.name, event["message"].split()[0]) for function, event in trail.lines) == [
        (name, word) for name in ("f1", "f7") for word in ("REPORT", "START", "TRACE")]
    assert trail.roots == {*ROOTS} and absent == {"g999"}
    assert logs.calls < 200  # 20 queries for each of three searches, and the 50 log groups beside the absent one


def test_the_beginning_of_several_ids_is_a_mistake_that_names_them():
    logs = Logs({"g1": [f"TRACE a1 api b1 {ROOTS[0]}", f"TRACE a2 {ROOTS[1]}", "REPORT RequestId: a2\t"]}, "")
    functions = [Function("f", "demo-dev-f", "g1", True)]
    for beginning, ids in ("a", "a1, a2"), ("1-", ", ".join(ROOTS)):
        with pytest.raises(Problems, match=f"several ids begin with {beginning}\n  hint: request= is one of {ids}"):
            requests.trail(logs, functions, beginning, 1000, "local", set())
