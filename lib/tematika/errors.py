"""Errors that a user can mend, each with an exit code of its own.

Every message is one line that says what is wrong, where, and how to mend it. The command line prints it without a
traceback and leaves with ``exit_code``.
"""


class TematikaError(Exception):
    """Anything that stops a run and that the user can do something about.

    Parameters
    ----------
    what : str
        What is wrong, in half a sentence.
    where : str
        The file, parameter, cell or option concerned; may be empty.
    mend : str
        What to do about it; may be empty.
    """

    exit_code = 1

    def __init__(self, what: str, where: str = "", mend: str = "") -> None:
        super().__init__(what, where, mend)
        self.what = " ".join(what.split())
        self.where = " ".join(where.split())
        self.mend = " ".join(mend.split())

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.mend}" if self.mend else head


class ParameterError(TematikaError):
    """A parameter or option that is unknown or has a value that cannot be."""

    exit_code = 2


class ThemesError(TematikaError):
    """A themes file that cannot be used."""

    exit_code = 2


class ChangedError(TematikaError):
    """Somebody else changed a file while a change to it was being made."""

    exit_code = 8


class LabelsError(TematikaError):
    """A file of labels that cannot be used."""

    exit_code = 2


class NoArticlesError(TematikaError):
    """Nothing to work on: no files, no readable text, nothing in the period."""

    exit_code = 3

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows: the line alone, for no code is at fault."""
        return [str(self)]


class SetAsideError(NoArticlesError):
    """Something was set aside that the user wanted to have in."""


class CellFailedError(TematikaError):
    """A notebook cell raised an error or was never run."""

    exit_code = 4


class OutOfTimeError(TematikaError):
    """A run or a cell took longer than it was given."""

    exit_code = 5


class KernelDiedError(TematikaError):
    """The notebook's kernel did not start or went away."""

    exit_code = 6


class PublishError(TematikaError):
    """The finished report could not be put in its place."""

    exit_code = 7


class LockedError(TematikaError):
    """Another run is writing to the same reports folder."""

    exit_code = 8


class ClusterError(TematikaError):
    """The Dask cluster does not answer, went away, or would not do the same as this machine."""

    exit_code = 6
