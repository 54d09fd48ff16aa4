"""A country is simulated as a city is: all may grow a thousandfold, and no key moves with it."""

from sim.engine.kinds.given import Cell
from sim.engine.pipeline import slot_of
from sim.engine.reference import simulate
from sim.scenario.files import load
from sim.scenario.parameter import MOST_OF_A_SIZE


def cell(block: int, sector: int) -> Cell:
    made = Cell(0)
    made.block, made.sector = block, sector
    return made


def test_achievements_beyond_a_cells_places_have_slots_of_their_own_below_the_bound_of_keys() -> None:
    corners = [(0, 0), (0, 7), (1, 0), (50, 7)]
    numbers = [0, 1, 8191, 8192, 16384, MOST_OF_A_SIZE]
    slots = [slot_of(cell(*corner), number) for corner in corners for number in numbers]
    assert len(set(slots)) == len(slots)
    assert max(slots) < 1 << 32
    # where an achievement has always been
    assert slot_of(cell(50, 7), 8191) == (50 * 8 + 7) * 8192 + 8191


def test_a_sector_with_more_than_a_cells_places_in_a_year_is_simulated() -> None:
    settings = [
        "horizon_years=1",
        "economy.pipeline.disclosures_per_year=9000",
        "economy.pipeline.arrival_years=1",
        "economy.pipeline.shelf=0",
        "economy.pipeline.sector_shares=[1.0, 0, 0, 0, 0, 0, 0, 0]",
        "economy.pipeline.discovery=0.001",
        "economy.managers.slots=0",
    ]
    history = simulate(load("beijing-2011", settings=settings), 0)
    assert len(history.achievements) > 8192
    assert len({one.slot for one in history.achievements}) == len(history.achievements)
