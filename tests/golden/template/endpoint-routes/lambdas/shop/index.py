"""A lambda of the golden case endpoint-routes.

infra:
  endpoint:
    api: public
    routes:
    - GET /orders
    - {method: GET, path: "/orders/{id}", parameters: [currency]}
    - {method: POST, path: orders/, schema: {type: object, required: [sku]}, api: private}
    - {method: ANY, path: "/orders/{id}/{rest+}", key: true}
    - {method: GET, path: /ask, api: iam}
"""


def handler(event, context):
    return None
