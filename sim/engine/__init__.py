"""The model, written once: laws over rows of state, run under SimPy or compiled."""
