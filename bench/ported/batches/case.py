def run(app):
    for quantity in (3, 0, 5):
        app.send("worker", {"sku": f"s{quantity}", "quantity": quantity})
    app.wait(lambda: len(app.table("batches").scan()["Items"]) == 2)
