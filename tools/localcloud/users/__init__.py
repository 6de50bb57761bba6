"""Cognito, where moto differs from it.

    user_pools        user pools and their operations
    unknown_users     errors that do not disclose which users exist
    public_operations  the operations that pages may call
    triggers          the operations of a pool that invoke its lambdas
    trigger_invocations   invoking a lambda of a pool
    token_claims      tokens with claims that a lambda returned
    second_factor     sign-in with an authenticator app
    totp              the codes of an authenticator app
    challenges        sign-in by the app's own challenges
    srp               the proof of a password
"""
