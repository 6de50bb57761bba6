"""Where a parcel is: GET /parcels/{id}

infra:
  endpoint:
    api: public
    method: GET
    path: /parcels/{id}
"""
from lambdas.common import parcels
from lambdas.common.web import Problem, endpoint


@endpoint
def handler(event):
    parcel = event["pathParameters"]["id"]
    row = parcels.find(parcel)
    if row is None:
        raise Problem(404, f"no parcel {parcel}")
    query = event["queryStringParameters"] or {}
    answer = {name: row[name] for name in parcels.PUBLIC}
    if query.get("scans") == "yes":
        answer["scans"] = [{"time": scan["sk"].removeprefix("scan#"), "place": scan["place"]}
                           for scan in parcels.scans(parcel)]
    return 200, answer
