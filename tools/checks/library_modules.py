"""Modules of Python's library that some versions do not have, and what replaces them."""
import functools
import sys

# Removed modules by the version that removed them, each with its replacement: docs.python.org/3/whatsnew and PEP 594.
# The modules of Python 2: docs.python.org/3.0/whatsnew/3.0.html#library-changes
_REMOVED = {
    (3, 0): """urllib2=urllib.request urlparse=urllib.parse httplib=http.client cookielib=http.cookiejar
        Cookie=http.cookies ConfigParser=configparser StringIO=io cStringIO=io cPickle=pickle Queue=queue
        commands=subprocess __builtin__=builtins exceptions=builtins sets=set md5=hashlib sha=hashlib thread=threading
        HTMLParser=html.parser htmlentitydefs=html.entities BaseHTTPServer=http.server SimpleHTTPServer=http.server
        SocketServer=socketserver xmlrpclib=xmlrpc.client copy_reg=copyreg robotparser=urllib.robotparser
        UserDict=collections UserList=collections UserString=collections rfc822=email mimetools=email popen2=subprocess
        dummy_thread=threading anydbm=dbm""",
    (3, 8): "macpath=posixpath",
    (3, 9): "dummy_threading=threading xml.etree.cElementTree=xml.etree.ElementTree",
    (3, 10): "formatter=textwrap parser=ast symbol=ast",
    (3, 11): "binhex=binascii",
    (3, 12): "asynchat=asyncio asyncore=asyncio distutils=setuptools imp=importlib smtpd=aiosmtpd",
    (3, 13): """cgi=urllib.parse cgitb=traceback crypt=hashlib imghdr=mimetypes mailcap=mimetypes pipes=subprocess
        sndhdr=mimetypes uu=base64 xdrlib=struct lib2to3=ast aifc audioop chunk msilib nis nntplib ossaudiodev spwd
        sunau telnetlib"""}
REMOVED = {name: (since, instead) for since, modules in _REMOVED.items()
           for name, _equals, instead in (pair.partition("=") for pair in modules.split())}
ADDED = {"tomllib": (3, 11), "annotationlib": (3, 14), "compression": (3, 14), "wsgiref.types": (3, 11),
         "dbm.sqlite3": (3, 13), "string.templatelib": (3, 14), "concurrent.interpreters": (3, 14),
         "pathlib.types": (3, 14)}
OF_WINDOWS = {"msvcrt", "winreg", "winsound"}  # this Python knows their names on every system


@functools.cache
def part_of(dotted: str) -> str:
    """The part of a module's name that REMOVED or ADDED has, such as "string.templatelib"; else its first name."""
    return next((part for part in (*ADDED, *REMOVED) if f"{dotted}.".startswith(f"{part}.")), dotted.partition(".")[0])


def is_present(part: str, version: tuple[int, int]) -> bool:
    """Whether Python's library of a version, (3, 13), has a module. part: of part_of()"""
    if part in ADDED:
        return version >= ADDED[part]
    if part in REMOVED:
        return version < REMOVED[part][0]
    return part in sys.stdlib_module_names and part not in OF_WINDOWS


def absence(part: str, version: tuple[int, int], owner: str) -> tuple[str, str] | None:
    """(message, hint) of a module that other versions of Python have; None of any other. owner: of the version"""
    if part in REMOVED:
        since, instead = REMOVED[part]
        removed = "is a module of Python 2" if since == (3, 0) else f"is not in Python {version_text(version)}, {owner}"
        return f"{part} {removed}", f"Python {version_text(since)} removed it; use {instead or 'a package (PEP 594)'}"
    if part in ADDED:
        return (f"{part} is not in Python {version_text(version)}, {owner}",
                f"Python {version_text(ADDED[part])} added it: set a newer `runtime`, or do not use it")
    return None


def version_text(version: tuple[int, int]) -> str:
    """(3, 13) -> "3.13"."""
    return ".".join(map(str, version))
