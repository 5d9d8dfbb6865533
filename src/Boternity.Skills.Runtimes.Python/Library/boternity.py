"""What a script can ask of its host, under the skill's grants: secrets, variables, memories, the log.

A refusal is a PermissionError with the host's reason.
"""

import boternity_host

_HOST_FUNCTION = 3

__all__ = ["get_secret", "log", "read_env", "recall_memory"]


def _ask(function, *arguments):
    header = {"function": function, "arguments": [str(argument) for argument in arguments]}
    answer, body = boternity_host.request(_HOST_FUNCTION, header)
    if "error" in answer:
        raise PermissionError(1, answer["error"], function)

    return answer, body.decode("utf-8")


def get_secret(name):
    """The secret of that name."""
    return _ask("get-secret", name)[1]


def read_env(name):
    """The host's environment variable of that name."""
    return _ask("read-env", name)[1]


def log(message, level="info"):
    """Writes a line to the run's log."""
    _ask("log", level, message)


def recall_memory(query, limit=5):
    """The bot's memories that fit a text, the nearest first."""
    return _ask("recall-memory", query, limit)[0]["memories"]
