"""Cognito, where moto differs from it.

    user_pools, public_operations    user pools, and operations of pages
    user_errors, unknown_users       errors in Cognito's words, and those about unknown users
    triggers, trigger_invocations, token_claims    the lambdas of a pool, and tokens with claims that they return
    own_accounts                     what users do with their own sessions and accounts
    srp, second_factor, totp, challenges    sign-in by a password's proof, an authenticator app, own challenges
"""
