"""What cannot be, and is: a fault of the program, or a parameter no engine can hold; raised under ``-O`` too."""

from typing import TypeVar

Value = TypeVar("Value")


class ImpossibleError(AssertionError):
    """An amount, a date or a state that rules and engine exclude."""


def there(value: Value | None, what: str) -> Value:
    """``value``, which cannot be None here; raises ImpossibleError naming ``what`` is missing if it is."""
    if value is None:
        raise ImpossibleError(f"there is no {what}")
    return value
