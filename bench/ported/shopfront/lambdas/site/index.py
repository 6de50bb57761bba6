"""The site, a Django project; and its commands: {"manage": "migrate", "args": []}.

infra:
  endpoint:
    api: public
    routes: ["ANY /", "ANY /{path+}"]
  layers: [django]
  size: medium
  timeout: long
  vpc: main
"""
import io

import django
from apig_wsgi import make_lambda_handler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command

from lambdas.site import settings

django.setup(set_prefix=False)

from lambdas.site import urls

respond = make_lambda_handler(WSGIHandler())


def handler(event, context):
    if "manage" not in event:
        return respond(event, context)
    out = io.StringIO()
    call_command(event["manage"], *event.get("args", []), stdout=out, no_color=True)
    return out.getvalue()
