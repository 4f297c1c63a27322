// SPDX-License-Identifier: Apache-2.0
// Feeds a gateway through pseudo-terminals and takes the time until its messages come back from the broker.
//
// use: feed TELEGRAM METERS BROKER_PORT
// It says `port ID DEVICE KEY_HEX` for each meter and `ready`, then answers each line of its input with one line:
//   warm                               frames to all, 2 ms apart, until each meter has had a message:
//                                      first NS   (the monotonic moment of the first message)
//   one COUNT INTERVAL_MS PIECE US     a frame an interval to the first meter, in pieces with pauses (0 0: whole)
//   all COUNT INTERVAL_MS              a frame an interval to each meter, evenly spread
//                                      latency SENT LOST P50 P90 P99 MAX   (microseconds from the last byte)
//   flood SECONDS                      as many as come back, at most 8 on the way:
//                                      flood SENT LOST NS
// It ends with its input.
#define _GNU_SOURCE
#include <mosquitto.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "virtual_meter.h"

enum { WINDOW = 8, MOST_LATENCIES = 1000000 };
static const int64_t patience = 5000000000;

static struct virtual_meter meters[MOST_METERS];
static unsigned meter_count;
static uint8_t text[MOST_FRAME];
static size_t text_count;

// ---- What came back

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t news;
static struct {
    long messages;
    int64_t last;
} heard[MOST_METERS];
static long heard_in_all;
static int64_t heard_first;

static void on_message(struct mosquitto *client, void *context, const struct mosquitto_message *message) {
    (void)client, (void)context;
    int64_t moment = nanoseconds();
    unsigned number;
    if (sscanf(message->topic, "meters/m%u/", &number) != 1 || number >= meter_count) return;
    pthread_mutex_lock(&guard);
    if (!heard_first) heard_first = moment;
    heard[number].messages++;
    heard[number].last = moment;
    heard_in_all++;
    pthread_cond_signal(&news);
    pthread_mutex_unlock(&guard);
}

// Waits until so many messages have come in all, or the moment is there.
static int await(long messages, int64_t moment) {
    struct timespec until = {moment / 1000000000, moment % 1000000000};
    pthread_mutex_lock(&guard);
    while (heard_in_all < messages && !pthread_cond_timedwait(&news, &guard, &until)) {}
    int there = heard_in_all >= messages;
    pthread_mutex_unlock(&guard);
    return there;
}

static void sleep_until(int64_t moment) {
    struct timespec until = {moment / 1000000000, moment % 1000000000};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

static long messages_so_far(void) {
    pthread_mutex_lock(&guard);
    long messages = heard_in_all;
    pthread_mutex_unlock(&guard);
    return messages;
}

static void send_one(unsigned number) { meter_send(&meters[number], number, text, text_count, 0, 0); }

// ---- The latencies of one command

static double latencies[MOST_LATENCIES];
static long latency_count;

static int ascending(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void tell_latencies(long sent, long lost) {
    qsort(latencies, (size_t)latency_count, sizeof *latencies, ascending);
    double figures[4] = {0};
    for (int i = 0; i < 4 && latency_count; i++) {
        static const double shares[4] = {0.5, 0.9, 0.99, 1};
        figures[i] = latencies[(long)(shares[i] * (double)(latency_count - 1))];
    }
    printf("latency %ld %ld %.0f %.0f %.0f %.0f\n", sent, lost, figures[0], figures[1], figures[2], figures[3]);
}

// Notes how long the last frame of a meter took; 0 when it did not come.
static int note_latency(unsigned number, long expected, int64_t sent) {
    pthread_mutex_lock(&guard);
    int there = heard[number].messages >= expected;
    if (there && latency_count < MOST_LATENCIES) latencies[latency_count++] = (double)(heard[number].last - sent) / 1e3;
    pthread_mutex_unlock(&guard);
    return there;
}

// ---- The commands

static void warm(void) {
    int64_t end = nanoseconds() + 60000000000;
    unsigned silent = meter_count;
    while (silent && nanoseconds() < end) {
        silent = 0;
        for (unsigned number = 0; number < meter_count; number++) {
            pthread_mutex_lock(&guard);
            int heard_of = heard[number].messages > 0;
            pthread_mutex_unlock(&guard);
            if (heard_of) continue;
            silent++;
            // The line holds a few frames; what nobody came for makes room for what is new.
            meter_forget(&meters[number]);
            send_one(number);
        }
        await(heard_in_all + 1, nanoseconds() + 2000000);
    }
    // Frames sent before the first message may still be on their way.
    for (long before = -1; before != messages_so_far();) {
        before = messages_so_far();
        sleep_until(nanoseconds() + 200000000);
    }
    printf("first %lld\n", (long long)heard_first);
}

static void one(long count, double interval_ms, size_t piece, long pause_us) {
    long lost = 0;
    latency_count = 0;
    int64_t due = nanoseconds();
    for (long i = 0; i < count; i++, due += (int64_t)(interval_ms * 1e6)) {
        sleep_until(due);
        long expected = heard[0].messages + 1, all = messages_so_far() + 1;
        meter_send(&meters[0], 0, text, text_count, piece, pause_us);
        int64_t sent = nanoseconds();
        await(all, sent + patience);
        if (!note_latency(0, expected, sent)) lost++;
    }
    tell_latencies(count, lost);
}

static void all(long count, double interval_ms) {
    static int64_t sent[MOST_METERS];
    static long expected[MOST_METERS];
    long lost = 0;
    latency_count = 0;
    int64_t begin = nanoseconds();
    double step = interval_ms * 1e6 / meter_count;
    for (unsigned number = 0; number < meter_count; number++) expected[number] = heard[number].messages;
    for (long i = 0; i < count; i++)
        for (unsigned number = 0; number < meter_count; number++) {
            sleep_until(begin + (int64_t)((double)i * interval_ms * 1e6 + step * number));
            if (i && !note_latency(number, expected[number], sent[number])) lost++;
            expected[number] = heard[number].messages + 1;
            send_one(number);
            sent[number] = nanoseconds();
        }
    sleep_until(nanoseconds() + 500000000);
    for (unsigned number = 0; number < meter_count; number++)
        if (!note_latency(number, expected[number], sent[number])) lost++;
    tell_latencies(count * meter_count, lost);
}

static void flood(double seconds) {
    long before = messages_so_far(), sent = 0;
    int64_t begin = nanoseconds(), end = begin + (int64_t)(seconds * 1e9);
    while (nanoseconds() < end) {
        if (!await(before + sent - WINDOW + 1, nanoseconds() + patience)) break;
        send_one(0);
        sent++;
    }
    await(before + sent, nanoseconds() + patience);
    printf("flood %ld %ld %lld\n", sent, sent - (messages_so_far() - before), (long long)(nanoseconds() - begin));
}

static int obey(const char *order) {
    long count, pause_us;
    double milliseconds, seconds;
    size_t piece;
    if (!strcmp(order, "warm\n")) warm();
    else if (sscanf(order, "one %ld %lf %zu %ld", &count, &milliseconds, &piece, &pause_us) == 4)
        one(count, milliseconds, piece, pause_us);
    else if (sscanf(order, "all %ld %lf", &count, &milliseconds) == 2) all(count, milliseconds);
    else if (sscanf(order, "flood %lf", &seconds) == 1) flood(seconds);
    else return fprintf(stderr, "feed: unknown order: %s", order), 64;
    fflush(stdout);
    return 0;
}

static int listen_to(int port) {
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&news, &monotonic);
    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new(NULL, true, NULL);
    if (!client) return -1;
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_message_callback_set(client, on_message);
    if (mosquitto_connect(client, "127.0.0.1", port, 60)) return -1;
    if (mosquitto_subscribe(client, NULL, "meters/+/telegram", 0)) return -1;
    return mosquitto_loop_start(client);
}

int main(int count, char **arguments) {
    FILE *file = count == 4 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return fprintf(stderr, "use: feed TELEGRAM METERS BROKER_PORT\n"), 64;
    text_count = fread(text, 1, sizeof text - 64, file);
    fclose(file);
    meter_count = (unsigned)atoi(arguments[2]);
    if (!text_count || meter_count < 1 || meter_count > MOST_METERS) return fprintf(stderr, "feed: 1 to 1000 meters\n"), 64;
    if (listen_to(atoi(arguments[3]))) return fprintf(stderr, "feed: no broker\n"), 69;
    for (unsigned number = 0; number < meter_count; number++) {
        if (meter_open(&meters[number], number)) return perror("feed: pseudo-terminal"), 69;
        printf("port m%u %s ", number, meters[number].device);
        for (int i = 0; i < 16; i++) printf("%02X", meters[number].key[i]);
        putchar('\n');
    }
    puts("ready");
    fflush(stdout);
    char order[128];
    int answer = 0;
    while (!answer && fgets(order, sizeof order, stdin)) answer = obey(order);
    return answer;
}
