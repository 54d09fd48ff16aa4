"""Gates of programmes that support companies: grants, small firms, orders, recognition, services, and who gets two."""

from sim.scenario.book import by_key
from sim.scenario.economy_schema import Economy
from sim.scenario.gate import Gate, anchored, funded, on_path
from sim.scenario.in_force import has_support, line_has_money
from sim.scenario.policy_schema import Policy

MIX_MONEY = "policy.appropriation.yearly and its shares.mix above 0"
GRANT_MONEY = f"{MIX_MONEY}, and policy.mix.grant or policy.mix.post above 0"
GRANTS = f"grants: {GRANT_MONEY}, and policy.research_money.size above 0"
SME_MONEY = "policy.appropriation.yearly and its shares.sme_fund above 0"
RECOGNITION = "recognition: policy.recognition.enabled, its subsidy above 0 and appropriation.shares.recognised above 0"
TWO_PROGRAMMES = f"two of these: {GRANTS}; small firms: {SME_MONEY}, and policy.growth_firms.sme_amount; {RECOGNITION}"
OVERHEAD: float = by_key()["policy.research_money.indirect_rate"].off  # answers to it are measured from there
ORDER_MONEY = f"{MIX_MONEY}, and policy.mix.procurement above 0"


def grants(policy: Policy, _: Economy | None = None) -> bool:
    """Whether projects can have grants."""
    given = line_has_money(policy, "rd_grant") or line_has_money(policy, "post_subsidy")
    return given and policy.research_money.size > 0.0


def _small_firms(policy: Policy, _: Economy | None = None) -> bool:
    return line_has_money(policy, "sme_fund") and policy.growth_firms.sme_amount > 0.0


def _orders(policy: Policy, _: Economy | None = None) -> bool:
    return line_has_money(policy, "procurement") and policy.procurement.enabled and policy.procurement.order_share > 0.0


def _awards_twice(policy: Policy, _: Economy | None) -> bool:
    """Whether two programmes could support one company; grants before and after acceptance are one."""
    rules = policy.recognition
    recognised = rules.enabled and rules.subsidy > 0.0 and line_has_money(policy, "recognised")
    return grants(policy) + _small_firms(policy) + recognised > 1


def agents_come(policy: Policy, _: Economy | None) -> bool:
    """Whether agents have their fee: the line of services has money, or they work for nothing."""
    return policy.services.agent_fee == 0.0 or line_has_money(policy, "services")


def _overheads(policy: Policy, economy: Economy | None) -> bool:
    """Whether anybody is paid indirect costs, or answers to them."""
    return grants(policy) or economy is None or economy.response.indirect_on_conversion > 0.0


SUPPORT_GATES: tuple[Gate, ...] = (
    Gate(("policy.recognition.",), "policy.recognition.enabled = true", lambda policy, _: policy.recognition.enabled,
         ("policy.recognition.enabled",)),
    Gate(("policy.recognition.subsidy",), "money: policy.appropriation.yearly and its shares.recognised above 0",
         lambda policy, _: has_support(policy) and policy.appropriation.shares.recognised > 0.0),
    Gate(("economy.response.recognition_noise",), "policy.recognition.enabled = true",
         lambda policy, _: policy.recognition.enabled),
    Gate(("policy.research_money.indirect_rate",), f"{GRANTS}; or economy.response.indirect_on_conversion above 0",
         _overheads),
    Gate(("policy.research_money.",), GRANTS, grants,
         ("policy.research_money.indirect_rate", "policy.research_money.size")),
    Gate(("policy.research_money.size",), GRANT_MONEY,
         lambda policy, _: line_has_money(policy, "rd_grant") or line_has_money(policy, "post_subsidy")),
    Gate(("policy.research_money.mode",), "policy.mix.grant above 0", funded("rd_grant")),
    Gate(("policy.research_money.autonomy",), "policy.research_money.friction above 0",
         lambda policy, _: policy.research_money.friction > 0.0),
    Gate(("policy.research_money.clawback_if_leaving",), "economy.leaving.rate or economy.leaving.sale_moves above 0",
         lambda _, economy: economy is None or economy.leaving.rate > 0.0 or economy.leaving.sale_moves > 0.0),
    Gate(("policy.growth_firms.sme_amount",), SME_MONEY, funded("sme_fund")),
    Gate(("policy.growth_firms.noise",), f"{SME_MONEY}, and policy.growth_firms.sme_amount above 0", _small_firms),
    Gate(("policy.growth_firms.gazelle",), "economy.operations.mode = path", on_path),
    Gate(("policy.growth_firms.gazelle_",), "policy.growth_firms.gazelle = true",
         lambda policy, _: policy.growth_firms.gazelle),
    Gate(("policy.procurement.",), "policy.procurement.enabled = true", lambda policy, _: policy.procurement.enabled,
         ("policy.procurement.enabled",)),
    Gate(("policy.procurement.",), ORDER_MONEY, funded("procurement")),
    Gate(("policy.procurement.",), "policy.procurement.order_share above 0",
         lambda policy, _: policy.procurement.order_share > 0.0,
         ("policy.procurement.enabled", "policy.procurement.order_share")),
    Gate(("policy.coordination.no_double_months",), TWO_PROGRAMMES, _awards_twice),
    Gate(("economy.response.grant_on_advance",), GRANTS, grants),
    Gate(("economy.response.indirect_on_conversion",), f"policy.research_money.indirect_rate other than {OVERHEAD:g}",
         lambda policy, economy: policy.research_money.indirect_rate != OVERHEAD or anchored(policy, economy)),
    Gate(("economy.response.sme_on_advance",), f"{SME_MONEY}, and policy.growth_firms.sme_amount above 0",
         _small_firms),
    Gate(("economy.response.order_",), f"{ORDER_MONEY}, policy.procurement.enabled and order_share above 0", _orders),
    Gate(("economy.response.order_on_staying",), "economy.leaving.rate above 0",
         lambda _, economy: economy is None or economy.leaving.rate > 0.0),
    Gate(("economy.response.order_persistence",), "economy.operations.mode = path", on_path),
    Gate(("policy.recognition.tax_cut",), "economy.operations.mode = path", on_path),
    Gate(tuple(f"policy.services.{key}" for key in ("demand", "place_fee", "stay_months", "saving", "equity_")),
         "policy.services.places above 0", lambda policy, _: policy.services.places > 0),
    Gate(("policy.services.equity_share",), "policy.services.equity_cash above 0",
         lambda policy, _: policy.services.equity_cash > 0.0),
    Gate(("policy.services.equity_cash",), "policy.services.equity_share above 0",
         lambda policy, _: policy.services.equity_share > 0.0),
    Gate(("policy.services.place_fee",),
         "money: policy.appropriation.yearly and its shares.services above 0",
         lambda policy, _: has_support(policy) and policy.appropriation.shares.services > 0.0),
    Gate(("policy.services.agent_fee",), "policy.services.agent_factor below 1",
         lambda policy, _: policy.services.agent_factor < 1.0),
    Gate(("policy.services.agent_factor",), "policy.services.agent_fee = 0, or money for it: appropriation.yearly and "
         "its shares.services above 0", agents_come),
    Gate(("economy.response.incubator_",), "policy.services.places above 0",
         lambda policy, _: policy.services.places > 0),
)  # fmt: skip
