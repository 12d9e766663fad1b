"""The permissions as a customer managed policy of their own, as the AWS walk-through makes them."""
