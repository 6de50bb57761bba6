"""How the page at `/` of the local cloud looks: whole words, short errors, and links to what a browser may open."""
from types import SimpleNamespace

import pytest

from localcloud import home
from localcloud.functions import calls
from recipes import table, ticker

pytest_plugins = ["tests.fixtures.browser"]
LONG = "ValueError: " + "a long story " * 40
# Texts that the browser put on more than one line.
BROKEN = """return [...document.querySelectorAll("%s")].filter(cell => {
    const range = document.createRange(); range.selectNodeContents(cell);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1 })
        .map(cell => cell.textContent)"""


def resource(type_, ref, **properties):
    """A resource of a stack."""
    return SimpleNamespace(type=type_, ref=ref, properties=properties)


def test_only_a_route_that_a_browser_may_just_open_is_a_link():
    get = {"x-amazon-apigateway-integration": {}}
    api = resource("AWS::ApiGateway::RestApi", "a1", Body={"paths": {
        "/": {"get": get}, "/all": {"get": {**get, "parameters": [{"name": "n", "required": False}]}, "post": get},
        "/one/{id}": {"get": get}, "/mine": {"get": {**get, "security": [{"users": []}]}}, "/new": {"post": get},
        "/some": {"get": {**get, "parameters": [{"name": "n", "required": True}]}}}})
    _name, cell = home.address_row("ApiUrl", "https://a1.execute-api.eu-west-1.amazonaws.com/local",
                                    "http://h:1", [api])
    url = "http://h:1/_aws/execute-api/a1/local"
    assert cell == f'<code>{url}</code><br>GET <a href="{url}/">/</a><br>GET <a href="{url}/all">/all</a>' \
        '<br><a href="/_aws/openapi">all operations</a>'


def test_the_functions_of_pareto_itself_are_named_by_what_they_do():
    functions = {id_: resource("AWS::Lambda::Function", f"demo-local-{id_}-X1")
                 for id_ in (table.FUNCTION_ID, ticker.FUNCTION_ID, "HelloFunction")}
    own = home.own_functions([SimpleNamespace(resources=functions)])
    assert own == {f"demo-local-{table.FUNCTION_ID}-X1": "Pareto: events of tables",
                   f"demo-local-{ticker.FUNCTION_ID}-X1": "Pareto: timers below a minute"}
    assert ">Pareto: events of tables<" in home.lambdas_section(list(functions.values()), {}, {}, own)
    call = calls.Call(f"demo-local-{table.FUNCTION_ID}-X1", 0, 1, "", "", "")
    assert "<td>Pareto: events of tables</td>" in home.calls_section([call], own)


@pytest.mark.parametrize("width, name", [
    (500, "orders-of-the-day-and-of-the-night"),
    (1000, "orders-of-the-day-with-a-name-as-long-as-they-may-be"),
])
def test_no_name_and_no_number_is_broken_and_a_long_error_is_two_lines(tmp_path, window, width, name):
    shown = [calls.Call(name, 0, 61234, LONG, "lambdas/orders/of/the/day/index.py:12", "r"),
             calls.Call("f", 0, 60, "", "", "r")]
    sections = home.lambdas_section([resource("AWS::Lambda::Function", name)], {}, {name: name}, {}) \
        + home.calls_section(shown, {})
    (tmp_path / "page.html").write_bytes(home.pages.page("t", sections))
    window.resize(width, 800)
    window.open(f"file://{tmp_path}/page.html")
    assert window.run(BROKEN % ".calls td:not(:nth-child(3)), .lambdas td:first-child") == []
    assert window.run("return document.documentElement.scrollWidth <= window.innerWidth")
    assert window.run('const e = document.querySelector(".error"), s = getComputedStyle(e);'
                       "return Math.round(e.clientHeight / parseFloat(s.lineHeight))") == 2
