CY = {"sub": "cy", "email": "cy@museum.example", "cognito:groups": "guides"}
TOUR = {"day": "2099-05-01", "tour": "t1", "title": "Glass", "starts": "11:00"}


def test_a_tour_is_taken(call, event, tables):
    tables["museum-tours"].put(**TOUR)
    assert call(event.api(path="/tours/2099-05-01/t1/guide", method="PUT", claims=CY)).status == 200
    row = tables["museum-tours"].row("2099-05-01", "t1")
    assert (row["guide"], row["history"]) == ("cy", ["taken by cy"])
    assert call(event.api(path="/tours/2099-05-01/t1/guide", method="PUT", claims=CY)).status == 409


def test_a_tour_is_left(call, event, tables):
    tables["museum-tours"].put(**TOUR, guide="cy")
    assert call(event.api(path="/tours/2099-05-01/t1/guide", method="DELETE", claims=CY)).status == 200
    assert "guide" not in tables["museum-tours"].row("2099-05-01", "t1")


def test_my_tours(call, event, tables):
    tables["museum-tours"].put(**TOUR, guide="cy")
    tables["museum-tours"].put(**{**TOUR, "tour": "t2"}, guide="di")
    response = call(event.api(path="/tours", method="GET", claims=CY))
    assert [tour["tour"] for tour in response.json["tours"]] == ["t1"]


def test_no_guide(call, event):
    assert call(event.api(path="/tours", method="GET", claims={**CY, "cognito:groups": "curators"})).status == 403
