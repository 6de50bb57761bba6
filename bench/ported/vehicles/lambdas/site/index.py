"""Flask, through WSGI.

infra:
  endpoint:
    api: public
    routes: ["ANY /{proxy+}"]
  layers: [flask]
  timeout: medium
"""
import serverless_wsgi

from lambdas.site.views import app


def handler(event, context):
    return serverless_wsgi.handle_request(app, event, context)
