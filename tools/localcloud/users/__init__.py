"""Cognito, where moto differs from it.

    user_pools, unknown_users, public_operations    user pools, errors about unknown users, operations of pages
    triggers, trigger_invocations, token_claims    the lambdas of a pool, and tokens with claims that they return
    srp, second_factor, totp, challenges    sign-in by a password's proof, an authenticator app, own challenges
"""
