"""The test kit: pytest fixtures from the app's model, template and zips, and localcloud/ for AWS; see docs/testing.md."""
