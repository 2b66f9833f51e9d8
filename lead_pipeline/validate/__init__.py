"""Sorting: records as received become typed rows, or are set aside with every reason. Nothing here asks or writes."""
