def run(app):
    def call(type_name, field, **arguments):
        return app.invoke("resolve", {"arguments": arguments, "identity": None, "source": None, "prev": None, "stash": {},
                                      "request": {"headers": {"x-amzn-trace-id": "Root=1"}}, "info": {
                                          "parentTypeName": type_name, "fieldName": field, "variables": {},
                                          "selectionSetList": ["id"], "selectionSetGraphQL": "{id}"}})
    post = call("Mutation", "addPost", title="Hi")
    assert call("Query", "getPost", id=post["id"])["title"] == "Hi"
    assert len(call("Query", "listPosts")) == 1
