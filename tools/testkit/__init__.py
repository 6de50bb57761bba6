"""The test kit: pytest fixtures of the app's model, template and zips; localcloud/ is its AWS. See docs/testing.md."""
