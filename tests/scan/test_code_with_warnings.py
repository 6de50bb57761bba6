"""Python's warnings about a handler's code (a `\\d` without an r before it) are not printed: they name no file."""
import os
import subprocess
import sys

import pytest

from tests.fixtures.cloud import PATIENCE
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.scans"]
INDEX = '"""infra: {}\n\\d"""\nimport re\n\nDIGIT = re.compile("\\d")\nYEAR = 0x1for 2\n\n\ndef handler(event, context):\n    return DIGIT, YEAR\n'


@pytest.mark.parametrize("tool, args", [("scan_infra.py", ["-o", "build/app.json"]), ("check_app.py", ["build/app.json"])])
def test_python_prints_no_warning_about_a_handler(app_folder, tool, args):
    app_folder({"lambdas/x/index.py": INDEX})
    for name, arguments in {"scan_infra.py": ["-o", "build/app.json"], tool: args}.items():
        done = subprocess.run([sys.executable, "-W", "always", ROOT / "tools" / name, *arguments], capture_output=True, text=True,
                              env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=PATIENCE)
    assert "SyntaxWarning" not in done.stderr and "DeprecationWarning: invalid" not in done.stderr
