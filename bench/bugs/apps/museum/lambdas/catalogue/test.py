BO = {"sub": "bo", "email": "bo@museum.example", "cognito:groups": "curators"}
VASE = {"object": "AB-0001", "title": "Vase", "room": "3", "year": 1620, "value": 1200, "lent": False, "photos": 0}


def test_a_new_object(call, event, tables):
    body = {"object": "AB-0001", "title": " Vase ", "room": "3", "year": 1620, "value": 1200.5, "tags": ["glass"]}
    response = call(event.api(path="/objects", method="POST", claims=BO, body=body))
    assert (response.status, response.headers["location"]) == (201, "/objects/AB-0001")
    assert tables["museum-objects"].row("AB-0001")["title"] == "Vase"


def test_a_number_that_is_none(call, event):
    response = call(event.api(path="/objects", method="POST", claims=BO, body={"object": "7", "title": "Vase"}))
    assert response.status == 400


def test_one_object(call, event, tables):
    tables["museum-objects"].put(**VASE)
    assert call(event.api(path="/objects/AB-0001", method="GET", claims=BO)).json == VASE


def test_the_objects_of_a_room(call, event, tables):
    tables["museum-objects"].put(**VASE)
    response = call(event.api(path="/objects", method="GET", claims=BO, query={"room": "3"}))
    assert [item["object"] for item in response.json["objects"]] == ["AB-0001"]


def test_all_objects(call, event, tables):
    tables["museum-objects"].put(**VASE)
    assert len(call(event.api(path="/objects", method="GET", claims=BO)).json["objects"]) == 1


def test_a_photo(call, event, tables):
    response = call(event.api(path="/objects/AB-0001/photos", method="POST", claims=BO))
    assert response.json["fields"]["key"].startswith("photos/AB-0001/")
