"""The app's own domain: names, DNS zone and certificates."""
