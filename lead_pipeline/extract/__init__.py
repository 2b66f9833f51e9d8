"""Reading: which requests bring a whole list, and the proof that they did.

Nothing here looks inside a row but for its key.
"""
