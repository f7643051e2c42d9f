"""Errors of the warehouse; each message is one plain sentence for the person who ran it."""


class WarehouseError(Exception):
    """The warehouse cannot be built or queried."""


class WarehouseBuildError(WarehouseError):
    """A new warehouse cannot be built or published; the published one is as it was."""


class WarehouseMissingError(WarehouseError):
    """There is no published warehouse to query."""


class QueryError(WarehouseError):
    """A query is not allowed, or fails."""


class NoSuchReportError(WarehouseError):
    """No report, or more than one, is what was asked for.

    Attributes:
        candidates: the reports that may be meant, as a table; "" if there are none.
    """

    def __init__(self, sentence: str, candidates: str = "") -> None:
        super().__init__(sentence)
        self.candidates = candidates
