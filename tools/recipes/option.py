"""OPTIONS, the settings without a default: without the word AWS's own value holds. Those of one plain value are here."""
from collections.abc import Callable
from typing import Any

from kit.problems import KeyProblem
from recipes import concurrency, env


class Option:
    """A word as recipes/__init__.py describes it: SCHEMA, problems() and normal(), and what it adds to the function.

    schema      the type of the value and its limits
    properties  value -> properties of the AWS::Lambda::Function
    statements  value -> what the lambda's role needs for it
    """

    def __init__(self, title: str, description: str, schema: dict, examples: list,
                 properties: Callable[[Any], dict] = lambda value: {},
                 statements: Callable[[Any], list[dict]] = lambda value: []):
        self.SCHEMA = {"title": title, "description": description, **schema, "examples": examples}
        self.properties, self.statements = properties, statements

    def problems(self, block: Any) -> list[KeyProblem]:
        """[]: the schema rejects all that is invalid alone; recipes/combinations.py knows the rest."""
        return []

    def normal(self, block: Any) -> Any:
        """The value as it is written."""
        return block


# docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html has the limits of both.
RETRIES = Option(
    "retries", "How often Lambda tries an event again whose invocation failed: 0, 1 or 2, by default 2. For a lambda "
               "that is invoked asynchronously: by events, a topic, a timer or other code.",
    {"type": "integer", "minimum": 0, "maximum": 2}, [0])
AGE = Option(
    "age", "The seconds for which Lambda keeps an event that it could not process, by default 21600 (six hours); then "
           "the event is moved to the failures queue. For a lambda that is invoked asynchronously.",
    {"type": "integer", "minimum": 60, "maximum": 21600}, [3600])
OPTIONS: dict[str, Any] = {"age": AGE, "concurrency": concurrency, "env": env, "retries": RETRIES}
