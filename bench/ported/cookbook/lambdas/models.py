import os

# pareto: allow P706, because the model names its one table
from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model


class TagIndex(GlobalSecondaryIndex):
    class Meta:
        index_name = "tag-index"
        projection = AllProjection()

    tag = UnicodeAttribute(hash_key=True)


class Recipe(Model):
    class Meta:
        table_name = os.environ["COOKBOOK_TABLE"]
        region = os.environ["AWS_REGION"]

    slug = UnicodeAttribute(hash_key=True)
    title = UnicodeAttribute()
    tag = UnicodeAttribute()
    minutes = NumberAttribute(default=0)
    steps = ListAttribute(default=list)
    tags = TagIndex()
