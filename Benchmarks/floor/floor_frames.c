// SPDX-License-Identifier: Apache-2.0
// Times the floor of the frame path on the frames of a file, or repeats one case so often that a profiler can count it.
//
// use: floor_frames FRAMES KEY_HEX          a line a case: name, nanoseconds a frame
//      floor_frames FRAMES KEY_HEX CASE N   the case N times
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "frame_path.h"

enum { MOST_FRAMES = 4096, BATCHES = 25 };
static const double batch_ns = 3e6;

static uint8_t *frames[MOST_FRAMES];
static size_t sizes[MOST_FRAMES];
static int frame_count;
static EVP_CIPHER_CTX *context;
static uint8_t sample[MOST_BYTES], plain[MOST_BYTES];
static size_t sample_bytes, covered_bytes;
static struct record records[MOST_RECORDS];
static int objects;
static volatile uint64_t sink;

static void give_up(const char *why) {
    fprintf(stderr, "floor_frames: %s\n", why);
    exit(1);
}

static void open_one(long i) {
    if (frame_open(context, frames[i % frame_count], sizes[i % frame_count], plain) < 0) give_up("a tag is wrong");
}

static void run_open(long i) { open_one(i); }
static void run_crc(long i) {
    (void)i;
    sink += crc_fastest(sample, covered_bytes);
}
static void run_crc_sliced(long i) {
    (void)i;
    sink += crc_sliced(sample, covered_bytes);
}
static void run_parse(long i) {
    (void)i;
    sink += (uint64_t)telegram_parse(sample, sample_bytes, records);
}
static void run_all(long i) {
    open_one(i);
    if (!telegram_check(plain, sample_bytes)) give_up("a checksum is wrong");
    if (telegram_parse(plain, sample_bytes, records) != objects) give_up("a line is missing");
}

static const struct {
    const char *name;
    void (*run)(long);
} cases[] = {
    {"open", run_open}, {"crc", run_crc}, {"crc-sliced", run_crc_sliced}, {"parse", run_parse}, {"all", run_all},
};
enum { CASES = sizeof cases / sizeof *cases };

static void load(const char *path, const char *hex) {
    uint8_t key[16];
    for (int i = 0; i < 16; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &key[i]) != 1) give_up("the key must have 32 hex digits");
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) give_up("the frames cannot be read");
    size_t count = (size_t)ftell(file), at = 0;
    uint8_t *bytes = malloc(count);
    rewind(file);
    if (!bytes || fread(bytes, 1, count, file) != count) give_up("the frames cannot be read");
    fclose(file);
    for (size_t size; frame_count < MOST_FRAMES && (size = frame_bytes(bytes + at, count - at)); at += size) {
        frames[frame_count] = bytes + at;
        sizes[frame_count++] = size;
    }
    if (!frame_count || at != count) give_up("the file does not hold frames one behind the other");
    crc_prepare();
    context = key_prepare(key);
    int opened = context ? frame_open(context, frames[0], sizes[0], sample) : -1;
    if (opened < 0) give_up("the key does not fit");
    sample_bytes = (size_t)opened;
    covered_bytes = (size_t)((uint8_t *)memrchr(sample, '!', sample_bytes) - sample) + 1;
    for (size_t i = 0; i <= covered_bytes; i++)
        if (crc_fastest(sample, i) != crc_sliced(sample, i)) give_up("the two checksums differ");
    objects = telegram_parse(sample, sample_bytes, records);
    if (!telegram_check(sample, sample_bytes) || objects < 1) give_up("the first frame holds no telegram");
}

// The processor's time: what other programs take meanwhile is not ours.
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double batch(void (*run)(long), long repeats) {
    double start = now();
    for (long i = 0; i < repeats; i++) run(i);
    return now() - start;
}

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

int main(int count, char **arguments) {
    if (count != 3 && count != 5) return fprintf(stderr, "use: floor_frames FRAMES KEY_HEX [CASE N]\n"), 64;
    load(arguments[1], arguments[2]);
    for (int c = 0; c < CASES; c++) {
        if (count == 5) {
            if (strcmp(cases[c].name, arguments[3])) continue;
            batch(cases[c].run, atol(arguments[4]));
            return 0;
        }
        long repeats = 500;
        while (batch(cases[c].run, repeats) < batch_ns) repeats *= 2;
        double times[BATCHES];
        for (int b = 0; b < BATCHES; b++) times[b] = batch(cases[c].run, repeats) / (double)repeats;
        qsort(times, BATCHES, sizeof *times, ascending);
        printf("%s %.1f\n", cases[c].name, times[BATCHES / 2]);
    }
    return count == 5 ? (fprintf(stderr, "floor_frames: no such case\n"), 64) : 0;
}
