"""Stage equity (阶段参股): ``stakes`` is its life; its terms stand beside it, each in a file."""
