"""A page with programmes says, after what the treasury gives the guidance fund, what all support costs."""

from typing import Any

from sim.report.findings import _support


def measures(fiscal: float, *, tax: float | None = 1e7) -> dict[str, Any]:
    def one(value: float | None, unit: str) -> dict[str, Any]:
        return {"unit": unit, "mean": value, "ci95": None if value is None else (value - 1e6, value + 1e6)}

    return {
        "public.net_cost_pv": one(1e8, "yuan"),
        "fiscal.net_cost_pv": one(fiscal, "yuan"),
        "fiscal.recovered": {"unit": "x", "pooled": 0.4, "pooled_ci95": (0.3, 0.5)},
        "fiscal.net_cost_after_tax_pv": one(None if tax is None else fiscal - tax, "yuan"),
    }


def test_without_programmes_nothing_is_added_to_what_the_treasury_pays() -> None:
    assert _support(measures(1e8), "en") == ""


def test_cost_and_what_came_back_and_what_is_left_after_taxes() -> None:
    told = _support(measures(3e8), "en")
    assert "300.0 m yuan net (present value, 95% interval 299.0 m yuan to 301.0 m yuan)" in told
    assert "of each yuan paid 0.40 came back by the horizon (0.30 to 0.50)" in told
    assert "290.0 m yuan" in told
    assert "每支出一元，到期末收回 0.40 元" in _support(measures(3e8), "zh")


def test_where_nobody_counts_taxes_none_are_taken_off() -> None:
    assert "taxes" not in _support(measures(3e8, tax=None), "en")
