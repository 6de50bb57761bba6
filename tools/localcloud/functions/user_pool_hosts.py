"""Cognito's own host names inside functions: connections to them go to the local cloud. Run by zygote.py."""
import re
import socket
import ssl

USER_POOLS = re.compile(r"cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")
ENDPOINT = re.compile(r"http://([^/:]+):(\d+)")


def lead_here(endpoint):
    """Connect to the local cloud, without TLS, in place of Cognito: libraries fetch the keys of a user pool there.

    endpoint  "http://127.0.0.1:4566"; with any other value nothing changes
    """
    match = ENDPOINT.fullmatch(endpoint)
    if not match:
        return
    resolve, wrap = socket.getaddrinfo, ssl.SSLContext.wrap_socket

    def getaddrinfo(host, port, *arguments, **options):
        address: tuple = match.groups() if isinstance(host, str) and USER_POOLS.fullmatch(host) else (host, port)
        return resolve(*address, *arguments, **options)

    def wrap_socket(self, sock, *arguments, server_hostname=None, **options):
        if USER_POOLS.fullmatch(server_hostname or ""):
            return sock
        return wrap(self, sock, *arguments, server_hostname=server_hostname, **options)

    socket.getaddrinfo, ssl.SSLContext.wrap_socket = getaddrinfo, wrap_socket
