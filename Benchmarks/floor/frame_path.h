// SPDX-License-Identifier: Apache-2.0
// The frame path as small as C can make it: what the Swift one is compared with.
//
// One frame of eight-byte title and two-octet length, AES-128-GCM with a tag of twelve bytes under one context kept for
// the key, CRC-16/ARC, one pass over the text into records of fixed size. It believes whatever it is fed as long as the
// tag is right; it looks for no frame in noise, keeps no replay floor and knows one grammar.
#pragma once
#include <openssl/evp.h>
#include <stddef.h>
#include <stdint.h>

enum { HEAD_BYTES = 18, TAG_BYTES = 12, MOST_BYTES = 16 * 1024, MOST_RECORDS = 128 };

// What stands between brackets, read as far as it can be; a line with two groups of a kind keeps the last.
enum { HAS_NUMBER = 1, HAS_TIME = 2, HAS_TEXT = 4 };
struct record {
    uint64_t code;         // A-B:C.D.E, a byte a group
    int64_t number;        // without its point
    int64_t seconds;       // since 1970, UTC
    uint32_t code_offset;  // where the line begins
    uint32_t text_offset, text_count;
    uint8_t has, decimals, unit, code_count;
};

// A key that is ready for use; NULL when OpenSSL refuses.
EVP_CIPHER_CTX *key_prepare(const uint8_t key[16]);
// Bytes of the frame that begins here, or 0 when this is no head or not all of it.
size_t frame_bytes(const uint8_t *bytes, size_t count);
// Opens a frame; the plaintext's bytes, or -1 when the tag is wrong.
int frame_open(EVP_CIPHER_CTX *context, const uint8_t *frame, size_t count, uint8_t *plain);

// Fills the tables; call once before the two below.
void crc_prepare(void);
// CRC-16/ARC, sixteen bytes a step.
uint16_t crc_sliced(const uint8_t *bytes, size_t count);
// The same by carry-less multiplication where the machine has it.
uint16_t crc_fastest(const uint8_t *bytes, size_t count);

// Reads all lines; their number, or -1 at the first that breaks the grammar.
int telegram_parse(const uint8_t *text, size_t count, struct record *records);
// Whether the checksum behind the mark is right.
int telegram_check(const uint8_t *text, size_t count);
