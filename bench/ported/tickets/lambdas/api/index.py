"""Tickets, with models, validation and an OpenAPI page.

infra:
  endpoint:
    api: public
    routes: [GET /tickets, POST /tickets, "GET /tickets/{ticket_id}", GET /swagger]
  layers: [powertools]
  size: medium
  timeout: long
"""
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from . import routes

logger, tracer, metrics = Logger(), Tracer(), Metrics()
app = APIGatewayRestResolver(enable_validation=True)
app.enable_swagger(path="/swagger", title="Tickets")
app.include_router(routes.router, prefix="/tickets")


@app.exception_handler(RequestValidationError)
def invalid(error: RequestValidationError):
    metrics.add_metric(name="Invalid", unit=MetricUnit.Count, value=1)
    return Response(status_code=422, content_type="application/json", body={"errors": [
        {"field": ".".join(map(str, found["loc"])), "type": found["type"]} for found in error.errors()]})


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
def handler(event: dict, context: LambdaContext) -> dict:
    return app.resolve(event, context)
