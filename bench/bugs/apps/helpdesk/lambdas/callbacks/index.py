"""Notes calls that were missed on the main line, for the desk's list of people to call back.

infra:
  events:
  - name: missed
    topic: CallMissed
    pattern:
      line: [main, sales]
"""
from datetime import datetime, timezone

from lambdas.common.tickets import table


def handler(event, context):
    call = event["detail"]
    when = datetime.fromisoformat(event["time"]).astimezone(timezone.utc)
    table.put_item(Item={
        "pk": f"callbacks#{when:%Y-%m-%d}", "sk": f"{when:%H:%M:%S}#{call['number']}",
        "caller": call["caller"], "line": call["line"], "ticket": call["number"]})
