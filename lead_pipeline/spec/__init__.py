"""The words a source is declared in. Data only: nothing here asks, checks or writes anything.

A system's oddity that these words cannot say gets a new word here, never a special case in an engine.
"""
