"""What AWS's Service Authorization Reference says of each service in the table; generated, not written by hand."""
