"""The network: requests over HTTP and HTTPS, which the host makes under its grants; nothing else.

Below http.client stands a connection: it takes the bytes of a request, has the host make it when it is whole, and
gives the answer back as bytes. So everything on top of http.client works as it is, urllib3 and requests among it. TLS
is the host's work: ssl.SSLContext.wrap_socket marks the connection.
"""

import errno
import http.client
import io
import socket

import boternity_host

# The host says how long a message is and whether a connection is kept; it sets these itself.
_OWN = frozenset(("connection", "content-length", "host", "keep-alive", "proxy-connection", "transfer-encoding"))


class Connection:
    """What a connected socket is to http.client."""

    family = getattr(socket, "AF_INET", 2)
    type = getattr(socket, "SOCK_STREAM", 1)
    proto = 0

    def __init__(self, address, timeout):
        self.host, self.port = address[0], int(address[1])
        self.secure = False
        self.timeout = timeout
        self._sent = bytearray()
        self._answer = None
        self._closed = False

    def settimeout(self, timeout):
        self.timeout = timeout

    def gettimeout(self):
        return self.timeout

    def setblocking(self, flag):
        self.timeout = None if flag else 0.0

    def setsockopt(self, *_):
        pass

    def getsockopt(self, *_):
        return 0

    def getpeername(self):
        return self.host, self.port

    def getsockname(self):
        return "127.0.0.1", 0

    def getpeercert(self, binary_form=False):
        return b"" if binary_form else {}

    def selected_alpn_protocol(self):
        return None

    def fileno(self):
        return -1

    def shutdown(self, how):
        pass

    def unwrap(self):
        return self

    def close(self):
        self._closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, data, flags=0):
        self.sendall(data)
        return memoryview(data).nbytes

    def sendall(self, data, flags=0):
        if self._closed:
            raise OSError(errno.EBADF, "the connection is closed")

        self._answer = None
        self._sent += data
        whole = _request_of(self._sent)
        if whole is not None:
            self._sent = bytearray()
            self._answer = io.BytesIO(self._exchange(*whole))

    def makefile(self, mode="r", buffering=None, **options):
        if "w" in mode:
            return io.BufferedWriter(_Writer(self))

        return io.BufferedReader(_Reader(self))

    def recv(self, size, flags=0):
        if self._answer is None:
            raise OSError(errno.EOPNOTSUPP, f"only HTTP leaves the sandbox, and {self.host}:{self.port} was told "
                                            "no whole request")

        return self._answer.read(size)

    def recv_into(self, buffer, size=0, flags=0):
        data = self.recv(size or memoryview(buffer).nbytes)
        memoryview(buffer).cast("B")[:len(data)] = data
        return len(data)

    def _exchange(self, method, target, headers, body):
        url = target if "://" in target else self._origin() + target
        message = {"method": method, "url": url, "headers": headers, "maxRedirects": 0}
        if self.timeout is not None:
            message["timeoutMs"] = max(1, int(self.timeout * 1000))

        answer, content = boternity_host.request(boternity_host.HTTP, message, body)
        failure = boternity_host.error_of(answer, url)
        if failure is not None:
            raise failure

        status = answer["status"]
        lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, '')}"]
        length = len(content)
        for name, value in answer.get("headers", ()):
            if method == "HEAD" and name.lower() == "content-length":
                length = value
            elif name.lower() not in _OWN:
                lines.append(f"{name}: {value}")

        if status not in (204, 304) and status >= 200:
            lines.append(f"Content-Length: {length}")

        lines.append("Connection: close")
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content

    def _origin(self):
        scheme, usual = ("https", 443) if self.secure else ("http", 80)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}" if self.port == usual else f"{scheme}://{host}:{self.port}"


class _Reader(io.RawIOBase):
    def __init__(self, connection):
        self._connection = connection

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._connection.recv_into(buffer)


class _Writer(io.RawIOBase):
    def __init__(self, connection):
        self._connection = connection

    def writable(self):
        return True

    def write(self, data):
        return self._connection.send(data)


def _request_of(data):
    """Method, target, headers and body of a request, or None while it is not whole."""
    end = data.find(b"\r\n\r\n")
    if end < 0:
        return None

    lines = bytes(data[:end]).decode("latin-1").split("\r\n")
    method, _, rest = lines[0].partition(" ")
    target = rest.rpartition(" ")[0]
    headers, length, chunked = [], 0, False
    for line in lines[1:]:
        name, _, value = line.partition(":")
        value = value.strip()
        lowered = name.lower()
        if lowered == "content-length":
            length = int(value)
        elif lowered == "transfer-encoding":
            chunked = "chunked" in value.lower()
        elif lowered not in _OWN:
            headers.append([name, value])

    body = bytes(data[end + 4:])
    if chunked:
        body = _unchunked(body)
        return None if body is None else (method, target, headers, body)

    return (method, target, headers, body[:length]) if len(body) >= length else None


def _unchunked(data):
    parts, position = [], 0
    while True:
        end = data.find(b"\r\n", position)
        if end < 0:
            return None

        size = int(data[position:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts) if data.endswith(b"\r\n\r\n") else None

        start = end + 2
        if len(data) < start + size + 2:
            return None

        parts.append(data[start:start + size])
        position = start + size + 2


def create_connection(address, timeout=None, source_address=None, *, all_errors=False):
    if timeout is getattr(socket, "_GLOBAL_DEFAULT_TIMEOUT", None):
        timeout = socket.getdefaulttimeout() if hasattr(socket, "getdefaulttimeout") else None

    return Connection(address, timeout)


def _address_of(host, port, *_, **options):
    raise socket.gaierror(-2, f"the sandbox resolves no names, and only HTTP leaves it: {host}")


def install():
    socket.create_connection = create_connection
    socket.getaddrinfo = _address_of
    socket.gethostbyname = lambda name: _address_of(name, None)
    socket.gethostname = lambda: "localhost"
    socket.getfqdn = lambda name="": name or "localhost"
