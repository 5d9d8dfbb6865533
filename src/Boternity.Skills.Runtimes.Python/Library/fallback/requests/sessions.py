"""A session: headers, cookies and authentication that its requests share."""

import datetime
import http.client
import time
from urllib.parse import urljoin, urlsplit

from . import exceptions, utils
from .models import Request, response_of
from .structures import CaseInsensitiveDict


class Session:
    def __init__(self):
        self.headers = CaseInsensitiveDict(utils.default_headers())
        self.auth = None
        self.params = {}
        self.cookies = {}
        self.verify = True
        self.cert = None
        self.proxies = {}
        self.hooks = {"response": []}
        self.max_redirects = 30
        self.trust_env = True
        self.adapters = {}
        self.stream = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        pass

    def mount(self, prefix, adapter):
        self.adapters[prefix] = adapter

    def get(self, url, **options):
        return self.request("GET", url, **options)

    def options(self, url, **options):
        return self.request("OPTIONS", url, **options)

    def head(self, url, **options):
        options.setdefault("allow_redirects", False)
        return self.request("HEAD", url, **options)

    def post(self, url, data=None, json=None, **options):
        return self.request("POST", url, data=data, json=json, **options)

    def put(self, url, data=None, **options):
        return self.request("PUT", url, data=data, **options)

    def patch(self, url, data=None, **options):
        return self.request("PATCH", url, data=data, **options)

    def delete(self, url, **options):
        return self.request("DELETE", url, **options)

    def prepare_request(self, request):
        headers = self.headers.copy()
        headers.update(request.headers or {})
        params = list(dict(self.params).items()) if not request.params else request.params
        if self.params and hasattr(request.params, "items"):
            params = {**self.params, **request.params}

        cookies = {**self.cookies, **dict(request.cookies or {})}
        return Request(request.method, request.url, headers, request.files, request.data, params,
                       request.auth if request.auth is not None else self.auth, cookies, json=request.json).prepare()

    def request(self, method, url, params=None, data=None, headers=None, cookies=None, files=None, auth=None,
                timeout=None, allow_redirects=True, proxies=None, hooks=None, stream=None, verify=None, cert=None,
                json=None):
        prepared = self.prepare_request(Request(method, url, headers, files, data, params, auth, cookies, json=json))
        return self.send(prepared, timeout=timeout, allow_redirects=allow_redirects)

    def send(self, request, timeout=None, allow_redirects=True, **options):
        history = []
        while True:
            response = self._send_once(request, timeout)
            self.cookies.update(response.cookies)
            response.history = list(history)
            if not (allow_redirects and response.is_redirect):
                return response

            if len(history) >= self.max_redirects:
                raise exceptions.TooManyRedirects(f"Exceeded {self.max_redirects} redirects.", response=response)

            history.append(response)
            request = self._redirected(request, response)

    def _redirected(self, request, response):
        url = urljoin(request.url, response.headers["location"])
        headers = request.headers.copy()
        method, body = request.method, request.body
        if response.status_code == 303 and method != "HEAD" or response.status_code in (301, 302) and method == "POST":
            method, body = "GET", None
            headers.pop("Content-Type", None)

        if urlsplit(url).netloc != urlsplit(request.url).netloc:
            headers.pop("Authorization", None)
            headers.pop("Cookie", None)

        return type(request)(method, url, headers, body)

    def _send_once(self, request, timeout):
        if isinstance(timeout, (tuple, list)):
            known = [part for part in timeout if part is not None]
            timeout = sum(known) if known else None

        parts = urlsplit(request.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=timeout) if timeout else kind(parts.hostname, parts.port)
        begun = time.perf_counter()
        try:
            connection.request(request.method, request.path_url, request.body,
                               {key: str(value) for key, value in request.headers.items()})
            answer = connection.getresponse()
            content = answer.read()
        except TimeoutError as error:
            raise exceptions.ReadTimeout(str(error), request=request) from error
        except (OSError, http.client.HTTPException) as error:
            raise exceptions.ConnectionError(f"{request.url}: {error}", request=request) from error
        finally:
            connection.close()

        response = response_of(request, answer, content)
        response.elapsed = datetime.timedelta(seconds=time.perf_counter() - begun)
        return response


def session():
    return Session()
