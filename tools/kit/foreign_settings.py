"""Words of an infra block, of make and of other frameworks that a person may write in app.yaml: the hint for each.

The problem is `app.yaml has no field 'timeout'`; the hint is where Pareto has it. A key of HINTS in one spelling stands
for all of by_spelling().
"""
import re

WORDS = ("age", "alarm", "authorizer", "concurrency", "endpoint", "events", "image", "indexes", "kinesis", "layers",
         "permissions", "queue", "retries", "size", "snapstart", "storage", "stream", "timeout", "timer", "topic",
         "url", "vpc")
BLOCK = "{}: is a word of a lambda's infra block, in the docstring of its index.py (docs/infra.md)"
HINTS: dict[tuple[str, ...], str] = {
    **{(word,): BLOCK.format(word) for word in WORDS},
    ("memory", "memory_size"): BLOCK.format("size"),
    ("queues", "sqs"): BLOCK.format("queue"),
    ("topics", "sns"): BLOCK.format("topic"),
    ("schedule", "schedules", "cron", "rate"): BLOCK.format("timer"),
    ("role", "policies", "iam"): "the roles follow from the calls of the code; permissions: in an infra block adds to "
                                 "one (docs/permissions.md)",
    ("resources",): "write the file resources.yaml, beside app.yaml (docs/resources.md)",
    ("functions", "lambdas"): "each lambdas/NAME/index.py is a lambda: `make new-lambda name=hello`",
    ("environment", "variables"): "env: {NAME: value} (docs/environment.md)",
    ("website", "site"): 'the code names it: os.environ["APP_WEBSITE"], where APP is the name of the app '
                         "(docs/website.md)",
    ("python", "python_version"): "runtime: python3.13",
    ("stage",): "`make deploy stage=dev` chooses a stage; stages: has what is special about some (docs/aws.md#stages)",
    ("profile", "account"): "`AWS_PROFILE=work make deploy stage=dev` chooses the account (docs/aws.md)",
    ("service", "app"): "name: demo",
    ("port",): "`make deploy port=4567` (docs/local-cloud.md)",
    ("provider",): "region, runtime and env are settings of app.yaml, timeout and size words of each infra block",
    ("globals",): "runtime, tracing and env are settings of app.yaml, timeout and size words of each infra block",
    ("outputs", "conditions", "mappings", "parameters"):
        "a section of resources.yaml, beside app.yaml (docs/resources.md)",
    ("transform", "AWSTemplateFormatVersion", "framework_version", "config_version"):
        "remove it: `make template` writes the template",
    ("plugins", "custom"): "a word of your own replaces a plugin (docs/words.md)",
}


def by_spelling(hints: dict[tuple[str, ...], str]) -> dict[str, str]:
    """{spelling: hint}: each word of hints as it stands there, and as memory_size, memorySize and MemorySize."""
    result = {}
    for spellings, hint in hints.items():
        for spelling in spellings:
            parts = [part.lower() for part in re.findall("[A-Z]?[a-z0-9]+|[A-Z]+|-", spelling)]
            camel = parts[0] + "".join(map(str.title, parts[1:]))
            result |= dict.fromkeys((spelling, "_".join(parts), camel, "".join(map(str.title, parts))), hint)
    return result


ELSEWHERE = by_spelling(HINTS)
