"""The local cloud: moto, and the parts of AWS that moto does not have; it reads some names and facts of recipes/.

run_local.py starts it; testkit imports its API, event and CloudFormation code.

    api, functions, events, cloudformation, users, websites    the services that moto lacks, or where it differs
    authorization                    denies what the roles of functions deny
    moto                             changes of moto from outside, and clients for its state
    invalid_requests, constraints    requests that AWS rejects by its published models
    wire, incoming, request_handler, server, json_responses    HTTP/1.1: connections, requests, and which part responds
    allowed_requests, scope, bucket_cors   which requests are accepted, their service, and a bucket's CORS rules
    serving, presence, processes     the cloud's process: its start and end, whether it responds, its port
    home, pages, openapi_page        the pages at `/` and /_aws/openapi
    addresses, stage_template        addresses of the app's API and websites, and the template of a stage
    log_feed, tracing                log events in the order of their arrival, and the trace of a thread
"""
from localcloud.moto import lazy_imports

lazy_imports.install()
