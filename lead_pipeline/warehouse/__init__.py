"""The one place that writes the warehouse. Nothing here asks an API or decides what is right."""
