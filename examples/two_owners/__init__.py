"""Two owners, two apps, one agreement: each deploys the half that is theirs."""
