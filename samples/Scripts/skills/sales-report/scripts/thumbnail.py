"""Makes a small picture of a chart."""

import sys

from PIL import Image

image = Image.open(sys.argv[1])
image.thumbnail((128, 128))
image.save("thumbnail.png")
