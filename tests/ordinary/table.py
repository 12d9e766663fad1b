"""Every ordinary stack."""

from tests.ordinary import buckets, data, delivery, functions, machines, messages, network, people, web

ROWS = tuple(
    row
    for family in (buckets, data, delivery, functions, machines, messages, network, people, web)
    for row in family.ROWS
)
