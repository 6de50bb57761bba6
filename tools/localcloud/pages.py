"""HTML of the local cloud's own pages: plain HTML and CSS, no script, and everything escaped."""
from html import escape

from localcloud import allowed_requests

HEADERS = [("Content-Type", "text/html; charset=utf-8"), *allowed_requests.UNREADABLE]
STYLE = """
:root { color-scheme: light dark; --text: #1c2430; --soft: #5a6675; --line: #dde2e8; --back: #f5f6f8;
  --card: #fff; --link: #0b5cad; --bad: #b3261e; --good: #1f7a4d }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ee; --soft: #9aa5b3; --line: #323a45;
  --back: #14181d; --card: #1c2229; --link: #7db8f5; --bad: #ff8a80; --good: #7fd1a3 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 3rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.05rem; margin: 0 0 .5rem }
p { margin: .25rem 0 .75rem }
section > :last-child { margin-bottom: 0 }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem;
  margin-top: 1.25rem }
a { color: var(--link) }
a, code, td, dd { overflow-wrap: anywhere }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--back);
  border: 1px solid var(--line); border-radius: .3rem; padding: .05rem .35rem }
.soft { color: var(--soft) }
.bad { color: var(--bad) }
.good { color: var(--good) }
table { width: 100%; border-collapse: collapse }
th { text-align: left; font-weight: 500; font-size: .875rem; color: var(--soft); padding: 0 .75rem .25rem 0 }
td { vertical-align: top; padding: .4rem .75rem .4rem 0; border-top: 1px solid var(--line) }
th:last-child, td:last-child { padding-right: 0 }
td:first-child { width: 24%; min-width: 6rem }
.lambdas td:first-child { white-space: nowrap }
.calls td { white-space: nowrap }
.calls td:first-child { width: auto; min-width: 0 }
.calls td:nth-child(3) { white-space: normal; width: 100% }
.error { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden }
@media (max-width: 40rem) {
  thead { display: none }
  tr { display: block; border-top: 1px solid var(--line); padding: .5rem 0 }
  tbody tr:first-child { border-top: 0; padding-top: 0 }
  td, td:first-child { display: block; width: auto; border: 0; padding: .05rem 0; white-space: normal !important }
  td:first-child { font-weight: 600 }
}
"""


def page(title, body):
    """The bytes of a page. title: text; body: HTML, already escaped"""
    return (f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<link rel="icon" href="data:,">\n<style>{STYLE}</style>\n</head>\n'
            f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n").encode()


def code(text):
    """The HTML of a command or a path."""
    return f"<code>{escape(str(text))}</code>"


def link(url, text=None):
    """The HTML of a link; of a URL that is not of http, only its text."""
    shown = escape(str(text or url))
    return f'<a href="{escape(url)}">{shown}</a>' if url.startswith(("http://", "https://", "/")) else shown


def table(heads, rows, empty, kind=""):
    """A table of HTML cells; the paragraph `empty` without rows. heads: [] for none; kind: its class in STYLE"""
    if not rows:
        return f'<p class="soft">{empty}</p>'
    head = "".join(f"<th>{escape(title)}</th>" for title in heads)
    head = f"<thead><tr>{head}</tr></thead>\n" if heads else ""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f"<table class='{kind}'>{head}<tbody>\n{body}</tbody></table>"


def unpublished(path, has_folder, has_page, several):
    """The page that a website shows in place of a missing page.

    path        the missing key of the bucket: "index.html", "docs/index.html"
    has_folder  whether the project has the folder site/; has_page: whether that folder has the page
    several     whether there are other websites too
    """
    command = code(f"make site dir={'site' if has_folder else 'FOLDER'}{' website=NAME' if several else ''}")
    publishes = f"{command} publishes {'the folder ' + code('site/') if has_folder else 'a folder'} here."
    if has_folder and not has_page:
        publishes = f"{code(f'site/{path}')} does not exist either. Write it, then {command} publishes it here."
    return page("No page yet", (
        f"<h1>This website has no {escape(path)} yet</h1>\n<section>\n<p>{publishes}</p>\n"
        '<p class="soft">Files that a lambda writes to the website appear at once. On AWS, a visitor of this address '
        "gets an error of S3 now, in XML.</p>\n</section>"))
