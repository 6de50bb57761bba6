"""Tells employees what was decided, and the manager of large expenses.

infra:
  events:
  - name: decided
    topic: ExpenseDecided
  - name: large
    topic: ExpenseSubmitted
    pattern:
      large: [true]
"""
import os

from lambdas.office.mail import mail


def handler(event, context):
    detail = event["detail"]
    if event["detail-type"] == "ExpenseDecided":
        mail(detail["email"], f"Your expense {detail['number']}", f"It was {detail['decision']} by {detail['by']}.")
    else:
        mail(os.environ["MANAGER"], f"A large expense: {detail['total']}", f"{detail['title']} of {detail['employee']}")
