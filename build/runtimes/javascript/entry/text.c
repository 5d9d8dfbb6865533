/* Text in bytes: UTF-8, UTF-16, Latin-1, Base64, hexadecimal digits. */
#include <string.h>
#include "natives.h"

#define FUNCTION(name) static JSValue name(JSContext *context, JSValueConst self, int count, JSValueConst *arguments)

#define SPAN \
    uint8_t *bytes; \
    size_t length; \
    if (read_span(context, arguments, &bytes, &length)) \
    { \
        return JS_EXCEPTION; \
    }

static void free_bytes(JSRuntime *runtime, void *opaque, void *bytes)
{
    js_free_rt(runtime, bytes);
}

/* Replaces each lone surrogate, which the interpreter writes as three bytes, by U+FFFD, which has three as well. */
static void replace_surrogates(uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++)
    {
        if (bytes[i] == 0xed && bytes[i + 1] >= 0xa0)
        {
            bytes[i] = 0xef;
            bytes[i + 1] = 0xbf;
            bytes[i + 2] = 0xbd;
            i += 2;
        }
    }
}

FUNCTION(utf8_encode)
{
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, arguments[0]);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    uint8_t *bytes = js_malloc(context, length + 1);
    if (bytes)
    {
        memcpy(bytes, text, length);
        replace_surrogates(bytes, length);
    }

    JS_FreeCString(context, text);
    return bytes ? JS_NewArrayBuffer(context, bytes, length, free_bytes, NULL, 0) : JS_EXCEPTION;
}

FUNCTION(utf8_length)
{
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, arguments[0]);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    JS_FreeCString(context, text);
    return JS_NewInt64(context, (int64_t)length);
}

/*
 * The length of the well-formed sequence at `bytes`, or minus the length of the maximal part of one that a replacement
 * character stands for (Unicode, section 3.9, "U+FFFD Substitution of Maximal Subparts").
 */
static int sequence(const uint8_t *bytes, size_t left)
{
    uint8_t first = bytes[0];
    if (first < 0x80)
    {
        return 1;
    }

    int size = first >= 0xc2 && first <= 0xdf ? 2 : (first & 0xf0) == 0xe0 ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    for (int i = 1; i < size; i++)
    {
        if ((size_t)i >= left || bytes[i] < low || bytes[i] > high)
        {
            return -i;
        }

        low = 0x80;
        high = 0xbf;
    }

    return size == 0 ? -1 : size;
}

static size_t well_formed(const uint8_t *bytes, size_t length)
{
    size_t i = 0;
    while (i < length)
    {
        int size = sequence(bytes + i, length - i);
        if (size < 0)
        {
            break;
        }

        i += (size_t)size;
    }

    return i;
}

/* utf8Decode(buffer, offset, length) */
FUNCTION(utf8_decode)
{
    SPAN
    size_t good = well_formed(bytes, length);
    if (good == length)
    {
        return JS_NewStringLen(context, (const char *)bytes, length);
    }

    uint8_t *text = js_malloc(context, length * 3);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    memcpy(text, bytes, good);
    size_t end = good;
    for (size_t i = good; i < length;)
    {
        int size = sequence(bytes + i, length - i);
        if (size > 0)
        {
            memcpy(text + end, bytes + i, (size_t)size);
            end += (size_t)size;
            i += (size_t)size;
        }
        else
        {
            memcpy(text + end, "\xef\xbf\xbd", 3);
            end += 3;
            i += (size_t)-size;
        }
    }

    JSValue result = JS_NewStringLen(context, (const char *)text, end);
    js_free(context, text);
    return result;
}

/* utf8Valid(buffer, offset, length): how many bytes from the start are well-formed. */
FUNCTION(utf8_valid)
{
    SPAN
    return JS_NewInt64(context, (int64_t)well_formed(bytes, length));
}

static size_t put_utf8(uint8_t *text, uint32_t point)
{
    if (point < 0x80)
    {
        text[0] = (uint8_t)point;
        return 1;
    }

    if (point < 0x800)
    {
        text[0] = (uint8_t)(0xc0 | (point >> 6));
        text[1] = (uint8_t)(0x80 | (point & 0x3f));
        return 2;
    }

    if (point < 0x10000)
    {
        text[0] = (uint8_t)(0xe0 | (point >> 12));
        text[1] = (uint8_t)(0x80 | ((point >> 6) & 0x3f));
        text[2] = (uint8_t)(0x80 | (point & 0x3f));
        return 3;
    }

    text[0] = (uint8_t)(0xf0 | (point >> 18));
    text[1] = (uint8_t)(0x80 | ((point >> 12) & 0x3f));
    text[2] = (uint8_t)(0x80 | ((point >> 6) & 0x3f));
    text[3] = (uint8_t)(0x80 | (point & 0x3f));
    return 4;
}

/* latin1Decode(buffer, offset, length, mask) */
FUNCTION(latin1_decode)
{
    SPAN
    int32_t mask = 0xff;
    JS_ToInt32(context, &mask, arguments[3]);
    uint8_t *text = js_malloc(context, length * 2 + 1);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    size_t end = 0;
    for (size_t i = 0; i < length; i++)
    {
        end += put_utf8(text + end, bytes[i] & (uint32_t)mask);
    }

    JSValue result = JS_NewStringLen(context, (const char *)text, end);
    js_free(context, text);
    return result;
}

/* utf16Decode(buffer, offset, length): little endian. The interpreter joins the halves that it reads apart. */
FUNCTION(utf16_decode)
{
    SPAN
    uint8_t *text = js_malloc(context, length / 2 * 3 + 1);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    size_t end = 0;
    for (size_t i = 0; i + 1 < length; i += 2)
    {
        uint32_t unit = bytes[i] | (uint32_t)bytes[i + 1] << 8;
        if (unit >= 0xd800 && unit < 0xdc00 && i + 3 < length)
        {
            uint32_t next = bytes[i + 2] | (uint32_t)bytes[i + 3] << 8;
            if (next >= 0xdc00 && next < 0xe000)
            {
                unit = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
                i += 2;
            }
        }

        end += put_utf8(text + end, unit);
    }

    JSValue result = JS_NewStringLen(context, (const char *)text, end);
    js_free(context, text);
    return result;
}

FUNCTION(hex_encode)
{
    SPAN
    char *text = js_malloc(context, length * 2 + 1);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    for (size_t i = 0; i < length; i++)
    {
        text[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
        text[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
    }

    JSValue result = JS_NewStringLen(context, text, length * 2);
    js_free(context, text);
    return result;
}

static int hex_digit(char digit)
{
    return digit >= '0' && digit <= '9' ? digit - '0'
        : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
        : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* hexDecode(text): up to the first pair that is none. */
FUNCTION(hex_decode)
{
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, arguments[0]);
    uint8_t *bytes = text ? js_malloc(context, length / 2 + 1) : NULL;
    if (!bytes)
    {
        JS_FreeCString(context, text);
        return JS_EXCEPTION;
    }

    size_t end = 0;
    for (size_t i = 0; i + 1 < length; i += 2)
    {
        int high = hex_digit(text[i]);
        int low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0)
        {
            break;
        }

        bytes[end++] = (uint8_t)(high << 4 | low);
    }

    JS_FreeCString(context, text);
    return JS_NewArrayBuffer(context, bytes, end, free_bytes, NULL, 0);
}

/* base64Encode(buffer, offset, length, forUrls) */
FUNCTION(base64_encode)
{
    SPAN
    int is_url = JS_ToBool(context, arguments[3]);
    const char *alphabet = is_url
        ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = js_malloc(context, (length + 2) / 3 * 4 + 1);
    if (!text)
    {
        return JS_EXCEPTION;
    }

    size_t end = 0;
    for (size_t i = 0; i < length; i += 3)
    {
        size_t left = length - i;
        uint32_t group = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0)
            | (left > 2 ? bytes[i + 2] : 0);
        text[end++] = alphabet[group >> 18];
        text[end++] = alphabet[(group >> 12) & 63];
        if (left > 1)
        {
            text[end++] = alphabet[(group >> 6) & 63];
        }
        else if (!is_url)
        {
            text[end++] = '=';
        }

        if (left > 2)
        {
            text[end++] = alphabet[group & 63];
        }
        else if (!is_url)
        {
            text[end++] = '=';
        }
    }

    JSValue result = JS_NewStringLen(context, text, end);
    js_free(context, text);
    return result;
}

static int base64_digit(char digit)
{
    return digit >= 'A' && digit <= 'Z' ? digit - 'A'
        : digit >= 'a' && digit <= 'z' ? digit - 'a' + 26
        : digit >= '0' && digit <= '9' ? digit - '0' + 52
        : digit == '+' || digit == '-' ? 62
        : digit == '/' || digit == '_' ? 63 : -1;
}

/* base64Decode(text): both alphabets; what is in neither is passed over; a `=` ends it. */
FUNCTION(base64_decode)
{
    size_t length;
    const char *text = JS_ToCStringLen(context, &length, arguments[0]);
    uint8_t *bytes = text ? js_malloc(context, length / 4 * 3 + 4) : NULL;
    if (!bytes)
    {
        JS_FreeCString(context, text);
        return JS_EXCEPTION;
    }

    size_t end = 0;
    uint32_t group = 0;
    int bits = 0;
    for (size_t i = 0; i < length && text[i] != '='; i++)
    {
        int digit = base64_digit(text[i]);
        if (digit < 0)
        {
            continue;
        }

        group = group << 6 | (uint32_t)digit;
        bits += 6;
        if (bits >= 8)
        {
            bits -= 8;
            bytes[end++] = (uint8_t)(group >> bits);
        }
    }

    JS_FreeCString(context, text);
    return JS_NewArrayBuffer(context, bytes, end, free_bytes, NULL, 0);
}

/* indexOf(buffer, offset, length, buffer, offset, length): the first place of the second in the first, or -1. */
FUNCTION(index_of)
{
    uint8_t *needle;
    size_t needle_length;
    SPAN
    if (read_span(context, arguments + 3, &needle, &needle_length))
    {
        return JS_EXCEPTION;
    }

    for (size_t i = 0; i + needle_length <= length; i++)
    {
        if (needle_length == 0)
        {
            return JS_NewInt64(context, 0);
        }

        uint8_t *found = memchr(bytes + i, needle[0], length - needle_length + 1 - i);
        if (!found)
        {
            break;
        }

        i = (size_t)(found - bytes);
        if (memcmp(found, needle, needle_length) == 0)
        {
            return JS_NewInt64(context, (int64_t)i);
        }
    }

    return JS_NewInt32(context, -1);
}

/* compare(buffer, offset, length, buffer, offset, length): -1, 0 or 1. */
FUNCTION(compare)
{
    uint8_t *other;
    size_t other_length;
    SPAN
    if (read_span(context, arguments + 3, &other, &other_length))
    {
        return JS_EXCEPTION;
    }

    int order = memcmp(bytes, other, length < other_length ? length : other_length);
    order = order != 0 ? order : length < other_length ? -1 : length > other_length;
    return JS_NewInt32(context, order < 0 ? -1 : order > 0);
}

static const JSCFunctionListEntry functions[] =
{
    NATIVE("utf8Encode", 1, utf8_encode),
    NATIVE("utf8Length", 1, utf8_length),
    NATIVE("utf8Decode", 3, utf8_decode),
    NATIVE("utf8Valid", 3, utf8_valid),
    NATIVE("latin1Decode", 4, latin1_decode),
    NATIVE("utf16Decode", 3, utf16_decode),
    NATIVE("hexEncode", 3, hex_encode),
    NATIVE("hexDecode", 1, hex_decode),
    NATIVE("base64Encode", 4, base64_encode),
    NATIVE("base64Decode", 1, base64_decode),
    NATIVE("indexOf", 6, index_of),
    NATIVE("compare", 6, compare),
};

void add_text(JSContext *context, JSValueConst native)
{
    JS_SetPropertyFunctionList(context, native, functions, COUNT_OF(functions));
}
