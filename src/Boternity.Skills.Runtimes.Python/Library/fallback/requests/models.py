"""Requests and responses."""

import datetime
import io
import json as _json
import re
import uuid
import zlib
from http.client import responses
from urllib.parse import urlencode, urlsplit, urlunsplit

from . import exceptions
from .structures import CaseInsensitiveDict


def _pairs(data):
    items = data.items() if hasattr(data, "items") else data
    for key, value in items:
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if one is not None:
                yield key, one


def _form(data):
    return data if isinstance(data, (str, bytes)) else urlencode(list(_pairs(data)))


def _bytes(value):
    return value.read() if hasattr(value, "read") else value if isinstance(value, bytes) else str(value).encode()


def _multipart(files, data):
    boundary = uuid.uuid4().hex
    parts = []
    for name, value in _pairs(data or {}):
        parts.append((f'form-data; name="{name}"', None, _bytes(value)))

    for name, value in files.items() if hasattr(files, "items") else files:
        file_name, kind = None, None
        if isinstance(value, (tuple, list)):
            file_name, content = value[0], value[1]
            kind = value[2] if len(value) > 2 else None
        else:
            content = value
            file_name = str(getattr(value, "name", name)).rpartition("/")[2]

        disposition = f'form-data; name="{name}"' + (f'; filename="{file_name}"' if file_name else "")
        parts.append((disposition, kind, _bytes(content)))

    body = io.BytesIO()
    for disposition, kind, content in parts:
        body.write(f"--{boundary}\r\nContent-Disposition: {disposition}\r\n".encode())
        if kind:
            body.write(f"Content-Type: {kind}\r\n".encode())

        body.write(b"\r\n" + content + b"\r\n")

    body.write(f"--{boundary}--\r\n".encode())
    return body.getvalue(), f"multipart/form-data; boundary={boundary}"


class PreparedRequest:
    def __init__(self, method, url, headers, body):
        self.method, self.url, self.headers, self.body = method, url, headers, body

    @property
    def path_url(self):
        parts = urlsplit(self.url)
        return (parts.path or "/") + ("?" + parts.query if parts.query else "")


class Request:
    def __init__(self, method=None, url=None, headers=None, files=None, data=None, params=None, auth=None,
                 cookies=None, hooks=None, json=None):
        self.method, self.url, self.headers, self.files = method, url, headers or {}, files
        self.data, self.params, self.auth, self.cookies, self.json = data, params, auth, cookies, json

    def prepare(self):
        url = str(self.url)
        parts = urlsplit(url)
        if not parts.scheme:
            raise exceptions.MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")

        if parts.scheme not in ("http", "https"):
            raise exceptions.InvalidSchema(f"No connection adapters were found for {url!r}")

        if not parts.hostname:
            raise exceptions.InvalidURL(f"Invalid URL {url!r}: No host supplied")

        if self.params:
            query = "&".join(text for text in (parts.query, _form(self.params)) if text)
            url = urlunsplit(parts._replace(query=query, path=parts.path or "/"))
        elif not parts.path:
            url = urlunsplit(parts._replace(path="/"))

        headers = CaseInsensitiveDict({key: value for key, value in self.headers.items() if value is not None})
        body = None
        if self.files:
            body, kind = _multipart(self.files, self.data)
            headers["Content-Type"] = kind
        elif self.data:
            body = self.data.read() if hasattr(self.data, "read") else self.data
            if not isinstance(body, (str, bytes)):
                body = b"".join(body) if hasattr(body, "__next__") else _form(body)
                headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
            elif isinstance(self.data, str):
                headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        elif self.json is not None:
            body = _json.dumps(self.json, allow_nan=False)
            headers.setdefault("Content-Type", "application/json")

        prepared = PreparedRequest(self.method.upper(), url, headers, body.encode() if isinstance(body, str) else body)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in dict(self.cookies).items())

        if isinstance(self.auth, tuple):
            from .auth import HTTPBasicAuth

            prepared = HTTPBasicAuth(*self.auth)(prepared)
        elif self.auth is not None:
            prepared = self.auth(prepared)

        return prepared


class Response:
    def __init__(self):
        self.status_code = None
        self.headers = CaseInsensitiveDict()
        self.url = None
        self.reason = None
        self.history = []
        self.request = None
        self.cookies = {}
        self.encoding = None
        self.elapsed = datetime.timedelta(0)
        self.raw = None
        self._content = b""

    def __repr__(self):
        return f"<Response [{self.status_code}]>"

    def __bool__(self):
        return self.ok

    def __iter__(self):
        return self.iter_content(128)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def ok(self):
        return self.status_code < 400

    @property
    def is_redirect(self):
        return "location" in self.headers and self.status_code in (301, 302, 303, 307, 308)

    @property
    def content(self):
        return self._content

    @property
    def apparent_encoding(self):
        return "utf-8"

    @property
    def text(self):
        try:
            return self._content.decode(self.encoding or self.apparent_encoding, "replace")
        except LookupError:
            return self._content.decode("utf-8", "replace")

    @property
    def links(self):
        found = {}
        for target, rest in re.findall(r"<([^>]*)>([^,<]*)", self.headers.get("link", "")):
            link = {"url": target}
            link.update(re.findall(r'(\w+)="?([^";]*)"?', rest))
            found[link.get("rel", target)] = link

        return found

    def json(self, **options):
        try:
            return _json.loads(self._content if self.encoding is None else self.text, **options)
        except _json.JSONDecodeError as error:
            raise exceptions.JSONDecodeError(error, self) from None

    def raise_for_status(self):
        if self.status_code >= 400:
            side = "Client" if self.status_code < 500 else "Server"
            message = f"{self.status_code} {side} Error: {self.reason} for url: {self.url}"
            raise exceptions.HTTPError(message, response=self)

    def iter_content(self, chunk_size=1, decode_unicode=False):
        size = chunk_size or max(1, len(self._content))
        for start in range(0, len(self._content), size):
            part = self._content[start:start + size]
            yield part.decode(self.encoding or "utf-8", "replace") if decode_unicode else part

    def iter_lines(self, chunk_size=512, decode_unicode=False, delimiter=None):
        content = self.text if decode_unicode else self._content
        yield from content.split(delimiter) if delimiter else content.splitlines()

    def close(self):
        pass


def response_of(request, answer, content):
    """A response from what http.client read."""
    response = Response()
    response.request = request
    response.url = request.url
    response.status_code = answer.status
    response.reason = answer.reason or responses.get(answer.status, "")
    for name, value in answer.getheaders():
        known = response.headers.get(name)
        response.headers[name] = value if known is None else f"{known}, {value}"
        if name.lower() == "set-cookie":
            key, _, rest = value.partition("=")
            response.cookies[key.strip()] = rest.partition(";")[0]

    encoding = response.headers.get("content-encoding", "").lower()
    if content and encoding in ("gzip", "x-gzip", "deflate"):
        try:
            content = zlib.decompress(content, 47)
        except zlib.error:
            content = zlib.decompress(content, -15) if encoding == "deflate" else content

    response._content = content
    response.raw = io.BytesIO(content)
    kind = response.headers.get("content-type", "")
    match = re.search(r"charset=\"?([\w.:-]+)", kind, re.IGNORECASE)
    response.encoding = match.group(1) if match else "ISO-8859-1" if kind.lower().startswith("text/") else None
    if "json" in kind and not match:
        response.encoding = "utf-8"

    return response
