from django.urls import path

from lambdas.site import views

urlpatterns = [path("products/", views.products), path("products/<int:id_>/", views.product)]
