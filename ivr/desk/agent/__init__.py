"""The agent's pages: what they do, who rings, who is on the line, and what there is to do.

- ``routes``      the page of work: ready or not, the card that rings, the screen that stays
- ``live``        what an agent's page shows of this moment, and the look that keeps the line going
- ``screen``      a call as its agent sees it: masked, until something is revealed
- ``showing``     showing what is on record, for a reason
- ``after``       notes, and what came of a call
- ``handing``     handing a caller on to somebody else
- ``tickets``     messages, callbacks, complaints and checks, by their promised date
- ``knowledge``   the rules that callers ask about, to be read to them
- ``today``       the agent's own calls
- ``softphone``   a telephone in the page, where the carrier has one (Twilio Voice SDK)
- ``names``       steps and errands of the conversation, as they are called on a page
- ``wording``     the words of the records
"""
