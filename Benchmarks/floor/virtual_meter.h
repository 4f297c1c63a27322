// SPDX-License-Identifier: Apache-2.0
// A meter that says the same telegram again and again, sealed under a key of its own with a rising counter, on a
// pseudo-terminal.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { MOST_METERS = 1000, MOST_FRAME = 16 * 1024 };

struct virtual_meter {
    int line, held;  // both ends: the far one stays open so that what is sent early is not lost
    char device[64];
    uint8_t key[16];
    uint32_t counter;
};

// Opens the line; 0, or -1 with errno.
int meter_open(struct virtual_meter *meter, unsigned number);
// Writes the next frame whole, or in pieces with a pause between any two; returns when the last write has returned.
void meter_send(struct virtual_meter *meter, unsigned number, const uint8_t *text, size_t count, size_t piece,
                long pause_us);
// Throws away what nobody has read yet.
void meter_forget(struct virtual_meter *meter);
// CLOCK_MONOTONIC.
int64_t nanoseconds(void);
