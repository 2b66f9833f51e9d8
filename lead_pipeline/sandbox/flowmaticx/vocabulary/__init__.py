"""The words that made-up businesses are made of, country by country and trade by trade.

Words only; how they become a lead is in lead_text.
"""
