"""What is known of packages by the names under which they are imported."""

# Modules of the library that need what the sandbox does not have.
UNAVAILABLE = {
    "ctypes": "foreign functions", "_ctypes": "foreign functions", "curses": "a terminal", "fcntl": "file locks",
    "grp": "user accounts", "idlelib": "windows", "mmap": "mapped memory", "msvcrt": "Windows", "pty": "a terminal",
    "pwd": "user accounts", "readline": "a terminal", "resource": "process limits", "syslog": "the system's log",
    "termios": "a terminal", "tkinter": "windows", "tty": "a terminal", "turtle": "windows", "venv": "processes",
    "ensurepip": "processes", "winreg": "Windows", "winsound": "Windows", "_multiprocessing": "processes",
    "_posixsubprocess": "processes", "_winapi": "Windows",
}

# Imported name -> distribution, of packages that hold machine code.
NATIVE = {
    "AppKit": "pyobjc", "Bio": "biopython", "Cocoa": "pyobjc", "Crypto": "pycryptodome", "Cryptodome": "pycryptodomex",
    "Foundation": "pyobjc", "Levenshtein": "Levenshtein", "MySQLdb": "mysqlclient", "OpenGL": "PyOpenGL",
    "OpenSSL": "cryptography", "PIL": "Pillow", "PyQt5": "PyQt5", "PyQt6": "PyQt6", "PySide2": "PySide2",
    "PySide6": "PySide6", "Quartz": "pyobjc", "aiohttp": "aiohttp", "altair": "pandas", "argon2": "argon2-cffi",
    "astropy": "astropy", "asyncpg": "asyncpg", "av": "av", "bcrypt": "bcrypt", "blis": "blis", "brotli": "Brotli",
    "cairo": "pycairo", "cartopy": "Cartopy", "catboost": "catboost", "cffi": "cffi", "chromadb": "chromadb",
    "contourpy": "contourpy", "coolprop": "CoolProp", "cryptography": "cryptography", "cupy": "cupy",
    "curl_cffi": "curl_cffi", "cv2": "opencv-python", "cvxpy": "cvxpy", "cython": "Cython", "dlib": "dlib",
    "duckdb": "duckdb", "faiss": "faiss-cpu", "fasttext": "fasttext", "fastparquet": "fastparquet", "fiona": "Fiona",
    "fitz": "PyMuPDF", "freetype": "freetype-py", "gensim": "gensim", "geopandas": "geopandas", "gevent": "gevent",
    "gi": "PyGObject", "gmpy2": "gmpy2", "greenlet": "greenlet", "grpc": "grpcio", "h5py": "h5py",
    "hdbscan": "hdbscan", "igraph": "igraph", "jax": "jax", "jaxlib": "jaxlib", "jiter": "jiter", "kiwisolver":
    "kiwisolver", "lightgbm": "lightgbm", "llama_cpp": "llama-cpp-python", "llvmlite": "llvmlite", "lxml": "lxml",
    "lz4": "lz4", "markupsafe": "MarkupSafe", "matplotlib": "matplotlib", "mlx": "mlx", "moderngl": "moderngl",
    "msgpack": "msgpack", "msgspec": "msgspec", "multidict": "multidict", "mypy": "mypy", "nacl": "PyNaCl",
    "netCDF4": "netCDF4", "numba": "numba", "numexpr": "numexpr", "numpy": "numpy", "objc": "pyobjc",
    "onnx": "onnx", "onnxruntime": "onnxruntime", "open3d": "open3d", "orjson": "orjson", "pandas": "pandas",
    "pikepdf": "pikepdf", "polars": "polars", "psutil": "psutil", "psycopg2": "psycopg2", "pyarrow": "pyarrow",
    "pyaudio": "PyAudio", "pycurl": "pycurl", "pydantic_core": "pydantic-core", "pygame": "pygame",
    "pymssql": "pymssql", "pymupdf": "PyMuPDF", "pyodbc": "pyodbc", "pypdfium2": "pypdfium2", "pyproj": "pyproj",
    "pysam": "pysam", "pytorch_lightning": "pytorch-lightning", "pywt": "PyWavelets", "pyzbar": "pyzbar",
    "rapidfuzz": "rapidfuzz", "rasterio": "rasterio", "rdkit": "rdkit", "regex": "regex", "rpds": "rpds-py",
    "ruff": "ruff", "safetensors": "safetensors", "scipy": "scipy", "sentencepiece": "sentencepiece",
    "setproctitle": "setproctitle", "shapely": "shapely", "simdjson": "pysimdjson", "skia": "skia-python",
    "skimage": "scikit-image", "sklearn": "scikit-learn", "snappy": "python-snappy", "soundfile": "soundfile",
    "spacy": "spacy", "statsmodels": "statsmodels", "tensorflow": "tensorflow", "thinc": "thinc",
    "tiktoken": "tiktoken", "tokenizers": "tokenizers", "torch": "torch", "torchaudio": "torchaudio",
    "torchvision": "torchvision", "tree_sitter": "tree-sitter", "ujson": "ujson", "uvloop": "uvloop",
    "vtk": "vtk", "win32api": "pywin32", "win32com": "pywin32", "win32con": "pywin32", "win32gui": "pywin32",
    "wx": "wxPython", "xgboost": "xgboost", "xxhash": "xxhash", "yarl": "yarl", "zmq": "pyzmq",
    "zstandard": "zstandard",
}

# Imported name -> distribution and what it needs, of packages without machine code that need one with it.
NEEDS_NATIVE = {
    "accelerate": ("accelerate", "torch"), "anthropic": ("anthropic", "pydantic-core"),
    "camelot": ("camelot-py", "pandas"), "datasets": ("datasets", "pyarrow"), "diffusers": ("diffusers", "torch"),
    "docx": ("python-docx", "lxml"), "docx2pdf": ("docx2pdf", "pywin32"), "docxtpl": ("docxtpl", "lxml"),
    "fastapi": ("fastapi", "pydantic-core"), "fastmcp": ("fastmcp", "pydantic-core"), "imageio": ("imageio", "numpy"),
    "langchain": ("langchain", "pydantic-core"), "langchain_core": ("langchain-core", "pydantic-core"),
    "librosa": ("librosa", "numpy"), "mcp": ("mcp", "pydantic-core"), "moviepy": ("moviepy", "numpy"),
    "openai": ("openai", "pydantic-core"), "pdf2image": ("pdf2image", "Pillow"),
    "pdfplumber": ("pdfplumber", "pypdfium2"), "peft": ("peft", "torch"), "playwright": ("playwright", "greenlet"),
    "plotnine": ("plotnine", "pandas"), "pptx": ("python-pptx", "lxml"), "pydantic": ("pydantic", "pydantic-core"),
    "pytesseract": ("pytesseract", "Pillow"), "qrcode": ("qrcode", "Pillow"), "reportlab": ("reportlab", "Pillow"),
    "scanpy": ("scanpy", "numpy"), "seaborn": ("seaborn", "matplotlib"),
    "sentence_transformers": ("sentence-transformers", "torch"), "sqlmodel": ("sqlmodel", "pydantic-core"),
    "torchmetrics": ("torchmetrics", "torch"), "transformers": ("transformers", "tokenizers"), "trl": ("trl", "torch"),
    "whisper": ("openai-whisper", "torch"), "wordcloud": ("wordcloud", "numpy"), "yfinance": ("yfinance", "pandas"),
}

# Imported name -> distribution, of others whose names differ.
DISTRIBUTIONS = {
    "attr": "attrs", "bs4": "beautifulsoup4", "dateutil": "python-dateutil", "dotenv": "python-dotenv",
    "frontmatter": "python-frontmatter", "git": "GitPython", "github": "PyGithub", "google": "google-cloud",
    "googleapiclient": "google-api-python-client", "jose": "python-jose", "jwt": "PyJWT", "magic": "python-magic",
    "markdown": "Markdown", "odf": "odfpy", "pkg_resources": "setuptools", "pygments": "Pygments",
    "pyperclip": "pyperclip", "ruamel": "ruamel.yaml", "serial": "pyserial", "slack_sdk": "slack-sdk",
    "slugify": "python-slugify", "socks": "PySocks", "telegram": "python-telegram-bot", "usb": "pyusb",
    "websocket": "websocket-client", "xlsxwriter": "XlsxWriter", "yaml": "PyYAML", "yt_dlp": "yt-dlp",
    "youtube_transcript_api": "youtube-transcript-api", "zoneinfo_data": "tzdata",
}

# Modules whose import says that the network is meant, over HTTP and otherwise.
HTTP_MODULES = frozenset((
    "urllib.request", "http.client", "requests", "urllib3", "httpx", "aiohttp", "xmlrpc.client", "httplib2",
))
SOCKET_MODULES = frozenset((
    "smtplib", "ftplib", "imaplib", "poplib", "socketserver", "http.server", "xmlrpc.server", "websocket",
    "websockets", "paramiko", "telnetlib", "nntplib",
))
