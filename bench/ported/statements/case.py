import io
import zipfile
from decimal import Decimal


def run(app):
    for day in ("01", "02"):
        app.table("statements-sales").put_item(Item={"shop": "main", "sold": f"2026-05-{day}", "article": "tea",
                                                     "amount": Decimal("2.50")})
    result = app.invoke("monthly", {"shop": "main", "month": "2026-05"})
    assert result["message"]
    data = app.get("statements", "statements/main/sales-2026-05.xlsx")
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    answer = app.fetch("GET", result["link"])
    assert answer.status == 200, answer.text
