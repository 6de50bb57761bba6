"""Settings of one lambda on the local cloud, from the infra block to the running function."""
pytest_plugins = ["tests.fixtures.small_apps"]


def source(block, code):
    """The text of an index.py: its infra block, indented by two, and the body of its handler."""
    return f'"""\ninfra:\n{block}"""\nimport os\n\n\ndef handler(event, context):\n    {code}\n'


def test_a_lambdas_own_values_have_precedence(deploy_app, local_cloud):
    code = "return [os.environ.get('LEVEL', 'x'), os.environ.get('QUIET', '')]"
    texts = {"own": source("  env: {LEVEL: debug, QUIET: true}\n", code), "other": source("  size: 512\n", code)}
    deploy_app("name: shop\nenv: {LEVEL: info}\n", texts)
    assert local_cloud.invoke("shop-local-own", {}) == ["debug", "true"]
    assert local_cloud.invoke("shop-local-other", {}) == ["info", ""]
    deploy_app("name: shop\nenv: {LEVEL: info}\n", {"own": source("  env: {QUIET: 'no'}\n", code)})
    assert local_cloud.invoke("shop-local-own", {}) == ["info", "no"]
