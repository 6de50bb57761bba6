"""moto, and how it is changed from outside."""
