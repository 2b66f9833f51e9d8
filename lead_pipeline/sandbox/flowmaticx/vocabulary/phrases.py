"""The sentences an AI might write about a lead, and the roles of those it writes to.

In English, around names in any script. The greeting is the country's.
"""

from __future__ import annotations

ROLES = (
    "Owner",
    "Founder",
    "Managing Director",
    "CEO",
    "Head of Marketing",
    "Geschäftsführerin",
    "Gérant",
    "店長",
    "Partner",
)

ICEBREAKERS = (
    "Congrats on the {rating} rating – {reviews} people took the time to say why they like {name}.",
    "Saw {name} while looking for a {keyword} in {city}; your photos made me stop scrolling 😀",
    "{city} has many businesses like yours, but few that are named as often as {name}.",
    "I noticed that {name} answers nearly every review. That is rare, and it shows.",
    "A friend in {city} told me about {name} – and then could not stop.",
)

SUBJECTS = (
    "Quick question about your website",
    "{name} + more bookings in {city}?",
    "An idea for {name}",
    "Re: customers looking for “{keyword}”",
    "Two minutes for {city}’s best {keyword}? ✨",
)

BODIES = (
    """{hello}

I came across {name} while looking at businesses in {city}. We help firms like yours to turn visitors into customers, \
without a new website. Would a short call this week be all right?

Best,
Alex""",
    """{hello}

{reviews} reviews and a {rating} average: people clearly like what you do. Is it worth ten minutes to see how others \
in {city} fill their quiet days?

Kind regards,
Alex""",
    """{hello}

when I searched for “{keyword}” in {city}, you were not on the first page – and you should be. I wrote down three \
things that could change it. Shall I send them?

Alex""",
    """{hello}

no pitch, just a question: who at {name} looks after new customers?

Thank you!
Alex
\tP.S. Lovely place.""",
)

INSIGHTS = (
    "Active Google Maps presence with strong reviews; the website has no booking form and loads slowly on phones.",
    "Posts weekly, answers comments within a day; no newsletter found. Likely open to help with e-mail.",
    "Family business, {reviews} reviews, average {rating}. Seasonal peaks; the opening hours online are out of date.",
    "Growing: a second location in {city} was announced. Decision maker reachable in the mornings.",
    "Strong brand, weak search visibility for “{keyword}”.",
)
