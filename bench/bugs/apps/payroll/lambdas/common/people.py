"""Employees, their hours and the month's run, all in one table."""
import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["PAYROLL_TABLE"])
Taken = table.meta.client.exceptions.ConditionalCheckFailedException


@dataclass
class Employee:
    id: str
    name: str
    email: str
    team: str
    rate: Decimal
    iban: str = ""

    @property
    def first_name(self):
        return self.name.split()[0]


def employee_key(employee):
    return {"pk": f"employee#{employee}", "sk": "employee"}


def of_row(row):
    return Employee(row["pk"].split("#")[1], row["name"], row["email"], row["team"], row["rate"], row.get("iban", ""))


def employee(employee_id):
    """An employee, or None."""
    row = table.get_item(Key=employee_key(employee_id)).get("Item")
    return of_row(row) if row else None


def team(name):
    pages = {"IndexName": "by_team", "KeyConditionExpression": Key("team").eq(name)}
    while True:
        page = table.query(**pages)
        for row in page["Items"]:
            yield of_row(row)
        if "LastEvaluatedKey" not in page:
            return
        pages["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def hours(employee_id, month):
    """The hours of an employee in a month, YYYY-MM."""
    condition = Key("pk").eq(f"employee#{employee_id}") & Key("sk").begins_with(f"day#{month}")
    rows = table.query(KeyConditionExpression=condition)["Items"]
    return sum((row["hours"] for row in rows), Decimal(0))


def month_of(day):
    return date.fromisoformat(day).strftime("%Y-%m")
