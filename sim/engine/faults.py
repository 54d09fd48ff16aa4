"""What the engine says when a replication cannot go on."""

from sim.engine.codes import REASONS
from sim.engine.records import fund_name


class EngineError(Exception):
    """A replication stopped: its reason (``codes.REASONS``), who it is about, and an amount or day."""

    def __init__(self, reason: int, who: int, fen: int) -> None:
        self.reason, self.who, self.fen = reason, who, fen
        super().__init__(REASONS[reason].format(who=who, fen=fen, fund=fund_name(who)))
