"""Keyed tables of uniforms: the only source of chance (design decision D2).

A replication is ``(seed, r)``. Each decision stream is a table of uniforms with one row an entity and ``width`` columns
(ordinals), produced by the counter-based generator Philox under the key ``[seed, r << 32 | BLAKE2b-32(name)]``. Reading
one cell never moves another: adding an entity, or asking in another order, changes no draw.
"""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.random import Generator, Philox, SeedSequence
from numpy.typing import NDArray

BEFORE_START = 1000  # and j: the year -j, counted back from the start, among the years that a stream numbers

# Every stream: its width, and the decision it feeds. "company" and "achievement" are the same exogenous slot.
STREAMS: dict[str, int] = {
    # achievements (D5)
    "arrivals": 1,  # how many achievements arrive; entity = year * 8 + sector, year -j at 1000 + j
    "arrival_day": 1,  # day of the year on which an achievement is completed
    "owner": 1,  # university, institute, state firm or private firm
    "appraisal": 1,  # appraised value
    "quality": 1,  # quality q, N(0, 1)
    "discovery": 1,  # whether the platforms discover it
    "discovery_time": 1,  # how long that takes
    "evaluation_time": 1,  # service time of its evaluation
    "own_decision_time": 1,  # time the owner takes below the line of article 6
    "review_time": 1,  # time of the department's review at or above the line
    "approval_time": 1,  # service time of the finance bureau's approval
    "negotiation_time": 1,  # time from decision to agreement
    "conversion": 1,  # whether it becomes a company; read at the decision or at take-over, one draw
    "takeover": 1,  # whether its inventors take it over at month 12
    "takeover_time": 1,  # time from take-over to founding
    "landing": 1,  # founded in the city or elsewhere
    # companies (D5, D6); ordinal = stage unless stated
    "fate": 16,  # outcome of a milestone; ordinal = stage * 2 + redraw
    "fate_time": 16,  # days until that milestone; ordinal as in fate
    "step": 8,  # price step when it advances
    "recovery": 4,  # what a failed company pays: 0 nothing or something, 1 how much
    "exit_price": 8,  # multiple of a trade sale or a listing
    "lockup": 4,  # price change during lock-up
    "round_size": 8,  # size of the round
    "seed_dilution": 1,  # share of the company sold in the seed round
    "dilution": 8,  # share of the company sold in a later round
    "outside_ready": 8,  # whether outside investors stand ready
    "runway": 8,  # runway bought by a round
    "size_of_company": 4,  # headcount, sales, net assets
    "signal": 256,  # a manager's noise about a company; ordinal = manager * 8 + stage
    "manager_order": 32,  # order in which a company's round is shown; ordinal = stage * 65,536 + step
    # managers and their funds (D3, D4)
    "manager_arrival": 1,  # first marketing day
    "manager_skill": 1,  # skill, N(0, 1)
    "manager_effect": 1,  # lasting effect on what a manager raises
    "fund_target": 4,  # target size; ordinal = fund number
    "fund_fill": 16,  # share of target raised; ordinal = number * 8 + attempt
    "fund_time": 16,  # time to first close; ordinal = number * 8 + attempt
    "partner_anchor": 4,  # the anchor's share of private money; ordinal = fund number
    "partner_weight": 64,  # weights of the other private partners; ordinal = fund number * 32 + partner
    "partner_class": 64,  # classes of the private partners; ordinal as above
    # the market and the exchange
    "market": 64,  # market factor of a year; entity 0, ordinal = year, year -j at 1000 + j
    "window_state": 1024,  # state of the listing window past the data; entity 0, ordinal = month
    "window_count": 1024,  # national listings of that month; entity 0, ordinal = month
    "listing_rounding": 1,  # where the modelled companies' places begin to be rounded; entity 0
    # leaving a public position (D7, D8)
    "exercise_value": 64,  # the partners' valuation error; entity = manager * 8 + fund, ordinal = decision
    "exercise_liquid": 64,  # whether the partners can pay; entity and ordinal as above
    "outsider_bid": 64,  # what an outside investor would pay where anyone may buy; entity and ordinal as above
    "put_value": 64,  # the partners' valuation error of their own line; entity and ordinal as above
    "auction": 64,  # the bid at a deadline; entity and ordinal as above
    "co_exercise_value": 16,  # the manager's valuation error on a co-investment; entity = company
    "co_exercise_liquid": 16,  # whether it can pay; entity = company
    "co_auction": 16,  # the bid on a co-investment at its deadline; entity = company, ordinal as above
    # the end of a fund (D9)
    "extension": 1,  # years by which a fund goes on after its term; entity = manager * 16 + fund
    # all companies together (D5)
    "cycle": 256,  # state of a calendar year; entity 0, ordinal = year - 1900
    # companies that linger (D5)
    "lingers": 8,  # whether a company lives on where it would be wound up; ordinal = last closed stage + 1
    "linger_life": 1,  # how long
    "linger_sale_u": 64,  # whether it is sold and for how much; ordinal = anniversaries since it began to linger
    # companies beside their rounds
    "growth": 16,  # log sales to which a stage leads; ordinal = stage, 8 after a listing, 9 after a trade sale
    "life_after": 1,  # how long a company operates after a listing or trade sale
    "leave": 64,  # whether it leaves the city; ordinal = year of the programme day, 62 on a trade sale
    "angel": 1,  # whether an angel stands ready for its seed round; the same answer at every look
    "incubated": 1,  # whether its founders would take a place in an incubator
    # articles of the opinion that cover a part of cases
    "coverage": 32,  # whether an article covers an achievement; ordinal = article
    # loans, the board, founders' buy-back
    "loan": 8,  # whether the bank lends to a company whose round waits; ordinal = stage of the round
    "loan_growth": 64,  # whether it lends to a fast grower; ordinal = year of the programme day
    "otc": 64,  # whether a company enters the over-the-counter board; ordinal = year of the programme day
    "buy_back": 2,  # what its founders can pay: 0 all, nothing or a part, 1 which part
    # what articles of the opinion add to the way of an achievement
    "screen": 2,  # an evaluation's error about quality: 0 first look, 1 after nurturing
    "split": 1,  # whether its owner declares less than the line, and how much less
    "refusal": 2,  # whether a result is refused; ordinal: 0 by the department, 1 by the bureau
    "award_income": 1,  # the income from which its inventors pay tax on an award
    # programmes beside the guidance fund
    "programme_noise": 64,  # how a company is judged; ordinal = 64 * programme + year
    "de_exercise_value": 16,  # as co_exercise_value, on direct equity
    "de_exercise_liquid": 16,  # as co_exercise_liquid
    "de_auction": 16,  # as co_auction
    # measures (D11)
    "bootstrap": 1,  # bootstrap weights over replications
}

_PAGE = 256  # uniforms generated at a time
_COUNTERS = _PAGE // 4  # Philox4x64 yields four numbers for one counter value
_BELOW_ONE = 1.0 - 2.0**-53  # adding 0.5 to the largest integer rounds up to 1; a uniform stays inside (0, 1)

Override = Callable[[int, int], float]


def stream_hash(name: str) -> int:
    """First 32 bits of the BLAKE2b digest of a stream's name."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")


def _generator(seed: int, replication: int, name: str) -> Philox:
    """Philox under the key of ``(seed, replication, name)``; its counter starts at zero."""
    if not 0 <= seed < 2**63:
        raise ValueError(f"seed must lie in 0 .. 2**63 - 1, not {seed}")
    if not 0 <= replication < 2**32:
        raise ValueError(f"replication must lie in 0 .. 2**32 - 1, not {replication}")
    return Philox(key=np.array(stream_key(seed, replication, name), dtype=np.uint64))


def stream_key(seed: int, replication: int, name: str) -> tuple[int, int]:
    """The two words of the key under which a stream's numbers are made."""
    return seed, replication << 32 | stream_hash(name)


def _uniforms(raw: NDArray[np.uint64]) -> NDArray[np.float64]:
    """``((raw >> 11) + 0.5) * 2**-53``, kept below one. Exact operations only, the same on every processor."""
    values: NDArray[np.float64] = np.minimum(((raw >> np.uint64(11)) + 0.5) * 2.0**-53, _BELOW_ONE)
    return values


class Stream:
    """One table of uniforms in (0, 1), generated a page of 256 at a time when first read."""

    __slots__ = ("_generator", "_pages", "_state", "name", "width")

    def __init__(self, name: str, width: int, seed: int, replication: int) -> None:
        self.name = name
        self.width = width
        self._generator = _generator(seed, replication, name)
        self._state = self._generator.state
        self._pages: dict[tuple[int, int] | int, list[float]] = {}

    def u(self, entity: int, ordinal: int = 0) -> float:
        """The uniform of an entity's ``ordinal``-th draw; the same number whenever and however often it is read.

        Ordinals beyond the width come from further blocks of the table, so a wider use never shifts a narrower one.
        """
        if ordinal < self.width:
            index = entity * self.width + ordinal
            page = self._pages.get(index >> 8)
            if page is None:
                page = self._pages[index >> 8] = self._page(0, index >> 8)
            return page[index & 255]
        return self._beyond(entity, ordinal)

    def _beyond(self, entity: int, ordinal: int) -> float:
        block, column = divmod(ordinal, self.width)
        index = entity * self.width + column
        key = (block, index >> 8)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._page(block, index >> 8)
        return page[index & 255]

    def _page(self, block: int, number: int) -> list[float]:
        if number < 0:
            raise ValueError(f"stream {self.name}: an entity cannot be negative")
        counter = self._state["state"]["counter"]
        counter[0] = number * _COUNTERS
        counter[1] = block
        self._generator.state = self._state
        values: list[float] = _uniforms(self._generator.random_raw(_PAGE)).tolist()
        return values


class _Overridden(Stream):
    """A stream whose values a test dictates."""

    __slots__ = ("_values",)

    def __init__(self, name: str, width: int, seed: int, replication: int, values: Override) -> None:
        super().__init__(name, width, seed, replication)
        self._values = values

    def u(self, entity: int, ordinal: int = 0) -> float:
        """What the test says."""
        return self._values(entity, ordinal)


class Draws:
    """All streams of one replication. Each is opened once, by the one place that reads it."""

    def __init__(self, seed: int, replication: int) -> None:
        """``seed`` in 0 .. 2**63 - 1, ``replication`` in 0 .. 2**32 - 1; raises ValueError otherwise."""
        _generator(seed, replication, "")  # refuse bad numbers here, not at the first stream
        self.seed = seed
        self.replication = replication
        self._opened: dict[int, str] = {}
        self._overrides: dict[str, Override] = {}
        self._tables: dict[str, Stream] = {}

    def again(self) -> "Draws":
        """The same draws for another simulation of this replication, under another rule book.

        Both share their tables, so each uniform is generated once however many rule books read it; each opens every
        stream once, as if it were alone. Values dictated by ``override`` so far hold for both.
        """
        other = Draws(self.seed, self.replication)
        other._overrides = dict(self._overrides)
        other._tables = self._tables
        return other

    def stream(self, name: str) -> Stream:
        """Open a declared stream.

        Raises KeyError for a name not in ``STREAMS``, ValueError when it is already open or shares its key with an
        open one: two decisions reading one table would be correlated without anyone having said so.
        """
        if name not in STREAMS:
            raise KeyError(f"stream {name!r} is not declared in STREAMS")
        key = stream_hash(name)
        if key in self._opened:
            raise ValueError(f"stream {name!r} has the key of {self._opened[key]!r}, which is already open")
        self._opened[key] = name
        if name in self._overrides:
            return _Overridden(name, STREAMS[name], self.seed, self.replication, self._overrides[name])
        if name not in self._tables:
            self._tables[name] = Stream(name, STREAMS[name], self.seed, self.replication)
        return self._tables[name]

    @property
    def dictated(self) -> bool:
        """Whether any value is dictated."""
        return bool(self._overrides)

    def opened(self) -> set[str]:
        """Names of the streams that are open."""
        return set(self._opened.values())

    def override(self, name: str, values: Override) -> None:
        """Dictate a stream's values by ``values(entity, ordinal)``; for tests, before the stream is opened."""
        if name not in STREAMS:
            raise KeyError(f"stream {name!r} is not declared in STREAMS")
        if stream_hash(name) in self._opened:
            raise ValueError(f"stream {name!r} is already open")
        self._overrides[name] = values


def bootstrap_weights(seed: int, draws: int, replications: int) -> NDArray[np.float64]:
    """How often each replication is drawn in each bootstrap sample: counts, shape ``(draws, replications)``.

    Each row sums to ``replications``. Row b is a function of ``(seed, b, replications)`` alone, so more bootstrap
    draws leave the first ones as they are.
    """
    weights = np.empty((draws, replications), dtype=np.float64)
    generator = _generator(seed, 0, "bootstrap")
    for row in range(draws):
        picks = (_uniforms(generator.random_raw(replications)) * replications).astype(np.int64)
        weights[row] = np.bincount(picks, minlength=replications)
    return weights


def design_generator(seed: int) -> Generator:
    """The generator that scatters the points of a sampled design: a function of ``seed`` (not negative) alone.

    It has a seed sequence, from which scipy's samplers spawn, and is read by no replication.
    """
    return Generator(Philox(SeedSequence([seed, stream_hash("design")])))


def label_generator() -> Generator:
    """A generator of labels for tests of what was simulated, always the same: no world sees what it draws."""
    return Generator(Philox(SeedSequence([0, stream_hash("labels")])))
