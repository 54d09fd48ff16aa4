"""One class a kind of row."""
