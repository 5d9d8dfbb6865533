"""The simple calls of requests, over the library's urllib.

It stands in where the package itself is not supplied: verbs, sessions, parameters, forms, JSON, files, headers,
cookies, basic authentication, redirects, time limits. Streaming gives what was read whole; proxies, certificates and
adapters are taken and have no effect, because the host makes the requests.
"""

from . import adapters, auth, exceptions, models, sessions, structures, utils
from .exceptions import (ConnectionError, ConnectTimeout, HTTPError, JSONDecodeError, ReadTimeout, RequestException,
                         Timeout, TooManyRedirects, URLRequired)
from .models import PreparedRequest, Request, Response
from .sessions import Session, session

__version__ = "2.32.0+boternity"
codes = utils.codes


def request(method, url, **options):
    with Session() as own:
        return own.request(method, url, **options)


def get(url, params=None, **options):
    return request("GET", url, params=params, **options)


def options(url, **options):
    return request("OPTIONS", url, **options)


def head(url, **options):
    options.setdefault("allow_redirects", False)
    return request("HEAD", url, **options)


def post(url, data=None, json=None, **options):
    return request("POST", url, data=data, json=json, **options)


def put(url, data=None, **options):
    return request("PUT", url, data=data, **options)


def patch(url, data=None, **options):
    return request("PATCH", url, data=data, **options)


def delete(url, **options):
    return request("DELETE", url, **options)
