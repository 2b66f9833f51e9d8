"""The report: one page that needs nothing else, made from the published database.

`questions` ask the database, `sections` say what is shown of the answers, a file for each part of the page, and `page`
is the page itself: its HTML, CSS and JavaScript. A new chart is a `Panel` in a section.
"""
