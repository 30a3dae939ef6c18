"""The one kind of error that a user can cause."""


class UserError(Exception):
    """Something in the user's hands is wrong.

    The message is one sentence that names the file, row or key and says what to do. The command
    line prints it without a traceback and leaves with exit code 2; nothing has been written.
    """
