/*
 * The C library's loops over memory, by the instructions for them: the engine runs one instruction where it would have
 * run a loop. Compiled with bulk memory, each body below is that instruction.
 */
#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
    return __builtin_memcpy(to, from, length);
}

void *memmove(void *to, const void *from, size_t length)
{
    return __builtin_memmove(to, from, length);
}

void *memset(void *to, int value, size_t length)
{
    return __builtin_memset(to, value, length);
}
