"""The page at /_aws/openapi: the operations of the app's API, from its OpenAPI document. For a person's browser."""
import json

from aws import clients, local_calls
from kit import files, names
from kit.problems import Problems
from localcloud import pages
from localcloud.cloudformation import regions

PATH = "/_aws/openapi"


def response(endpoint):
    """(200, headers, bytes) of the page. endpoint: the local cloud's URL"""
    from recipes import openapi  # all recipes with it
    try:
        app = files.read_json(local_calls.APP)
        document = openapi.document(app, address(app, endpoint))
    except (Problems, KeyError, TypeError, AttributeError):
        document = {"paths": {}, "info": {"title": ""}}
    return 200, pages.HEADERS, pages.page(f"{document['info']['title']} API", body(document))


def address(app, endpoint):
    """The URL of the app's API here, "" if it is not deployed."""
    stacks = [stack for stack in regions.every() if not stack.deleted and
              stack.name == names.stack(app["name"], clients.LOCAL)]
    outputs = {output["OutputKey"]: output["OutputValue"] for stack in stacks for output in list(stack.outputs)}
    return clients.reachable_at(endpoint, outputs.get("ApiUrl", ""))


def body(document):
    """The HTML of a document's operations, a section for each path."""
    url = document.get("servers", [{"url": ""}])[0]["url"]
    sections = [section(path, operations, url) for path, operations in document["paths"].items()]
    return "\n".join([
        f"<h1>{pages.escape(document['info']['title'])}</h1>",
        f'<p class="soft">{pages.code(url) if url else "It is not deployed."} '
        f"{pages.code('make openapi')} prints the document for other tools.</p>",
        *(sections or ["<section><h2>No endpoint</h2><p>No lambda of the app in this folder has an endpoint.</p>"
                       "</section>"])])


def section(path, operations, url):
    """The HTML of a path. url: of the API, "" if it is not deployed"""
    rows = [[pages.escape(method.upper()), operation_text(operation, path, url if method == "get" else "")]
            for method, operation in operations.items()]
    return f"<section><h2>{pages.code(path)}</h2>\n{pages.table([], rows, '')}</section>"


def operation_text(operation, path, url):
    """The HTML of an operation: its lambda, who may call, what it requires; and a link if a browser can open it."""
    schemes = ", ".join(sorted({name for requirement in operation.get("security", []) for name in requirement}))
    required = [parameter for parameter in operation.get("parameters", []) if parameter["required"]]
    lines = [f"lambda {pages.code(operation['tags'][0])}",
             pages.escape(f"for {schemes}" if schemes else "for everybody")]
    lines += [f"{pages.escape(parameter['in'])} {pages.code(parameter['name'])}" for parameter in required]
    lines += [f"body {pages.code(json.dumps(content['schema'], sort_keys=True))}"
              for content in operation.get("requestBody", {}).get("content", {}).values()]
    lines += [f"{status}: {pages.escape(response['description'])}"
              for status, response in operation["responses"].items() if status != "default"]
    lines += [pages.link(url + path)] if url and not schemes and not required else []
    return "<br>".join(lines)
