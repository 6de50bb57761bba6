"""Words of other frameworks, of AWS, and of app.yaml that a person may write in an infra block, and fields that a
person may write in a word: the hint for each.

The scan's problem is `infra has no field 'secrets'`; the hint is the way to declare it in Pareto.
"""
# APP_ORDERS_TABLE names the table `orders` of the app `app`.
VARIABLE = 'the code names it: os.environ["APP_ORDERS_{}"], where APP is the name of the app and ORDERS that of the ' \
    "{} ({})"
HINTS: dict[tuple[str, ...], str] = {
    ("table", "tables", "dynamodb"): VARIABLE.format("TABLE", "table", "docs/tables.md"),
    ("bucket", "buckets", "s3"): VARIABLE.format("BUCKET", "bucket", "docs/buckets.md"),
    ("secret", "secrets"): VARIABLE.format("SECRET", "secret", "docs/secrets.md") + "; `make secret` sets the value",
    ("website", "site"):
        'the code names it: os.environ["APP_WEBSITE"], where APP is the name of the app (docs/website.md)',
    ("builder", "codebuild"): "builder: is a section of app.yaml (docs/builder.md); its builds invoke a lambda "
                              "with events: [{name: built, source: {type: builder, name: demo}}]",
    ("user_pool", "userpool", "cognito", "pool", "pools", "groups"):
        "endpoint: {api: private, method: GET, path: /notes} creates a user pool; "
        "pool: and groups: are fields of endpoint (docs/users.md)",
    ("environment", "variables"): "env: {NAME: value} (docs/infra.md)",
    ("memory", "memorySize", "memory_size", "MemorySize"): "size: 512, in MB",
    ("role", "policies", "policy", "iam", "iamRoleStatements"):
        "the role follows from the calls of the code; permissions: adds to it (docs/permissions.md)",
    ("http", "httpApi", "api", "route", "routes", "path"): "endpoint: {api: public, method: GET, path: /items}",
    ("sqs",): "queue: {}",
    ("sns",): "topic: {}",
    ("schedule", "cron", "rate"): "timer: {rate: 5 minutes}, or timer: {cron: '0 12 * * ? *'}",
    ("event", "eventBridge", "eventbridge", "rule"): "events: [{name: paid, topic: order-paid}] (docs/events.md)",
    ("handler",): "the function `handler` of index.py is always the handler",
    ("description",): "the docstring describes the lambda, above `infra:`",
    ("cors",): "cors: is a section of app.yaml (docs/endpoints.md)",
    ("domain",): "domain: is a setting of app.yaml (docs/domains.md)",
    ("tags",): "tags: is a section of app.yaml",
    ("logs", "logRetention", "log_retention", "logRetentionInDays", "cloudwatchLog", "cloudwatchLogs"):
        "log: {days: 30} (docs/lambda-settings.md); a subscription to the log of others is a resource of "
        "resources.yaml (docs/resources.md#other-triggers)",
    ("websocket", "webSocket", "iot", "ses", "alb", "alexa", "msk", "kafka", "appsync"):
        "infra: {}, and the trigger in resources.yaml (docs/resources.md#other-triggers)",
    ("stepFunctions", "step_functions", "stateMachine", "state_machine", "states", "workflow"):
        "a state machine is a resource of resources.yaml (docs/resources.md#state-machines)",
    ("alerts",): "alerts: is a section of app.yaml (docs/alerts.md); alarm: changes them for one lambda",
    ("destination", "onFailure", "deadLetterQueue", "dlq"):
        "each queue has a dead-letter queue, and FailuresQueue keeps failed events (docs/failures.md)",
    ("package", "requirements", "packages"): "layers: [pyyaml], after `make layer pkg=pyyaml` (docs/layers.md)",
    ("docker", "dockerfile", "container", "imageUri", "packageType"):
        "image: true, with a Dockerfile in the lambda's folder (docs/images.md)",
}
ELSEWHERE = {spelling: hint for spellings, hint in HINTS.items() for spelling in spellings}
RAW = "stream: {table: demo}, in place of events, passes DynamoDB's own records (docs/tables.md)"
# Of a word, or of a part of it: its SCHEMA has the hints as `elsewhere`.
OF_EVENTS = {
    "raw": RAW, "detail-type": "topic: the detail-type", "detail": "pattern: a pattern over the detail",
    "batch": "tables: {demo: {batch: 10}} in app.yaml (docs/tables.md)",
    "bus": "source: {type: event-bus, name: shared}", "schedule": ELSEWHERE["schedule"], "cron": ELSEWHERE["schedule"],
    "rate": ELSEWHERE["schedule"]}
OF_SOURCE = {**OF_EVENTS, "bucket": "{type: bucket, name: demo}", "table": "{type: table, name: demo}"}
OF_ENDPOINT = {
    "cors": ELSEWHERE["cors"], "query": "parameters: [name]", "body": "schema: {type: object}",
    "timeout": "timeout: 60, beside endpoint; wait: 60 above 29 seconds (docs/endpoints.md)",
    "header": "authorizer: {header: X-Token}, in the infra block of the lambda that decides (docs/endpoints.md)",
    **dict.fromkeys(("methods", "paths"), "routes: [GET /orders, POST /orders]")}
OF_URL = {
    "cors": ELSEWHERE["cors"], "authorizer": "only an endpoint has an authorizer (docs/endpoints.md)",
    **dict.fromkeys(("method", "path", "routes"),
                    "a URL accepts every method and path; endpoint: {api: public, method: GET, path: /items}"),
    **dict.fromkeys(("auth", "auth_type", "authType"), "api: public, or iam"),
    "wait": "a URL waits as long as the `timeout` of the lambda"}
