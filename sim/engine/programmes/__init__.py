"""Support that the city pays beside its guidance fund: a purse for each line, and what is done on the programme day."""
