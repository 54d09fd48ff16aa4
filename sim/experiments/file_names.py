"""Files by which a results folder is known; light, so that folders can be listed at once."""

MANIFEST = "manifest.json"  # of runs, comparisons and decompositions
SUMMARY = "summary.json"
MARK = ".yindao"  # of sweeps and studies, says which; whoever works there holds its lock
