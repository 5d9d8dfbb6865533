import sys
from collections import Counter

for word, count in Counter(sys.argv[1:]).most_common():
    print(f"{word}: {count}")
