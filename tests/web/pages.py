"""Asks as the page does."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

VILLAGE = str(Path(__file__).parents[1] / "village.toml")
PORT = 8765


@dataclass(frozen=True)
class Page:
    client: Any
    desk: Any

    def ask(self, name: str, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"/api/{name}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
