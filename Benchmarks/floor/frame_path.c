// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "frame_path.h"

#include <string.h>
#if defined(__PCLMUL__) && defined(__SSE4_1__)
#include <immintrin.h>
#endif

// ---- The seal

EVP_CIPHER_CTX *key_prepare(const uint8_t key[16]) {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (context && EVP_DecryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, NULL)) return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

size_t frame_bytes(const uint8_t *bytes, size_t count) {
    if (count < HEAD_BYTES || bytes[0] != 0xDB || bytes[1] != 8 || bytes[10] != 0x82 || bytes[13] != 0x30) return 0;
    size_t all = 13u + (bytes[11] << 8 | bytes[12]);
    return all > HEAD_BYTES + TAG_BYTES && all <= count && all <= MOST_BYTES ? all : 0;
}

int frame_open(EVP_CIPHER_CTX *context, const uint8_t *frame, size_t count, uint8_t *plain) {
    static const uint8_t additional[17] = {0x30, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                           0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};
    uint8_t nonce[12], tag[TAG_BYTES];
    int written, payload = (int)(count - HEAD_BYTES - TAG_BYTES);
    memcpy(nonce, frame + 2, 8);
    memcpy(nonce + 8, frame + 14, 4);
    memcpy(tag, frame + count - TAG_BYTES, TAG_BYTES);
    int opened = EVP_DecryptInit_ex(context, NULL, NULL, NULL, nonce) == 1 &&
                 EVP_DecryptUpdate(context, NULL, &written, additional, sizeof additional) == 1 &&
                 EVP_DecryptUpdate(context, plain, &written, frame + HEAD_BYTES, payload) == 1 &&
                 EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1 &&
                 EVP_DecryptFinal_ex(context, plain + payload, &written) == 1;
    return opened ? payload : -1;
}

// ---- The checksum

static uint16_t ahead[16][256];  // ahead[k][b]: byte b seen from k bytes further on

static uint16_t crc_bytewise(uint16_t crc, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) crc = (uint16_t)(crc >> 8 ^ ahead[0][(crc ^ bytes[i]) & 0xFF]);
    return crc;
}

uint16_t crc_sliced(const uint8_t *bytes, size_t count) {
    uint16_t crc = 0;
    size_t at = 0;
    for (; at + 16 <= count; at += 16) {
        const uint8_t *b = bytes + at;
        uint16_t next = ahead[15][b[0] ^ (crc & 0xFF)] ^ ahead[14][b[1] ^ crc >> 8];
        for (int i = 2; i < 16; i++) next ^= ahead[15 - i][b[i]];
        crc = next;
    }
    return crc_bytewise(crc, bytes + at, count - at);
}

#if defined(__PCLMUL__) && defined(__SSE4_1__)

// x^power mod P with its bits turned round, standing in the upper end of 64 bits.
static uint64_t power_of_x(int power) {
    uint16_t value = 0x8000;
    while (power-- > 0) value = (uint16_t)(value & 1 ? value >> 1 ^ 0xA001 : value >> 1);
    return (uint64_t)value << 48;
}

static __m128i by_512_bits, by_128_bits;

// The product of two turned 64-bit halves is one bit short, so the powers are one less than the distance.
static void folding_prepare(void) {
    by_512_bits = _mm_set_epi64x((long long)power_of_x(511), (long long)power_of_x(575));
    by_128_bits = _mm_set_epi64x((long long)power_of_x(127), (long long)power_of_x(191));
}

static inline __m128i carried(__m128i sum, __m128i distance, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(sum, distance, 0x00), high = _mm_clmulepi64_si128(sum, distance, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

uint16_t crc_fastest(const uint8_t *bytes, size_t count) {
    if (count < 128) return crc_sliced(bytes, count);
    // Zeros in front change nothing, so the odd bytes come first, filled up to one block of 64.
    uint8_t first[64] = {0};
    size_t odd = count % 64 ? count % 64 : 64;
    memcpy(first + 64 - odd, bytes, odd);
    __m128i sum[4];
    for (int lane = 0; lane < 4; lane++) sum[lane] = _mm_loadu_si128((const __m128i *)(first + 16 * lane));
    for (size_t at = odd; at < count; at += 64)
        for (int lane = 0; lane < 4; lane++)
            sum[lane] = carried(sum[lane], by_512_bits, _mm_loadu_si128((const __m128i *)(bytes + at + 16 * lane)));
    __m128i all = sum[0];
    for (int lane = 1; lane < 4; lane++) all = carried(all, by_128_bits, sum[lane]);
    uint8_t last[16];
    _mm_storeu_si128((__m128i *)last, all);
    return crc_sliced(last, sizeof last);
}

#else

static void folding_prepare(void) {}
uint16_t crc_fastest(const uint8_t *bytes, size_t count) { return crc_sliced(bytes, count); }

#endif

void crc_prepare(void) {
    for (unsigned byte = 0; byte < 256; byte++) {
        uint16_t crc = (uint16_t)byte;
        for (int bit = 0; bit < 8; bit++) crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1);
        ahead[0][byte] = crc;
    }
    for (int k = 1; k < 16; k++)
        for (int byte = 0; byte < 256; byte++)
            ahead[k][byte] = (uint16_t)(ahead[k - 1][byte] >> 8 ^ ahead[0][ahead[k - 1][byte] & 0xFF]);
    folding_prepare();
}

int telegram_check(const uint8_t *text, size_t count) {
    const uint8_t *mark = memrchr(text, '!', count);
    if (!mark || text + count - mark < 5) return 0;
    uint16_t sent = 0;
    for (int i = 1; i <= 4; i++) {
        uint8_t c = mark[i];
        sent = (uint16_t)(sent << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10));
    }
    return crc_fastest(text, (size_t)(mark - text) + 1) == sent;
}

// ---- The text

static inline int two_digits(const uint8_t *p) { return (p[0] - '0') * 10 + p[1] - '0'; }

// Seconds since 1970 of YYMMDDhhmmss with its S (UTC+2) or W (UTC+1), from 2000 to 2099.
static int64_t clock_seconds(const uint8_t *p) {
    static const uint16_t days_before[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    unsigned year = (unsigned)two_digits(p), month = (unsigned)two_digits(p + 2) - 1;
    if (month > 11) return 0;
    int64_t days = 10957 + year * 365 + (year + 3) / 4 + days_before[month] + (year % 4 == 0 && month > 1);
    days += two_digits(p + 4) - 1;
    int64_t seconds = two_digits(p + 6) * 3600 + two_digits(p + 8) * 60 + two_digits(p + 10);
    return days * 86400 + seconds - (p[12] == 'S' ? 7200 : 3600);
}

// Reads one group behind its bracket; returns the closing bracket, or NULL when the line ends before it.
static inline const uint8_t *read_group(const uint8_t *p, const uint8_t *text, struct record *record) {
    const uint8_t *start = p;
    int64_t number = 0;
    int negative = *p == '-', point = 0;
    p += negative;
    const uint8_t *digits = p, *behind_point = p;
    for (;; p++) {
        unsigned digit = (unsigned)*p - '0';
        if (digit < 10) number = number * 10 + digit;
        else if (*p == '.' && !point) point = 1, behind_point = p + 1;
        else break;
    }
    const uint8_t *number_end = p;
    if (*p == '*') {
        while (*++p != ')')
            if (*p == '\r') return NULL;
        record->unit = (uint8_t)(number_end[1] * 7 + p[-1] + (p - number_end));
    } else if (*p != ')') {
        while (*++p != ')')
            if (*p == '\r') return NULL;
        if (p - start == 13 && number_end - start == 12) {
            record->seconds = clock_seconds(start);
            record->has |= HAS_TIME;
            return p;
        }
        number_end = digits;
    }
    if (number_end > digits && number_end - digits < 19) {
        record->number = negative ? -number : number;
        record->decimals = point ? (uint8_t)(number_end - behind_point) : 0;
        record->has |= HAS_NUMBER;
    } else {
        record->has |= HAS_TEXT;
    }
    record->text_offset = (uint32_t)(start - text);
    record->text_count = (uint32_t)(p - start);
    return p;
}

// A `!` stands behind the last line, so no search can run past the end of what the checksum covers.
int telegram_parse(const uint8_t *text, size_t count, struct record *records) {
    const uint8_t *p = memchr(text, '\n', count), *end = text + count;
    if (!p) return -1;
    p += 1 + 2 * (p + 2 < end && p[1] == '\r');
    int lines = 0;
    for (; p < end && *p != '!'; lines++) {
        if (lines == MOST_RECORDS) return -1;
        struct record *record = &records[lines];
        *record = (struct record){.code_offset = (uint32_t)(p - text)};
        unsigned group = 0;
        for (; *p != '('; p++) {
            unsigned digit = (unsigned)*p - '0';
            if (digit < 10) {
                group = group * 10 + digit;
                continue;
            }
            if (*p != '-' && *p != ':' && *p != '.') return -1;
            record->code = record->code << 8 | group;
            group = 0;
        }
        record->code = record->code << 8 | group;
        record->code_count = (uint8_t)(p - text - record->code_offset);
        while (*p == '(') {
            p = read_group(p + 1, text, record);
            if (!p++) return -1;
        }
        if (p[0] != '\r' || p[1] != '\n') return -1;
        p += 2;
    }
    return lines;
}
