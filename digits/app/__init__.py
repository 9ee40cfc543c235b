"""The desktop program. tkinter lives here alone.

``window`` wires the parts together: ``pad`` (what is drawn), ``result_panel`` (what was
read) and ``background`` (the process that reads, whose side of the pipe is ``worker``).
``commands`` names what a person can do, ``theme`` says what it looks like.
"""
