"""What Chinese texts are held to: the words the glossary replaces, and how numbers and punctuation are set."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Text in which a replaced word may stand, and why.
QUOTED = {
    "不重复支持": "杭州's rule of 2008 speaks so: no second support of the same firm",
}
# Half-width text beside a Chinese character without a space, and half-width punctuation after one.
CROWDED = re.compile(r"[\u4e00-\u9fff][0-9A-Za-z]|[0-9A-Za-z%][\u4e00-\u9fff]|[\u4e00-\u9fff][,;:!?()]")
# Names of documents are written as they are printed.
DOCUMENT = re.compile(r"[\u4e00-\u9fff]+[\[〔]\d{4}[\]〕]\d+号")


def replaced() -> list[str]:
    """Every word of the third column of the glossary's tables."""
    rows = [
        line.split("|")[1:-1]
        for line in (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and CHINESE.search(line.split("|")[1])
    ]
    return [word.strip() for row in rows if "中文" not in row[0] for word in row[2].split(",") if word.strip()]


def without_quoted(text: str) -> str:
    """The text without its exceptions."""
    for quoted in QUOTED:
        text = text.replace(quoted, "")
    return text
