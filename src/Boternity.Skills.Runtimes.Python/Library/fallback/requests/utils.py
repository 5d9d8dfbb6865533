"""Odds and ends."""

import http
from urllib.parse import quote, unquote, urlparse

__all__ = ["codes", "default_headers", "default_user_agent", "dict_from_cookiejar", "quote", "requote_uri", "unquote",
           "urlparse"]


class _Codes:
    """Status codes by name: codes.ok, codes.not_found, codes["teapot"]."""

    def __getattr__(self, name):
        if name.lower() in ("ok", "okay"):
            return 200

        try:
            return http.HTTPStatus[name.upper()].value
        except KeyError:
            raise AttributeError(name) from None

    __getitem__ = __getattr__


codes = _Codes()


def default_user_agent(name="python-requests"):
    return f"{name}/2.32.0"


def default_headers():
    return {"User-Agent": default_user_agent(), "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}


def requote_uri(url):
    return quote(unquote(url), safe="!#$%&'()*+,/:;=?@[]~")


def dict_from_cookiejar(jar):
    return {cookie.name: cookie.value for cookie in jar}
