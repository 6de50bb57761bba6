"""Draws a bar chart: receives {"bars": [["12:00", 11.5], ...]}, returns {"svg": "<svg ..."}.

It has no trigger. Other lambdas invoke it by the name in DEMO_CHART_FUNCTION.

infra: {}
"""
from html import escape

WIDTH, HEIGHT = 720, 240
ABOVE, BELOW = 20, 42  # space above the bars for numbers; below them, for numbers and labels


def handler(event, context):
    bars = [(str(label), float(celsius)) for label, celsius in event["bars"]]
    return {"svg": svg(bars)}


def svg(bars):
    """The drawing. Positive bars are above zero, negative ones below; of many bars only about 12 have labels."""
    top = max([celsius for _label, celsius in bars] + [1])
    bottom = min([celsius for _label, celsius in bars] + [0])
    scale = (HEIGHT - ABOVE - BELOW) / (top - bottom)
    zero = ABOVE + top * scale
    step = WIDTH / max(len(bars), 1)
    every = -(-len(bars) // 12)
    drawn = [bar(at, step, zero, scale, label, celsius, with_text=at % every == 0)
             for at, (label, celsius) in enumerate(bars)]
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
            f'{"".join(drawn)}<path d="M0 {zero:.1f}H{WIDTH}" stroke="currentColor" opacity=".3"/></svg>')


def bar(at, step, zero, scale, label, celsius, with_text):
    """The bar at index `at` of its chart, `step` wide; blue at -10, red at 35."""
    length = max(abs(celsius) * scale, 1)
    top = zero - length if celsius >= 0 else zero
    hue = 250 - 225 * min(max((celsius + 10) / 45, 0), 1)
    middle, width = (at + 0.5) * step, min(step * 0.8, 60)
    label, number = escape(label), f"{celsius:.1f}"
    beyond = top - 6 if celsius >= 0 else top + length + 14
    text = (f'<text x="{middle:.1f}" y="{beyond:.1f}">{number.replace("-", "−")}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT - 6}" opacity=".6">{label}</text>' if with_text else "")
    return (f'<g font-size="12" fill="currentColor" text-anchor="middle"><title>{label}: {number} °C</title>'
            f'<rect x="{middle - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}" '
            f'height="{length:.1f}" rx="3" fill="oklch(70% .12 {hue:.0f})"/>{text}</g>')
