"""Routes.

infra:
  endpoint:
    api: private
    routes:
    - {method: GET, path: /a, pool: staf}
    - {method: GET, path: /b, pool: staff, groups: [admin]}
    - {method: GET, path: /c, pool: staff, groups: [desk]}
    - {method: GET, path: /d, groups: [desk]}
    - {method: GET, path: /e, pool: clerks, groups: [desk]}
"""
import os


def handler(event, context):
    return {"statusCode": 200, "body": os.environ["DEMO_STAF_USER_POOL"] + os.environ["DEMO_CLERKS_USER_POOL_CLIENT"]}
