"""What all pages of the website share: the HTML frame, the style, and the format of numbers."""
from html import escape

STYLE = """
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 2.2rem; line-height: 1.1; margin: 0; text-transform: capitalize; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .5rem; }
a { color: inherit; text-underline-offset: .2em; }
p { opacity: .7; margin: .3rem 0 1.5rem; }
svg { display: block; width: 100%; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { font-weight: normal; opacity: .6; }
th, td { padding: .45rem 0; border-bottom: 1px solid var(--line); text-align: right; }
th:first-child, td:first-child { text-align: left; }
"""


def page(title, body):
    """A complete HTML page, without external files."""
    return (f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,"><style>{STYLE}</style></head>\n<body>{body}</body></html>\n')


def table(heads, rows):
    """An HTML table. Its cells are HTML: the caller escapes text from outside."""
    def line(tag, cells):
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>\n"
    return f"<table>{line('th', heads)}{''.join(line('td', row) for row in rows)}</table>"


def degrees(celsius):
    """Decimal("-3.14") -> "−3.1°", with a minus sign instead of a hyphen."""
    return f"{celsius:.1f}°".replace("-", "−")
