"""An app whose package is below the project's root: tests import it as Lambda does."""
import shutil
from pathlib import Path

from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.programs"]
TEST = "from shop.pay import index\n\n\ndef test_it(call):\n    assert call({}) == 3 == index.handler({}, None)\n"


def test_a_lambda_of_src_shop_is_imported_as_shop(tmp_path, monkeypatch, warm_python):
    folder = tmp_path / "src/shop/pay"
    folder.mkdir(parents=True)
    Path(folder, "index.py").write_text('"""Pays.\n\ninfra: {}\n"""\nfrom shop import prices\n\n\ndef handler(event, context):\n    return prices.LEAST\n')
    Path(folder, "test.py").write_text(TEST)
    Path(folder.parent, "prices.py").write_text("LEAST = 3\n")
    (tmp_path / "app.yaml").write_text("name: demo\npackage: src/shop\n")
    for name in ("conftest.py", "pytest.ini"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "tools").symlink_to(ROOT / "tools")
    monkeypatch.chdir(tmp_path)
    result = warm_python("-m", "pytest", "-q", "src")
    assert result.returncode == 0, result.stdout
