"""One user must have signed in with MFA lately; another has access until a day, and not a second longer."""
