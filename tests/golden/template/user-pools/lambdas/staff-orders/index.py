"""Routes for users of three pools; of two pools for groups of the same name.

infra:
  endpoint:
    api: private
    pool: staff
    routes:
    - GET /staff-orders
    - {method: DELETE, path: /staff-orders, groups: [admin]}
    - {method: GET, path: /partner, pool: partners}
    - {method: GET, path: /all-orders, api: public}
"""


def handler(event, context):
    return {"statusCode": 200, "body": "[]"}
