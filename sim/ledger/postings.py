"""The immutable result of a ledger: postings as columns, their name tables, and the digest that identifies a run."""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RECORD = np.dtype(
    [
        ("day", "<i4"),
        ("fen", "<i8"),
        ("debit", "<i4"),
        ("credit", "<i4"),
        ("kind", "<i4"),
        ("entity", "<i4"),
        ("clause", "<i4"),
    ]
)


@dataclass(frozen=True)
class Postings:
    """Postings in order of entry.

    ``rows`` is a structured array of dtype ``RECORD``: day since start, amount in fen (always positive), and indices
    into the four sorted name tables. The debited account receives, the credited account gives.
    """

    rows: NDArray[np.void]
    accounts: tuple[str, ...]
    kinds: tuple[str, ...]
    entities: tuple[str, ...]
    clauses: tuple[str, ...]

    def digest(self) -> bytes:
        """BLAKE2b (32 bytes) over the name tables and then the packed rows (D12)."""
        state = hashlib.blake2b(digest_size=32)
        for table in (self.accounts, self.kinds, self.entities, self.clauses):
            state.update(("\n".join(table) + "\0").encode())
        state.update(self.rows.tobytes())
        return state.digest()


def run_digest(digests: list[bytes]) -> str:
    """Digest of a run: BLAKE2b over its replications' digests in order of replication, as hexadecimal text."""
    state = hashlib.blake2b(digest_size=16)
    for one in digests:
        state.update(one)
    return state.hexdigest()
