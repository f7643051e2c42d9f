"""Errors of the warehouse; each message is one plain sentence for the person who ran it."""


class WarehouseError(Exception):
    """The warehouse cannot be built or queried."""


class WarehouseBuildError(WarehouseError):
    """A new warehouse cannot be built or published; the published one is as it was."""


class WarehouseMissingError(WarehouseError):
    """There is no published warehouse to query."""


class QueryError(WarehouseError):
    """A query is not allowed, or fails."""
