"""Two hundred accounts, two thousand agreements: a folder of access files, one for each owner."""
