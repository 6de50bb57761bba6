"""Users of private endpoints: those in the app's user pool of Cognito (recipes/user_pool.py), and their passwords."""
