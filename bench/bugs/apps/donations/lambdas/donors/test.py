BO = {"sub": "bo", "email": "bo@charity.example", "cognito:groups": "staff"}


def test_a_page_of_donors(call, event, tables):
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann", newsletter=True, since="2025-01-01")
    response = call(event.api(claims=BO))
    assert response.json == {"donors": [{"donor": "d1", "email": "ann@example.com", "name": "Ann", "city": ""}]}


def test_the_donors_of_a_city(call, event, tables):
    tables["donations-donors"].put(donor="d1", email="ann@example.com", name="Ann", city="Bern")
    tables["donations-donors"].put(donor="d2", email="bo@example.com", name="Bo", city="Rome")
    response = call(event.api(claims=BO, query={"city": "Rome"}))
    assert [donor["name"] for donor in response.json["donors"]] == ["Bo"]
