def run(app):
    trips = {city: app.request("POST", "/trips", {"city": city}).json["trip"] for city in ("Oslo", "Atlantis")}

    def status(city):
        return app.table("bookings").get_item(Key={"pk": trips[city], "sk": "trip"})["Item"]["status"]
    app.wait(lambda: status("Oslo") == "BOOKED")
    app.wait(lambda: status("Atlantis") == "CANCELLED")
    assert app.request("POST", "/trips", {}).status == 400
