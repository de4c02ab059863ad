"""Users, sign-in, second factor, API tokens, access control."""
