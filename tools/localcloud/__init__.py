"""The local cloud: moto's state, and from outside what moto lacks. Used only by run_local.py.

    api               REST APIs of the local cloud:
    addresses         Addresses of the app's own API and websites in a function's variables:
    bucket_cors       Presigned URLs in a browser:
    cloudformation    The local cloud's CloudFormation:
    doors             Who may reach what:
    events            The asynchronous part of the local cloud, outside the threads that serve requests
    functions         Functions that run:
    home              The page at `/`:
    incoming          Requests of HTTP/1.1, as their bytes come in:
    pages             Pages that the local cloud itself shows to people:
    ports             Who listens on a port, so that "in use" can be said by name
    presence          Which local cloud is this folder's, whether it answers, and on which port it is to listen
    processes         The life of a local cloud's process:
    request_handler   One request of HTTP/1.1 that was read whole:
    scope             Whom a request is for, by its signature
    server            Which part of the local cloud answers a request
    serving           The local cloud in one process:
    users             Cognito, where moto is wrong
    websites          CloudFront:
    wire              HTTP/1.1 on loopback:
"""
