"""The local cloud: moto, and from outside what moto lacks. Used only by run_local.py.

    api               REST APIs of the local cloud:
    addresses         Addresses of the app's own API and websites in a function's variables:
    bucket_cors       Presigned URLs in a browser:
    cloudformation    The local cloud's CloudFormation:
    doors             Which requests are let in:
    events            The asynchronous part of the local cloud, outside the threads that serve requests
    functions         Functions that run:
    home              The page at `/`:
    incoming          Requests of HTTP/1.1, cut out of the bytes of a connection:
    pages             HTML of the local cloud's own pages:
    ports             The program that listens on a port, for the message "in use"
    presence          The local cloud of this folder:
    processes         The process of a local cloud:
    request_handler   One request of HTTP/1.1 that was read whole:
    scope             The service and region of a request, by its signature
    server            Which part of the local cloud answers a request
    serving           The local cloud in one process:
    users             Cognito, where moto is wrong
    websites          CloudFront:
    wire              HTTP/1.1 on loopback:
"""
