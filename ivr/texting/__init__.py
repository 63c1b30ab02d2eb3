"""Text messages to registered mobiles: the carriers that take them, and what those report.

- ``sender``   what a carrier of messages is, and how it says no
- ``account``  a carrier's account (Twilio's Messages API, and what is compatible with it)
- ``handset``  the demo's: messages come up on the telephone in the browser
- ``choose``   which of them this line has
- ``status``   the door at which a carrier reports
"""
