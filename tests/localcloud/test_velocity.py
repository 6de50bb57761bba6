"""The part of Velocity that mocks use."""
import pytest

from localcloud.api import velocity
from localcloud.api.request import Request
from recipes import cors
from tests.fixtures.cases import cases

A, B = "https://a.example", "https://b.example"
TEMPLATE = cors.SELECTED.replace("{}", f'$origin == "{A}" || $origin == "{B}"')
ORIGIN = "Access-Control-Allow-Origin"


def request(*headers, query=()):
    return Request("OPTIONS", "/", list(headers), list(query), b"", "h", "127.0.0.1")


@cases("headers, overrides", [
    ([("Origin", A)], {ORIGIN: A}), ([("origin", B)], {ORIGIN: B}), ([("Origin", "https://evil.example")], {}),
    ([("Origin", A + ".evil.example")], {}), ([], {})])
def test_a_preflight_selects_the_origin_of_the_request(headers, overrides):
    text, selected = velocity.rendered(TEMPLATE, request(*headers))
    assert (text.strip(), selected) == ("", overrides)


@cases("template, text, headers", [
    ("plain $context.stage", "plain $context.stage", {}),
    ("#if(\"a\" == 'a')yes#end", "yes", {}),
    ("#if(\"a\" == \"b\")no#if(\"a\" == \"a\")neither#end#end.", ".", {}),
    ("#set($x = $input.params('q'))#set($context.responseOverride.header.X-Q = $x)", "", {"X-Q": "7"}),
    ("#if($unset == \"\")empty#end", "empty", {}),
])
def test_a_template_is_rendered(template, text, headers):
    assert velocity.rendered(template, request(query=[("q", "7")])) == (text, headers)


@cases("template", [
    "#foreach($x in $y)#end", "#if($x)a#end", "#if($a == $b && $c == $d)x#end", "#set($x = $input.body)", "#end",
    "#if(\"a\" == \"a\")", "#set($x = 1 + 2)", "#else", "#set($x = \"a$y\")"])
def test_what_is_not_supported_is_an_error(template):
    with pytest.raises(ValueError, match="in a template"):
        velocity.rendered(template, None)
