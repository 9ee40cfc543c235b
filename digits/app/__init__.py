"""The desktop program. tkinter lives here alone.

``window`` wires the parts together and does nothing itself:

* what is drawn: ``desk`` holds ``tools`` and ``pad``, which draws on ``paper``, shows ``boxes``
  and looks through ``zoom``;
* what was read: ``result_panel`` holds ``number``, ``chooser``, ``inside`` and ``bars``;
  ``corrector`` offers other digits, ``history_window`` what was read before;
* who reads: ``conversation`` asks ``background``, the process whose side of the pipe is
  ``worker``, and puts the answers into the session (``digits.session``);
* ways in and out: ``files``, ``clipboard``, ``dropping``, ``recent``;
* what is kept: ``keeper``, with ``settings``, in ``user_files``;
* what it looks like: ``theme``, ``looks``, ``resolution``. ``commands`` names what a person can
  do, ``sentences`` what the program says.
"""
