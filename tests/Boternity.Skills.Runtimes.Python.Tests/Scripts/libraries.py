"""Imports the rest of what scripts import."""
import array, bisect, cmath, codecs, colorsys, configparser, contextlib, copy, copyreg, difflib, dis, doctest
import email.mime.multipart, email.mime.text, filecmp, fileinput, ftplib, getpass, gettext, graphlib, heapq, hmac
import http.cookies, imaplib, importlib.metadata, importlib.resources, inspect, io, ipaddress, json.tool, keyword
import linecache, logging.config, logging.handlers, mailbox, marshal, mimetypes, multiprocessing, netrc, numbers
import optparse
import pdb, pickle, pkgutil, plistlib, pprint, profile, quopri, reprlib, sched, selectors, shelve, shlex, signal
import smtplib, socket, socketserver, sqlite3, ssl, stringprep, symtable, sysconfig, timeit, tomllib, trace
import tracemalloc, unittest.mock, urllib.robotparser, wave, webbrowser, wsgiref.simple_server, xml.sax, xmlrpc.client
import zipapp, zoneinfo

print(tomllib.loads("a = [1, 2]\n"), pickle.loads(pickle.dumps({"x": (1, 2)})))
print(hmac.new(b"k", b"m", "sha256").hexdigest()[:8])
reader = configparser.ConfigParser()
reader.read_string("[s]\nk = v\n")
print(dict(reader["s"]), ipaddress.ip_network("10.0.0.0/30").num_addresses, mimetypes.guess_type("x.pdf")[0])
logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
logging.info("logged")
print(list(difflib.unified_diff(["a"], ["b"], lineterm="")), pprint.pformat({"b": 1, "a": [1] * 3}, width=10))
message = email.mime.text.MIMEText("hällo", "plain", "utf-8")
message["Subject"] = "x"
print(message.as_string().splitlines()[0], inspect.signature(lambda a, *, b=1: 0), shlex.split("a 'b c'"))
print(array.array("i", [1, 2]).tobytes().hex(), codecs.encode("abc", "rot13"), "ß".upper(), "straße".casefold())
print("日本".encode("shift_jis").hex(), "é".encode("utf-16-le").hex(), b"\xa4".decode("iso8859-15"))


class Case(unittest.TestCase):
    def test(self):
        self.assertEqual(1, 1)


cases = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
print(unittest.TextTestRunner(stream=io.StringIO()).run(cases).wasSuccessful())
