"""An address that another site's link chooses puts no markup into a page of the local cloud's origin."""
from html.parser import HTMLParser
from urllib.parse import quote

from tests.fixtures.cases import cases
from tests.fixtures.raw_requests import EVIL, PRESIGNED, send

MARKUP = ["<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "</h2><b>"]
LINK = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"),
        ("Accept", "text/html"), ("Referer", f"{EVIL}/")]


def elements(text):
    """The names of the elements of an HTML text."""
    names, parser = set(), HTMLParser()
    parser.handle_starttag = lambda tag, _attributes: names.add(tag)
    parser.feed(text)
    return names


@cases("path", ["/{}", "/{}/k", "/_aws/{}", "/_aws/cloudfront/{}", "/_aws/cloudfront/{}/x", "/_aws/execute-api/{}/local/x",
                "/_aws/execute-api/a1/{}/x", "/_aws/lambda-url/{}/x", "/_aws/calls/{}/event", "/?{}",
                "/b/{}?" + PRESIGNED.format("s3")])
@cases("host", ["{host}", "e1.cloudfront.net", "a1.execute-api.localhost", "a1.lambda-url.localhost"])
@cases("method", ["GET", "POST"])
def test_no_markup_of_an_address_gets_into_a_page(local_cloud, method, path, host):
    for markup in MARKUP:
        _status, headers, body = send(local_cloud, method, path.format(quote(markup)), headers=[("Host", host), *LINK])
        shown = elements(body.decode()) if "html" in headers.get("content-type", "") else set()
        assert not shown & {"img", "svg", "b"}, body
