FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>
<item><title>One</title><link>https://example.com/1</link></item>
<item><title>Two</title><guid>2</guid></item></channel></rss>"""


def run(app):
    with app.peer(FEED) as received:
        assert app.invoke("poll", {}) == {"new": 4}
        assert app.invoke("poll", {}) == {"new": 0}
        app.wait(lambda: any(path == "/chat" for _method, path, _body in received))
