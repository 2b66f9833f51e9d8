"""Extract → validate → land. The engine that `cli` and `orchestrate` call; it knows no vendor and no scheduler."""
