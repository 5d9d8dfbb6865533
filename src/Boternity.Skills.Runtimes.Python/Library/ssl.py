"""TLS is the host's work: what http.client, urllib and urllib3 need of the module ssl to ask for it.

Whatever a script sets here, the host verifies certificates by its own rules; a script cannot turn that off.
"""

import enum
import socket as _socket

OPENSSL_VERSION = "the host's"
OPENSSL_VERSION_INFO = (3, 0, 0, 0, 0)
OPENSSL_VERSION_NUMBER = 0x30000000
HAS_SNI = HAS_ALPN = HAS_TLSv1_2 = HAS_TLSv1_3 = True
HAS_SSLv2 = HAS_SSLv3 = HAS_TLSv1 = HAS_TLSv1_1 = HAS_NEVER_CHECK_COMMON_NAME = HAS_PSK = False


class TLSVersion(enum.IntEnum):
    MINIMUM_SUPPORTED = -2
    TLSv1 = 769
    TLSv1_1 = 770
    TLSv1_2 = 771
    TLSv1_3 = 772
    MAXIMUM_SUPPORTED = -1


class VerifyMode(enum.IntEnum):
    CERT_NONE = 0
    CERT_OPTIONAL = 1
    CERT_REQUIRED = 2


class Purpose(enum.Enum):
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


class Options(enum.IntFlag):
    OP_ALL = 0x50
    OP_NO_SSLv2 = 0
    OP_NO_SSLv3 = 0x2000000
    OP_NO_COMPRESSION = 0x20000
    OP_NO_TLSv1 = 0x4000000
    OP_NO_TLSv1_1 = 0x10000000
    OP_NO_TICKET = 0x4000
    OP_ENABLE_MIDDLEBOX_COMPAT = 0x100000
    OP_LEGACY_SERVER_CONNECT = 4


class VerifyFlags(enum.IntFlag):
    VERIFY_DEFAULT = 0
    VERIFY_X509_STRICT = 32
    VERIFY_X509_TRUSTED_FIRST = 32768
    VERIFY_X509_PARTIAL_CHAIN = 0x80000


globals().update(VerifyMode.__members__)
globals().update(Options.__members__)
globals().update(VerifyFlags.__members__)

PROTOCOL_TLS = PROTOCOL_SSLv23 = 2
PROTOCOL_TLSv1, PROTOCOL_TLSv1_1, PROTOCOL_TLSv1_2 = 3, 4, 5
PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = 16, 17


class SSLError(OSError):
    library = reason = None


class SSLCertVerificationError(SSLError, ValueError):
    verify_code = verify_message = None


class SSLZeroReturnError(SSLError):
    pass


class SSLWantReadError(SSLError):
    pass


class SSLWantWriteError(SSLError):
    pass


class SSLSyscallError(SSLError):
    pass


class SSLEOFError(SSLError):
    pass


CertificateError = SSLCertVerificationError


class SSLSocket(_socket.socket):
    """Named by libraries; no connection of the sandbox is one."""


class SSLSession:
    pass


class MemoryBIO:
    def __init__(self):
        raise SSLError("the sandbox speaks no TLS of its own; the host does")


class SSLContext:
    """Marks a connection as one over TLS. What is set is kept, and has no effect."""

    sslsocket_class = SSLSocket

    def __init__(self, protocol=PROTOCOL_TLS):
        self.protocol = protocol
        self.check_hostname = protocol == PROTOCOL_TLS_CLIENT
        self.verify_mode = VerifyMode.CERT_REQUIRED if self.check_hostname else VerifyMode.CERT_NONE
        self.verify_flags = VerifyFlags.VERIFY_X509_TRUSTED_FIRST
        self.options = Options.OP_ALL
        self.minimum_version = TLSVersion.MINIMUM_SUPPORTED
        self.maximum_version = TLSVersion.MAXIMUM_SUPPORTED
        self.post_handshake_auth = False
        self.keylog_filename = None
        self.hostname_checks_common_name = False

    def _nothing(self, *_, **options):
        return None

    load_default_certs = load_verify_locations = load_cert_chain = load_dh_params = _nothing
    set_alpn_protocols = set_npn_protocols = set_ciphers = set_default_verify_paths = set_ecdh_curve = _nothing

    def get_ciphers(self):
        return []

    def get_ca_certs(self, binary_form=False):
        return []

    def cert_store_stats(self):
        return {"x509": 0, "crl": 0, "x509_ca": 0}

    def wrap_socket(self, sock, server_side=False, do_handshake_on_connect=True, suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        if server_side or not hasattr(sock, "secure"):
            raise SSLError("the sandbox speaks no TLS of its own; the host does, for HTTPS")

        sock.secure = True
        return sock

    def wrap_bio(self, *_, **options):
        raise SSLError("the sandbox speaks no TLS of its own; the host does")


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    return SSLContext(PROTOCOL_TLS_CLIENT if purpose is Purpose.SERVER_AUTH else PROTOCOL_TLS_SERVER)


def _create_unverified_context(protocol=None, **options):
    context = SSLContext(PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = VerifyMode.CERT_NONE
    return context


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


def get_default_verify_paths():
    return None


def get_server_certificate(addr, *_, **options):
    raise SSLError(f"the sandbox speaks no TLS of its own, so {addr[0]} cannot be asked for its certificate")


def RAND_bytes(count):
    import os

    return os.urandom(count)


def RAND_status():
    return True
