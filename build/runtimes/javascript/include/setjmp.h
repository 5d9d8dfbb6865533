/* Stands in for the header that wasi-libc lacks; the interpreter includes it and uses nothing of it. */
