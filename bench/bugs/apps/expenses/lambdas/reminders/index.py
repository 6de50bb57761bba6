"""Reminds the manager of expenses that wait for longer than a week.

infra:
  timer:
    rate: 1 day
  timeout: 60
"""
import os
from datetime import datetime, timedelta, timezone

from lambdas.office import store
from lambdas.office.mail import mail_all, message

DAYS = 7


def handler(event, context):
    before = datetime.now(timezone.utc) - timedelta(days=DAYS)
    waiting = [expense for expense in store.with_status("open") if datetime.fromisoformat(expense.submitted) < before]
    bodies = [message(os.environ["MANAGER"], f"Please decide on {expense.number}",
                      f"{expense.title} of {expense.email} waits since {expense.submitted[:10]}") for expense in waiting]
    return {"reminders": mail_all(bodies)}
