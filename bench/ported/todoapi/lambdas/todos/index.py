"""Todos, routed by Powertools.

infra:
  endpoint:
    api: public
    routes: [GET /todos, POST /todos, "GET /todos/{todo_id}"]
  layers: [powertools]
"""
import os
import uuid

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, CORSConfig
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
metrics = Metrics()
app = APIGatewayRestResolver(cors=CORSConfig(allow_origin="https://todo.example.com", max_age=300))
table = boto3.resource("dynamodb").Table(os.environ["TODOAPI_TABLE"])


@app.get("/todos")
def get_todos():
    return {"todos": table.scan(Limit=10)["Items"]}


@app.post("/todos")
def create_todo():
    data: dict = app.current_event.json_body
    if not data.get("title"):
        raise BadRequestError("title is needed")
    todo = {"id": str(uuid.uuid4()), "title": data["title"]}
    table.put_item(Item=todo)
    metrics.add_metric(name="TodoCreated", unit=MetricUnit.Count, value=1)
    return todo, 201


@app.get("/todos/<todo_id>")
def get_todo(todo_id: str):
    item = table.get_item(Key={"id": todo_id}).get("Item")
    if item is None:
        raise NotFoundError(f"no todo {todo_id}")
    return item


@app.exception_handler(ValueError)
def handle_value_error(error: ValueError):
    logger.exception("bad request")
    raise BadRequestError(str(error))


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict, context: LambdaContext) -> dict:
    return app.resolve(event, context)
