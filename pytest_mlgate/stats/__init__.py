"""Pure numerics: arrays or counts in, numbers out; no I/O and no pytest."""
