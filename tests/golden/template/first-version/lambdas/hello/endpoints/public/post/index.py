"""
infra:
  endpoint:
    api: public
    path: hello-public-post
    method: POST
    schema:
      properties:
        name:
          type: string
      required:
      - name
      type: object
"""
import os


def handler(event, context, table=os.environ["DEMO_TABLE"], site=os.environ["DEMO_WEBSITE"]):
    print(event)
