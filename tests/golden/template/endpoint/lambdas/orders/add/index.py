"""A lambda of the golden case endpoint.

infra:
  endpoint:
    api: public
    method: POST
    path: /orders
    schema:
      $schema: http://json-schema.org/draft-04/schema#
      properties:
        sku:
          type: string
      required:
      - sku
      type: object
"""


def handler(event, context):
    return None
