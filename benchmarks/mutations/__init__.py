"""The proof's code, changed on purpose: how many changes the tests notice. Run it with `make mutations`."""
