"""The call map for eyes: one picture, a page to walk in it, and a card for the counter.

Everything is read from the map that the engine runs (``flows.map``) and from the phrases; nothing
here names a flow, and a new one is on the picture as soon as it is in the tree.

- ``ways``      where a step leads, as it was declared
- ``tree``      the one way into each flow that is drawn
- ``layers``    places for the steps of a flow; ``columns`` for the flows
- ``plan``      the whole picture as rectangles and lines
- ``samples``   values to say a phrase with when it is nobody's
- ``wording``   flows, steps and choices in the words the caller hears
- ``picture``   the plan as SVG, drawn with ``strokes``
- ``facts``     what the page tells of a step
- ``figures``   yesterday's calls, as the page may show them
- ``sounds``    a phrase as the caller hears it, from the recordings
- ``routes``    the page and what it asks for
- ``outline``   the map as plain text; ``draw`` the picture in one language
- ``card``      what is on the key card; ``paper`` the card as PDF
"""
