"""Calibrate: keys of an economy set so that named moments of its world without public money meet stated values."""
