import sys
for i in range(int(sys.argv[1])):
    print(i, "x" * 100)
