"""Words of an infra block, of make and of other frameworks that a person may write in app.yaml: the hint for each.

The problem is `app.yaml has no field 'timeout'`; the hint is where Pareto has it.
"""
WORDS = ("age", "alarm", "authorizer", "concurrency", "endpoint", "events", "image", "indexes", "kinesis", "layers",
         "permissions", "queue", "retries", "size", "snapstart", "storage", "stream", "timeout", "timer", "topic",
         "url", "vpc")
BLOCK = "{}: is a word of a lambda's infra block, in the docstring of its index.py (docs/infra.md)"
HINTS: dict[tuple[str, ...], str] = {
    **{(word,): BLOCK.format(word) for word in WORDS},
    ("memory", "memorySize", "memory_size"): BLOCK.format("size"),
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
}
ELSEWHERE = {spelling: hint for spellings, hint in HINTS.items() for spelling in spellings}
