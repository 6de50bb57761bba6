"""`cors` of app.yaml: origins as browsers send them, and no credentials with *."""

from kit import settings
from tests.fixtures.cases import cases
from tests.fixtures.problems import problems_of


def problems(cors):
    """[(line, message)] of app.yaml with this text after `cors: `."""
    problems_ = problems_of(settings.settings, "app.yaml", f"name: demo\ncors:\n  {cors}\n")
    return [(problem.line, problem.message) for problem in problems_.args]


@cases("cors", [
    "origins: ['*']", "origins: [https://example.com]", "origins: [http://localhost:3000, https://a.example.co.uk:8443]",
    "origins: ['http://[::1]:3000', 'http://my_host:65535']", "{origins: [https://example.com], credentials: true, headers: [X-A, x_b], age: 0}",
    "{origins: ['*'], credentials: false}"])
def test_what_browsers_send_is_an_origin(cors):
    assert problems(cors) == []


@cases("cors, expected", [
    ("origins: [example.com]", "cors.origins: 'example.com' is no origin"),
    ("origins: ['https://*.example.com']", "cors.origins: 'https://*.example.com' is no origin"),
    ("origins: [https://example.com/shop]", "cors.origins: 'https://example.com/shop' is no origin"),
    ("origins: ['null']", "cors.origins: 'null' is no origin"),
    ("origins: [https://example.com/]", "cors.origins: 'https://example.com/' is not what browsers send"),
    ("origins: [https://Example.com]", "cors.origins: 'https://Example.com' is not what browsers send"),
    ("origins: [https://example.com:443]", "cors.origins: 'https://example.com:443' is not what browsers send"),
    ("origins: [https://a.example, https://a.example]", "cors.origins: https://a.example is listed twice"),
    ("origins: ['https://a.example:65536']", "cors.origins: no port is 65536"),
    ("origins: [https://smör.example:81]", "cors.origins: 'https://smör.example:81' is not what browsers send"),
    ("origins: [capacitor://localhost]", "cors.origins: 'capacitor://localhost' is no origin of http or https"),
    ("origins: ['*', https://a.example]", "cors.origins: * is every origin, but the list has other origins too"),
    ("{origins: ['*'], credentials: true}", "cors.credentials: browsers refuse credentials with the origin *"),
    ("{origins: [https://a.example], age: 86401}", "cors.age must be at most 86400, not 86401"),
    ("{origins: [https://a.example], headers: ['*']}", "cors.headers.0 cannot be '*'"),
    ("{origins: []}", "cors.origins must have at least 1 item, not []"),
    ("{credentials: true}", "cors needs 'origins'"),
    ("{origins: https://a.example}", "cors.origins must be a list, not 'https://a.example'"),
    ("{origins: [https://a.example], maxage: 3}", "cors has no field 'maxage'"),
])
def test_what_no_browser_accepts_is_a_problem_at_its_line(cors, expected):
    line = 2 if expected == "cors needs 'origins'" else 3
    assert problems(cors) == [(line, expected)]
