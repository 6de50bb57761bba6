from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.CreateModel("Product", [
        ("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=80)),
        ("price", models.DecimalField(max_digits=8, decimal_places=2))])]
