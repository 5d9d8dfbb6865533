/*
 * MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4). A hash's state is the bytes of an ArrayBuffer, so that a copy of the
 * buffer is a copy of the hash.
 */
#include <math.h>
#include <string.h>
#include "natives.h"

#define FUNCTION(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)

enum kind { MD5, SHA1, SHA224, SHA256, SHA384, SHA512 };

struct hash
{
    uint32_t kind;
    uint32_t filled;
    uint64_t length;
    union
    {
        uint32_t words[8];
        uint64_t wide[8];
    } state;
    uint8_t block[128];
};

static const struct
{
    const char *name;
    uint32_t block;
    uint32_t digest;
} kinds[] =
{
    { "md5", 64, 16 }, { "sha1", 64, 20 }, { "sha224", 64, 28 }, { "sha256", 64, 32 }, { "sha384", 128, 48 },
    { "sha512", 128, 64 },
};

static const uint32_t start_small[] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };

static const uint32_t start_224[] =
{
    0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4,
};

static const uint64_t start_384[] =
{
    0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
    0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4,
};

static const uint64_t start_512[] =
{
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

/* SHA-512's constants; the high halves of the first 64 are SHA-256's. */
static const uint64_t sha_constants[80] =
{
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

/* MD5's constants: the sines of 1 to 64, times 2 to the 32nd; computed once, at init. */
static uint32_t md5_constants[64];

static uint32_t left(uint32_t value, int bits)
{
    return value << bits | value >> (32 - bits);
}

static uint32_t right(uint32_t value, int bits)
{
    return value >> bits | value << (32 - bits);
}

static uint64_t right_wide(uint64_t value, int bits)
{
    return value >> bits | value << (64 - bits);
}

static uint32_t big(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void md5_block(uint32_t *state, const uint8_t *block)
{
    static const uint8_t shifts[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
    uint32_t words[16];
    memcpy(words, block, 64);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 64; i++)
    {
        int round = i / 16;
        uint32_t mix = round == 0 ? (b & c) | (~b & d)
            : round == 1 ? (d & b) | (~d & c)
            : round == 2 ? b ^ c ^ d : c ^ (b | ~d);
        int word = round == 0 ? i : round == 1 ? (5 * i + 1) & 15 : round == 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
        uint32_t next = b + left(a + mix + md5_constants[i] + words[word], shifts[round][i & 3]);
        a = d;
        d = c;
        c = b;
        b = next;
    }

    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static void sha1_block(uint32_t *state, const uint8_t *block)
{
    uint32_t words[80];
    for (int i = 0; i < 80; i++)
    {
        words[i] = i < 16 ? big(block + 4 * i) : left(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    }

    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++)
    {
        uint32_t mix = i < 20 ? ((b & c) | (~b & d)) + 0x5a827999
            : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
            : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
        uint32_t next = left(a, 5) + mix + e + words[i];
        e = d;
        d = c;
        c = left(b, 30);
        b = a;
        a = next;
    }

    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
}

static void sha256_block(uint32_t *state, const uint8_t *block)
{
    uint32_t words[64];
    uint32_t s[8];
    memcpy(s, state, sizeof(s));
    for (int i = 0; i < 64; i++)
    {
        if (i < 16)
        {
            words[i] = big(block + 4 * i);
        }
        else
        {
            uint32_t x = words[i - 15], y = words[i - 2];
            words[i] = words[i - 16] + (right(x, 7) ^ right(x, 18) ^ x >> 3) + words[i - 7]
                + (right(y, 17) ^ right(y, 19) ^ y >> 10);
        }

        uint32_t t1 = s[7] + (right(s[4], 6) ^ right(s[4], 11) ^ right(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6]))
            + (uint32_t)(sha_constants[i] >> 32) + words[i];
        uint32_t t2 = (right(s[0], 2) ^ right(s[0], 13) ^ right(s[0], 22))
            + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += t1;
        s[0] = t1 + t2;
    }

    for (int i = 0; i < 8; i++)
    {
        state[i] += s[i];
    }
}

static void sha512_block(uint64_t *state, const uint8_t *block)
{
    uint64_t words[80];
    uint64_t s[8];
    memcpy(s, state, sizeof(s));
    for (int i = 0; i < 80; i++)
    {
        if (i < 16)
        {
            words[i] = (uint64_t)big(block + 8 * i) << 32 | big(block + 8 * i + 4);
        }
        else
        {
            uint64_t x = words[i - 15], y = words[i - 2];
            words[i] = words[i - 16] + (right_wide(x, 1) ^ right_wide(x, 8) ^ x >> 7) + words[i - 7]
                + (right_wide(y, 19) ^ right_wide(y, 61) ^ y >> 6);
        }

        uint64_t t1 = s[7] + (right_wide(s[4], 14) ^ right_wide(s[4], 18) ^ right_wide(s[4], 41))
            + ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha_constants[i] + words[i];
        uint64_t t2 = (right_wide(s[0], 28) ^ right_wide(s[0], 34) ^ right_wide(s[0], 39))
            + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += t1;
        s[0] = t1 + t2;
    }

    for (int i = 0; i < 8; i++)
    {
        state[i] += s[i];
    }
}

static void take_block(struct hash *hash, const uint8_t *block)
{
    switch (hash->kind)
    {
        case MD5:
            md5_block(hash->state.words, block);
            break;
        case SHA1:
            sha1_block(hash->state.words, block);
            break;
        case SHA224:
        case SHA256:
            sha256_block(hash->state.words, block);
            break;
        default:
            sha512_block(hash->state.wide, block);
            break;
    }
}

static void update(struct hash *hash, const uint8_t *bytes, size_t length)
{
    size_t block = kinds[hash->kind].block;
    hash->length += length;
    while (length > 0)
    {
        if (hash->filled == 0 && length >= block)
        {
            take_block(hash, bytes);
            bytes += block;
            length -= block;
            continue;
        }

        size_t part = block - hash->filled;
        part = part < length ? part : length;
        memcpy(hash->block + hash->filled, bytes, part);
        hash->filled += (uint32_t)part;
        bytes += part;
        length -= part;
        if (hash->filled == block)
        {
            take_block(hash, hash->block);
            hash->filled = 0;
        }
    }
}

static void finish(struct hash *hash, uint8_t *digest)
{
    static const uint8_t padding[128] = { 0x80 };
    size_t block = kinds[hash->kind].block;
    size_t tail = block / 8;
    uint64_t bits = hash->length * 8;
    size_t space = block - hash->filled;
    update(hash, padding, space > tail ? space - tail : space + block - tail);
    uint8_t ending[16] = { 0 };
    for (size_t i = 0; i < 8; i++)
    {
        ending[hash->kind == MD5 ? i : tail - 1 - i] = (uint8_t)(bits >> (8 * i));
    }

    update(hash, ending, tail);
    for (size_t i = 0; i < kinds[hash->kind].digest; i++)
    {
        digest[i] = hash->kind == MD5 ? (uint8_t)(hash->state.words[i / 4] >> (8 * (i % 4)))
            : hash->kind < SHA384 ? (uint8_t)(hash->state.words[i / 4] >> (24 - 8 * (i % 4)))
            : (uint8_t)(hash->state.wide[i / 8] >> (56 - 8 * (i % 8)));
    }
}

/* hashNew(name): the state, or undefined for a name that is unknown. */
FUNCTION(hash_new)
{
    const char *name = JS_ToCString(context, arguments[0]);
    if (!name)
    {
        return JS_EXCEPTION;
    }

    struct hash hash = { .kind = COUNT_OF(kinds) };
    for (uint32_t i = 0; i < COUNT_OF(kinds); i++)
    {
        if (strcmp(name, kinds[i].name) == 0)
        {
            hash.kind = i;
        }
    }

    JS_FreeCString(context, name);
    switch (hash.kind)
    {
        case MD5:
        case SHA1:
            memcpy(hash.state.words, start_small, sizeof(start_small));
            break;
        case SHA224:
            memcpy(hash.state.words, start_224, sizeof(start_224));
            break;
        case SHA256:
            for (int i = 0; i < 8; i++)
            {
                hash.state.words[i] = (uint32_t)(start_512[i] >> 32);
            }

            break;
        case SHA384:
            memcpy(hash.state.wide, start_384, sizeof(start_384));
            break;
        case SHA512:
            memcpy(hash.state.wide, start_512, sizeof(start_512));
            break;
        default:
            return JS_UNDEFINED;
    }

    return JS_NewArrayBufferCopy(context, (const uint8_t *)&hash, sizeof(hash));
}

static struct hash *state_of(JSContext *context, JSValueConst value)
{
    size_t size;
    uint8_t *bytes = JS_GetArrayBuffer(context, &size, value);
    struct hash *hash = (struct hash *)bytes;
    if (!bytes || size != sizeof(struct hash) || hash->kind >= COUNT_OF(kinds)
        || hash->filled >= kinds[hash->kind].block)
    {
        JS_ThrowTypeError(context, "not the state of a hash");
        return NULL;
    }

    return hash;
}

/* hashUpdate(state, buffer, offset, length) */
FUNCTION(hash_update)
{
    struct hash *hash = state_of(context, arguments[0]);
    uint8_t *bytes;
    size_t length;
    if (!hash || read_span(context, arguments + 1, &bytes, &length))
    {
        return JS_EXCEPTION;
    }

    update(hash, bytes, length);
    return JS_UNDEFINED;
}

FUNCTION(hash_finish)
{
    struct hash *hash = state_of(context, arguments[0]);
    if (!hash)
    {
        return JS_EXCEPTION;
    }

    uint8_t digest[64];
    finish(hash, digest);
    return JS_NewArrayBufferCopy(context, digest, kinds[hash->kind].digest);
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("hashNew", 1, hash_new),
    NATIVE("hashUpdate", 4, hash_update),
    NATIVE("hashFinish", 1, hash_finish),
};

void add_hashes(JSContext *context, JSValueConst native)
{
    for (int i = 0; i < 64; i++)
    {
        md5_constants[i] = (uint32_t)(fabs(sin(i + 1)) * 4294967296.0);
    }

    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));
}
