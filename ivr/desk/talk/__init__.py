"""The agent's voice at the desk, for calls of the line's own telephones (``ivr.talk``).

A page that shows a call takes ``desk/talk/voice.html`` into it; everything else is here.
"""
