"""How fast, how much memory, how many requests: measured on this machine, two things beside each other, as ratios."""
