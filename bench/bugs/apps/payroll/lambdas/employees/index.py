"""HR's API of employees.

infra:
  layers: [powertools]
  endpoint:
    api: private
    groups: [hr]
    routes:
    - GET /teams/{team}/employees
    - PUT /employees/{id}
    - GET /employees/{id}
  timeout: medium
"""
from dataclasses import asdict
from decimal import Decimal, InvalidOperation

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError

from lambdas.common import people

logger = Logger()
app = APIGatewayHttpResolver()
FIELDS = ("name", "email", "team", "rate")


def shown(employee):
    return {**asdict(employee), "rate": str(employee.rate)}


@app.get("/teams/<team>/employees")
def list_team(team):
    return {"employees": [shown(employee) for employee in people.team(team)]}


@app.put("/employees/<id>")
def put_employee(id):
    body = app.current_event.json_body
    missing = [name for name in FIELDS if not body.get(name)]
    if missing:
        raise BadRequestError(f"missing: {', '.join(missing)}")
    try:
        rate = Decimal(str(body["rate"]))
    except InvalidOperation as error:
        raise BadRequestError("rate is no number") from error
    people.table.put_item(Item={
        **people.employee_key(id), "name": body["name"], "email": body["email"], "team": body["team"], "rate": rate,
        "iban": (body.get("iban") or "").replace(" ", "")})
    logger.info("changed", extra={"employee": id})
    return {"id": id}


@app.get("/employees/<id>")
def one_employee(id):
    employee = people.employee(id)
    if employee is None:
        raise NotFoundError(f"no employee {id}")
    return shown(employee)


@logger.inject_lambda_context
def handler(event, context):
    return app.resolve(event, context)
