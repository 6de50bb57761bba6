"""The examples of checks as whole files: the tests run the same examples that docs/checks.md shows."""
import re

TABLE = 'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n'
MODULES = ("boto3", "datetime", "json", "os", "time")
HANDLER = re.compile(r"^(async )?def handler|^handler =|^from .* import .*\bhandler\b", re.M)


def index(text: str) -> str:
    """The index.py of an example: its infra block becomes the docstring, and its code gets imports and a handler.

    text  "infra:\\n  queue: {}\\n---\\nprint(1)": block, line of dashes, code; or the code alone
    """
    block, line, code = text.strip("\n").rpartition("\n---\n")
    return f'"""An example.\n\n{block or "infra: {}"}\n"""\n{whole(code)}'


def lambda_file(name: str, text: str, folder: str = "") -> dict[str, str]:
    """{path: index.py} of another lambda of an example, from a text as of index(). folder: "bad/" or ""."""
    return {f"{folder}lambdas/{name}/index.py": index(text)}


def shown(text: str) -> str:
    """The example as docs/checks.md shows it: the block as a comment, then the code as written."""
    block, line, code = text.strip("\n").rpartition("\n---\n")
    return f'"""\n{block}\n"""\n{code}\n' if block else f"{code}\n"


def whole(code: str) -> str:
    """The code with the imports, the table and the handler that the example omits."""
    if not HANDLER.search(code):
        body = "".join(f"    {line}\n" if line else "\n" for line in code.split("\n"))
        code = f"def handler(event, context):\n{body}"
    head = TABLE if re.search(r"\btable\b", code) and not re.search(r"^table\b", code, re.M) else ""
    used = [name for name in MODULES if re.search(rf"\b{name}\.", head + code) and f"import {name}" not in code]
    keys = "from boto3.dynamodb.conditions import Attr, Key\n" if re.search(r"\b(Key|Attr)\(", code) else ""
    keys += "from decimal import Decimal\n" if "Decimal" in code and "import Decimal" not in code else ""
    return "".join(f"import {name}\n" for name in used) + keys + head + code + "\n"
