"""The local cloud: moto, and the parts of AWS that moto does not have; it reads some names and facts of recipes/.

run_local.py starts it; testkit imports its API, event and CloudFormation code.

    api               the data plane of API Gateway: requests to the app's REST API
    addresses         local addresses of the app's API and websites, for a function's variables
    authorization     denies what the roles of functions deny
    bucket_cors       applies a bucket's CORS rules to presigned URLs in a browser
    cloudformation    CloudFormation: stacks, change sets and the handlers of resource types
    allowed_requests  which requests of browsers and hosts are accepted
    events            EventBridge, event source mappings, topics, schedules and asynchronous invocations
    functions         runs functions: from Invoke to a process, and back
    home              the page at `/`: what is deployed, its addresses, and failed calls
    incoming          cuts the bytes of a connection into requests of HTTP/1.1: head and body
    json_responses    HTTP responses in JSON
    log_feed          log events in the order of their arrival
    moto              changes of moto from outside, and clients for its state
    openapi_page      the page at /_aws/openapi: the operations of the app's API
    pages             HTML of the local cloud's own pages
    presence          this folder's local cloud: its process, whether it responds, its port
    processes         whether the process of a local cloud runs and makes progress; ends it; what listens on a port
    request_handler   one whole request: from its bytes to the application, and from the response to bytes
    scope             the service and region of a request, by its signature
    server            which part of the local cloud answers a request
    serving           starts and stops the parts of the local cloud in this process
    stage_template    the template of the app as a stage gets it
    tracing           the trace that a thread works for, which reaches the functions that a request causes to run
    users             Cognito, where moto differs from it
    websites          CloudFront: websites from private buckets
    wire              the HTTP/1.1 server: connections, keep-alive, threads
"""
from localcloud.moto import lazy_imports

lazy_imports.install()
