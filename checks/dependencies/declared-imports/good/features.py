def encode(row): return row
