#include <ctype.h>
#include <stdio.h>

// Standard input is the input, standard output the answer, an exit code that is not 0 an error.
int main(void) {
    for (int c; (c = getchar()) != EOF;) {
        putchar(toupper(c));
    }
    return 0;
}
