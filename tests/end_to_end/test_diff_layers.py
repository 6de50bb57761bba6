"""`make diff` of lambdas with layers, whose sizes count toward Lambda's limit."""
from pathlib import Path

import pytest

import diff_stack
import expand_template
import scan_infra
from tests.fixtures.made_layers import ARM, put

pytest_plugins = ["tests.fixtures.aws_stages", "tests.fixtures.made_layers"]


def test_a_lambda_around_which_pareto_packs_a_module_may_have_a_layer(stage_on_aws, package_index, capsys):
    put("one", {"one.py": "1"}, ARM)
    Path("lambdas/paint").mkdir(parents=True)
    Path("lambdas/paint/index.py").write_text(
        '"""Paints.\n\ninfra:\n  tracing: log\n  layers: [one]\n"""\n\n\ndef handler(event, context):\n    return 1\n')
    Path("app.yaml").write_text("name: gap\n")
    scan_infra.main(["-o", "build/app.json"])
    expand_template.main(["build/app.json", "-o", "build/template.json"])
    with pytest.raises(SystemExit, match=str(diff_stack.DIFFERENT)):
        diff_stack.main(["build/app.json", "build/template.json", "--stage", "dev"])
    assert "  paint\n    code: new (" in capsys.readouterr().out
