"""Requests to the host: a header in JSON, a line feed, and bytes; the answer has the same form."""

import errno
import json

import _boternity

HTTP = 1
SCRIPT = 2


def request(operation, header, body=b""):
    """Sends a request and answers the header and the bytes of what the host said."""
    text = json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    answer = _boternity.call(operation, b"".join((text, b"\n", body)))
    head, separator, rest = answer.partition(b"\n")
    if not separator:
        raise OSError(errno.EIO, "the host's answer has no header")

    return json.loads(head), rest


_ERRORS = {
    "denied": (PermissionError, errno.EACCES),
    "timed-out": (TimeoutError, errno.ETIMEDOUT),
    "connection-refused": (ConnectionRefusedError, errno.ECONNREFUSED),
    "connection-failed": (ConnectionError, errno.ECONNRESET),
    "protocol-error": (ConnectionError, errno.EPROTO),
}


def error_of(header, subject):
    """The exception for an answer with an error; None when there is none."""
    message = header.get("error")
    if message is None:
        return None

    kind = header.get("kind", "")
    if kind == "name-not-resolved":
        import socket

        return socket.gaierror(-2, message)

    if kind == "tls-failed":
        import ssl

        return ssl.SSLError(errno.EPROTO, message)

    error, number = _ERRORS.get(kind, (OSError, errno.EIO))
    return error(number, message, subject) if error in (OSError, PermissionError) else error(number, message)
