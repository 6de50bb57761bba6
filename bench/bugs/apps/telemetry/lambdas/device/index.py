"""The state of a device: GET /devices/{device}?count=10

infra:
  endpoint:
    api: public
    method: GET
    path: /devices/{device}
"""
from lambdas.fleet import rows, times
from lambdas.fleet.answers import answer


def handler(event, context):
    device = event["pathParameters"]["device"]
    count = (event["queryStringParameters"] or {}).get("count", "10")
    if not count.isdigit() or not 1 <= int(count) <= 100:
        return answer(400, {"message": "count is a number from 1 to 100"})
    found = [{"time": row["sk"].split("#")[1], "celsius": row["celsius"], "volts": row.get("volts")}
             for row in rows.latest(device, "reading", int(count))]
    if not found:
        return answer(404, {"message": f"no readings of {device}"})
    alerts = [row["sk"].split("#")[1] for row in rows.latest(device, "alert", 5)]
    return answer(200, {"device": device, "stale": times.is_stale(found[0]["time"], 60), "readings": found,
                        "alerts": alerts})
