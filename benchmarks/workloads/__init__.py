"""The programs that are measured: the same access written with our constructs, and by hand."""
