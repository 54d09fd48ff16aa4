"""What was probably meant: numbers written as people write them, full-width characters, words beside those allowed.

Nothing here is accepted in place of the one spelling; it only tells what to write instead.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from sim.scenario.said import Said, either, said

# What the compatibility forms of Unicode do not already turn into ASCII.
LOOK_ALIKES = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"', "『": '"', "』": '"',
    "‘": "'", "’": "'", "，": ",", "、": ",", "。": ".", "．": ".", "·": ".", "：": ":", "＝": "=",
    "【": "[", "】": "]", "〔": "[", "〕": "]", "－": "-", "−": "-", "–": "-", "—": "-",
    "\u3000": " ", "\u00a0": " ", "\u200b": "", "\ufeff": "",
}  # fmt: skip
INVISIBLE = {"\u3000": said("a full-width space"), "\u00a0": said("a no-break space")}
INVISIBLE |= {"\u200b": said("an invisible space"), "\ufeff": said("a byte order mark")}

FACTORS: dict[str, int | str] = {
    "": 1, "%": "0.01", "‰": "0.001", "十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "十万": 100_000,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11,
    "万亿": 10**12, "成": "0.1", "k": 1000, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9,
    "thousand": 1000, "per cent": "0.01", "percent": "0.01",
}  # fmt: skip
UNITS = (
    "元", "人民币", "人民币元", "yuan", "rmb", "cny", "¥", "年", "个月", "月", "天", "日", "家", "人", "只", "倍", "x",
    "year", "years", "month", "months", "day", "days",
)  # fmt: skip
NUMBER = re.compile(
    r"([+-]?)(?:¥|cny|rmb)?\s*((?:\d[\d,_ ]*)?\.?\d*(?:e[+-]?\d{1,3})?)\s*(.*)", re.IGNORECASE | re.DOTALL
)

# Words for choices that people use, and the one a file must write; the first of them that a key allows is meant.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "partners": ("lp", "lps", "limited partner", "limited partners", "investor", "investors", "private partners",
                 "有限合伙人", "社会出资人", "社会资本", "社会投资人", "出资人", "其他出资人", "合伙人"),
    "manager": ("gp", "general partner", "managers", "fund manager", "普通合伙人", "管理人", "管理机构", "基金管理人",
                "管理团队", "基金管理机构"),
    "founders": ("founder", "entrepreneurs", "创始人", "创业者", "创业团队", "原始股东"),
    "anyone": ("any", "all", "third party", "任何人", "第三方", "他人"),
    "auction": ("public auction", "listing", "拍卖", "公开拍卖", "挂牌", "公开挂牌", "招拍挂"),
    "hold_to_term": ("hold", "hold to term", "term", "持有到期", "持有至期满"),
    "option_only": ("option", "buyback", "回购"),
    "appraised": ("appraisal", "appraised value", "评估价", "评估值", "按评估价"),
    "share_of_appraised": ("appraised", "appraisal", "评估价", "评估价比例"),
    "formula": ("公式", "公式价"),
    "none": ("no", "nothing", "无", "没有", "不设"),
    "leave": ("exit", "退出"),
    "refusal": ("first_refusal", "first refusal", "优先受让", "优先购买"),
    "unreturned": ("outstanding", "未收回", "未收回本金"),
    "original": ("cost", "原始投资额", "原价", "投资原值"),
    "simple": ("simple interest", "单利"),
    "compound": ("compounded", "compound interest", "复利"),
    "loan_1y": ("lpr", "lpr_1y", "loan", "bank loan rate", "一年期贷款利率", "贷款基准利率", "同期贷款利率"),
    "government_1y": ("1y", "一年期国债"),
    "government_5y": ("5y", "五年期国债"),
    "government_10y": ("10y", "十年期国债", "国债"),
    "fixed": ("fix", "constant", "固定", "固定利率"),
    "pro_rata": ("prorata", "pro rata", "pari passu", "同比例", "按比例"),
    "first": ("public first", "先出资"),
    "last": ("public last", "后出资"),
    "first_payment": ("first payment", "首次出资", "首次缴款"),
    "each_payment": ("each payment", "每次出资", "逐笔"),
    "private": ("社会资本", "私人"),
    "all": ("everything", "both", "全部", "所有"),
    "public": ("government", "公共", "财政"),
    "sub_funds": ("sub-funds", "sub funds", "subfunds", "子基金"),
    "cash": ("现金",),
    "plan": ("planned", "budget", "计划", "预算"),
    "keep": ("留存", "留用"),
    "return": ("give back", "退回", "上缴"),
    "exit": ("退出",),
    "bankruptcy": ("insolvency", "破产", "清算"),
    "fund": ("本基金", "基金"),
    "record": ("track record", "业绩"),
}  # fmt: skip
YES = ("yes", "on", "1", "y", "是", "有", "对", "true")
NO = ("no", "off", "0", "n", "否", "无", "不", "false")


def plain(text: str) -> str:
    """The ASCII that full-width characters and Chinese punctuation stand for; other characters stay."""
    return "".join(LOOK_ALIKES.get(one, unicodedata.normalize("NFKC", one)) for one in text)


def odd_character(text: str) -> tuple[int, Said] | None:
    """The first full-width or typographic character: its place from 0, and what to write instead; None if none."""
    for place, one in enumerate(text):
        ascii_form = LOOK_ALIKES.get(one, unicodedata.normalize("NFKC", one) if one > "\x7f" else one)
        if one > "\x7f" and ascii_form.isascii():
            name = INVISIBLE.get(one, one)
            instead = said("write a space") if ascii_form else said("delete it")
            instead = said("write {form}", form=ascii_form) if ascii_form.strip() else instead
            return place, said("{name} at character {place}: {instead}", name=name, place=place + 1, instead=instead)
    return None


def odd_in_pair(text: str) -> tuple[int, Said] | None:
    """The same of a KEY=VALUE without ``=``: a full-width one first, for a name before it may have marks."""
    before = max(text.find("＝"), 0)
    return odd_character(" " * before + text[before:])


def number_in(text: str) -> tuple[Decimal, str] | None:
    """The number a text spells, and in which way (``30 %``, ``1亿``), empty if plainly; None if it spells none."""
    found = NUMBER.fullmatch(plain(text).strip().strip("\"'").strip()) if len(text) <= 60 else None
    if found is None or not found[2].strip("e.,_ "):
        return None
    tail = re.sub(r"\s+", " ", found[3]).strip().lower()
    for unit in ("", *UNITS):
        word = tail.removesuffix(unit).strip()
        if tail.endswith(unit) and word in FACTORS:
            break
    else:
        return None
    try:
        value = Decimal(found[1] + re.sub(r"[,_ ]", "", found[2])) * Decimal(FACTORS[word])
    except InvalidOperation:
        return None
    return value, re.sub(r"\s+", " ", plain(text).strip()) if word or tail else ""


def written(value: Decimal) -> str:
    """A number as TOML writes it, in the fewest digits."""
    text = format(value.normalize(), "f")
    return text if len(text) <= 30 else format(value.normalize(), "e").replace("e+", "e")


def number_meant(text: str) -> str:
    """``0.3 for 30%``, ``100000000 or 1e8 for 1亿``, ``0.25`` for ``"0.25"``; empty if the text spells no number."""
    read = number_in(text)
    if read is None:
        return ""
    value, way = read
    number: str = written(value)
    digits = number.rstrip("0")
    if digits.isdecimal() and len(digits) <= 3 and len(number) >= 8:
        number = either([number, f"{digits[0]}{f'.{digits[1:]}' if digits[1:] else ''}e{len(number) - 1}"])
    return said("{number} for {way}", number=number, way=way) if way else number


def choice_meant(given: str, choices: Sequence[str]) -> str:
    """The one of some choices that a word probably means, empty if none."""
    word = re.sub(r"\s+", " ", plain(given).strip().lower())
    if word in choices:
        return word
    for choice in choices:
        if word in SYNONYMS.get(choice, ()):
            return choice
    near = difflib.get_close_matches(word[:60], choices, n=1, cutoff=0.6)
    return near[0] if near else ""


def switch_meant(given: object) -> str:
    """``true`` or ``false`` where a word or number probably means one of them, else empty."""
    word = plain(str(given)[:10]).strip().lower() if isinstance(given, str | int | float) else ""
    return "true" if word in YES else "false" if word in NO else ""


def date_meant(given: str) -> str:
    """YYYY-MM-DD where a text spells a day with another separator, else empty."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain(given[:40]).strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def closest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The nearest known word, empty if none is near; long words are not compared."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff) if len(word) <= 100 else []
    return near[0] if near else ""
