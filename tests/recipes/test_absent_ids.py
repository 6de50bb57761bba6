"""The hint for a logical id that the template lacks names what makes it."""
from recipes import absent_ids
from tests.fixtures.cases import results
from tests.fixtures.golden_apps import every_golden_template
from tests.update_golden import golden_app

IDS = {"OrdersFunction", "ShopBucket", "ShopOrdersTable"}
APP = {**golden_app("direct"), "name": "shop", "lambdas": {"orders": {}, "a-b": {}}}

test_the_hint_names_what_makes_the_id = results(lambda id_: absent_ids.hint(APP, id_, IDS), [
    ("ApiUsagePlan", "an endpoint with `key: true` makes it"),
    ("ShopTable", "a lambda that reads the variable SHOP_TABLE makes it"),
    ("ShopOldOrdersBucket", "a lambda that reads the variable SHOP_OLD_ORDERS_BUCKET makes it"),
    ("ShopClicksDataStream", "a lambda that reads the variable SHOP_CLICKS_STREAM makes it"),
    ("ShopBus", "a lambda that reads the variable SHOP_BUS makes it"),
    ("ShopBusArchive", "`bus: {archive: 30 days}` in app.yaml makes it"),
    ("ABQueue", "`queue` in the infra block of a-b makes it"),
    ("OrdersTopic", "`topic` in the infra block of orders makes it"),
    ("MainVpc", "a lambda with `vpc: main` makes it, of a network of app.yaml with `endpoints`"),
    ("MainVpcSubnetA", "a lambda with `vpc: main` makes it, of a network of app.yaml with `endpoints`"),
    ("ShopOrderTable", "did you mean 'ShopOrdersTable'?"),
    ("OrdersFuncion", "did you mean 'OrdersFunction'?"),
    ("Somewhere", ""),
])


def test_each_id_is_one_that_pareto_makes():
    resources = every_golden_template()["Resources"]
    assert {id_ for id_ in absent_ids.MAKERS if not any(name.endswith(id_) for name in resources)} == set()
