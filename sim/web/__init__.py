"""The what-if page (``yindao serve``): sliders over a rule book, the prospectus at once, replications as they come."""
