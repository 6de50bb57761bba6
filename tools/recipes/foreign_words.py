"""Words of other frameworks, of AWS, and of app.yaml that a person may write in an infra block, and fields that a
person may write in a word: the hint for each.

The scan's problem is `infra has no field 'secrets'`; the hint is the way to declare it in Pareto. A key in one spelling
stands for all of foreign_settings.by_spelling().
"""
from kit.foreign_settings import by_spelling

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
    ("memory", "memory_size"): "size: 512, in MB",
    ("role", "policies", "policy", "iam", "iam_role_statements"):
        "the role follows from the calls of the code; permissions: adds to it (docs/permissions.md)",
    ("http", "http_api", "api", "route", "routes", "path"): "endpoint: {api: public, method: GET, path: /items}",
    ("sqs",): "queue: {}",
    ("sns",): "topic: {}",
    ("schedule", "cron", "rate"): "timer: {rate: 5 minutes}, or timer: {cron: '0 12 * * ? *'}",
    ("event", "event_bridge", "eventbridge", "rule"): "events: [{name: paid, topic: order-paid}] (docs/events.md)",
    ("handler",): "the function `handler` of index.py is always the handler",
    ("description",): "the docstring describes the lambda, above `infra:`",
    ("cors",): "cors: is a section of app.yaml (docs/endpoints.md)",
    ("domain",): "domain: is a setting of app.yaml (docs/domains.md)",
    ("tags",): "tags: is a section of app.yaml",
    ("logs", "log_retention", "log_retention_in_days", "cloudwatch_log", "cloudwatch_logs", "logging_config"):
        "log: {days: 30} (docs/lambda-settings.md); a subscription to the log of others is a resource of "
        "resources.yaml (docs/resources.md#other-triggers)",
    ("websocket", "web_socket", "iot", "ses", "alb", "alexa", "msk", "kafka", "appsync"):
        "infra: {}, and the trigger in resources.yaml (docs/resources.md#other-triggers)",
    ("step_functions", "state_machine", "states", "workflow"):
        "a state machine is a resource of resources.yaml (docs/resources.md#state-machines)",
    ("alerts",): "alerts: is a section of app.yaml (docs/alerts.md); alarm: changes them for one lambda",
    ("destination", "on_failure", "dead_letter_queue", "dead_letter_config", "dlq"):
        "each queue has a dead-letter queue, and FailuresQueue keeps failed events (docs/failures.md)",
    ("package", "requirements", "packages"): "layers: [pyyaml], after `make layer pkg=pyyaml` (docs/layers.md)",
    ("docker", "dockerfile", "container", "image_uri", "package_type"):
        "image: true, with a Dockerfile in the lambda's folder (docs/images.md)",
    ("function_name", "name"): "a lambda has the name of its folder: lambdas/orders/refund is orders-refund",
    ("code_uri",): "the zip has the files of the lambda's folder (docs/starting.md)",
    ("function_url", "function_url_config"): "url: {api: public}",
    ("reserved_concurrency", "reserved_concurrent_executions"): "concurrency: {reserved: 5}",
    ("ephemeral_storage", "ephemeral_storage_size"): "storage: 1024, in MB",
    ("maximum_retry_attempts",): "retries: 0",
    ("vpc_config",): "vpc: main, a network of vpcs: in app.yaml (docs/lambda-settings.md)",
}
TRIGGER = "a trigger is a word itself: endpoint: {api: public, method: GET, path: /items}, queue: {}, topic: {}, " \
    "timer: {rate: 5 minutes}; events: are the rules of EventBridge"
ELSEWHERE = {**by_spelling(HINTS), "Events": TRIGGER}
RAW = "stream: {table: demo}, in place of events, passes DynamoDB's own records (docs/tables.md)"
# Of a word, or of a part of it: its SCHEMA has the hints as `elsewhere`.
OF_EVENTS = {
    "raw": RAW, "detail-type": "topic: the detail-type", "detail": "pattern: a pattern over the detail",
    "batch": "tables: {demo: {batch: 10}} in app.yaml (docs/tables.md)",
    "bus": "source: {type: event-bus, name: shared}", "schedule": ELSEWHERE["schedule"], "cron": ELSEWHERE["schedule"],
    "rate": ELSEWHERE["schedule"],
    **by_spelling({
        ("http", "http_api", "api"): ELSEWHERE["http"], ("sqs",): ELSEWHERE["sqs"], ("sns",): ELSEWHERE["sns"],
        ("websocket", "iot", "alb"): ELSEWHERE["websocket"], ("kinesis",): "kinesis: {stream: demo-clicks}",
        ("s3", "bucket"): "source: {type: bucket, name: demo}",
        ("stream", "dynamodb", "table"): "source: {type: table, name: demo}",
        ("event_bridge", "cloudwatch_event", "event_bridge_rule"):
            "its fields stand beside name: [{name: paid, topic: order-paid}]"})}
OWN_NAME = 'the {} has the lambda\'s name: others {} to it by os.environ["APP_ORDERS_{}"], where APP is the name of ' \
    "the app and ORDERS that of the lambda"
OF_QUEUE = by_spelling({
    ("name", "queue_name"): OWN_NAME.format("queue", "send", "QUEUE"),
    ("arn", "queue_arn", "queue_url"):
        "infra: {}, and a mapping of a queue that is not the lambda's own in resources.yaml "
        "(docs/resources.md#other-triggers)",
    ("batch_size",): "batch: 10", ("maximum_batching_window", "maximum_batching_window_in_seconds"): "window: 5",
    ("visibility_timeout", "visibility", "timeout"): "visible: 60", ("delay_seconds",): "delay: 60",
    ("max_receive_count", "retries", "maximum_retry_attempts"): "tries: 5",
    ("message_retention_period", "retention_period", "retention"): "keep: 4, in days",
    ("dead_letter_queue", "dlq", "redrive_policy"): ELSEWHERE["dlq"], ("maximum_concurrency",): "concurrency: 5",
    ("function_response_type", "function_response_types", "report_batch_item_failures", "partial"):
        "it is always on: the lambda returns batchItemFailures (docs/messages.md)",
    ("content_based_deduplication", "fifo_queue"): "fifo: true",
    ("filter_criteria", "filter_patterns", "filter_policy"): "filter: {kind: [purchase]}"})
OF_TOPIC = by_spelling({
    ("name", "topic_name"): OWN_NAME.format("topic", "publish", "TOPIC"),
    ("subscription", "subscriptions", "email", "protocol"): "subscribers: [ann@example.com]",
    ("filter_policy",): "filter: {attributes: {kind: [order]}}"})
OF_TIMER = by_spelling({
    ("schedule", "schedule_expression", "expression"): "rate: 5 minutes, or cron: '0 12 * * ? *'",
    ("timezone", "time_zone", "schedule_expression_timezone"): "zone: Europe/Oslo",
    ("input", "event", "payload"): "body: {report: daily}"})
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
