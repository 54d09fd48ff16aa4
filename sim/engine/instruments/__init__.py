"""What public money is used for: one module (stage equity: one folder) holds an instrument's whole life."""
