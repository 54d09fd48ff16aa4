"""What is shown first exists, and never lumps instruments together."""

from sim.measures.catalogue import CATALOGUE, EVERY
from sim.measures.headlines import ATTRIBUTED, COMPARISON, PANELS, RANKED, RUN, SWEPT


def test_what_is_shown_first_exists_and_stands_there_once() -> None:
    single = ((RUN, CATALOGUE), (SWEPT, CATALOGUE), (RANKED, CATALOGUE), (ATTRIBUTED, CATALOGUE))
    for names, known in (*single, (COMPARISON, EVERY), (PANELS, EVERY)):
        assert set(names) <= known.keys()
        assert len(set(names)) == len(names)


def test_exits_over_all_instruments_are_never_shown_first() -> None:
    assert [
        name for name in (*RUN, *COMPARISON, *PANELS, *SWEPT, *RANKED, *ATTRIBUTED) if name.startswith("exit.")
    ] == []


def test_a_bureau_finds_what_it_asks_for_at_once() -> None:
    asked = {"treasury.irr", "treasury.back_share.10", "treasury.peak_cash_out", "public.tvpi", "private.irr"}
    asked |= {f"stage_equity.exit.{end}" for end in ("on_time", "lost", "overdue")}
    asked |= {f"budget.idle_rate.{cause}" for cause in ("uncommitted", "not_set_up", "undrawn")}
    asked |= {"company.funded", "manager.income_pv"}
    assert asked <= set(RUN)
    assert asked | {"additionality.private_capital.funds"} <= set(COMPARISON)
