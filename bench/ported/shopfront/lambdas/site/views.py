import json

from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from lambdas.site.models import Product


@csrf_exempt
def products(request):
    if request.method == "POST":
        fields = json.loads(request.body)
        made = Product.objects.create(name=fields["name"], price=fields["price"])
        return JsonResponse({"id": made.id}, status=201)
    return JsonResponse({"products": [{"id": one.id, "name": one.name, "price": str(one.price)} for one in Product.objects.order_by("id")]})


def product(request, id_):
    try:
        found = Product.objects.get(id=id_)
    except Product.DoesNotExist:
        raise Http404
    return JsonResponse({"id": found.id, "name": found.name, "price": str(found.price)})
