"""What is asked of landed rows, and the verdicts. It reads the warehouse and the ledger, changes nothing, asks no API.

Verdicts come from what is in the file, never from a run's memory: after a crash they are as honest as before.
"""
