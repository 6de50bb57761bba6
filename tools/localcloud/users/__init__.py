"""Cognito, where moto differs from it."""
