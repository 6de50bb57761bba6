"""The files of an app and of Pareto: `make new-app`, `make new-lambda`, `make upgrade`, `make ci`."""
