// SPDX-License-Identifier: Apache-2.0
// The smallest whole gateway: ports, seal, checksum, lines, JSON, MQTT; one thread, no allocation a telegram of its own.
//
// It is there to be compared with. It never reconnects, checks no replay and tells nobody how it is.
//
// use: floor_gateway PORTS BROKER_PORT QOS     PORTS has a line `ID DEVICE KEY_HEX` for each meter
#define _GNU_SOURCE
#include <fcntl.h>
#include <mosquitto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "frame_path.h"

enum { MOST_PORTS = 1000, EVENTS = 64, BROKER = MOST_PORTS };

static struct port {
    int descriptor;
    EVP_CIPHER_CTX *context;
    size_t held;
    char topic[64];
    uint8_t bytes[4096];
} ports[MOST_PORTS];
static int port_count;
static struct mosquitto *client;
static int qos;

static int give_up(const char *what) {
    perror(what);
    return 69;
}

static char *append(char *to, const void *bytes, size_t count) { return (char *)mempcpy(to, bytes, count); }

static char *append_number(char *to, int64_t number, int decimals) {
    char digits[24];
    int count = 0;
    uint64_t rest = (uint64_t)(number < 0 ? -number : number);
    if (number < 0) *to++ = '-';
    do {
        if (count == decimals && count) digits[count++] = '.', decimals = -1;
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest || count <= decimals);
    while (count) *to++ = digits[--count];
    return to;
}

static size_t write_json(const uint8_t *text, const struct record *records, int count, char *json) {
    char *to = json;
    for (int i = 0; i < count; i++) {
        const struct record *record = &records[i];
        *to++ = i ? ',' : '{';
        *to++ = '"';
        to = append(to, text + record->code_offset, record->code_count);
        to = append(to, "\":", 2);
        if (record->has & HAS_NUMBER) {
            to = append_number(to, record->number, record->decimals);
        } else if (record->has & HAS_TIME) {
            to = append_number(to, record->seconds, 0);
        } else {
            *to++ = '"';
            to = append(to, text + record->text_offset, record->text_count);
            *to++ = '"';
        }
    }
    *to++ = '}';
    return (size_t)(to - json);
}

static void publish(struct port *port, const uint8_t *frame, size_t count) {
    static uint8_t text[MOST_BYTES];
    static struct record records[MOST_RECORDS];
    static char json[2 * MOST_BYTES];
    int payload = frame_open(port->context, frame, count, text);
    if (payload < 0 || !telegram_check(text, (size_t)payload)) return;
    int lines = telegram_parse(text, (size_t)payload, records);
    if (lines < 1) return;
    size_t size = write_json(text, records, lines, json);
    mosquitto_publish(client, NULL, port->topic, (int)size, json, qos, false);
}

static void take(struct port *port) {
    ssize_t taken = read(port->descriptor, port->bytes + port->held, sizeof port->bytes - port->held);
    if (taken <= 0) return;
    port->held += (size_t)taken;
    size_t at = 0;
    while (at < port->held) {
        const uint8_t *head = memchr(port->bytes + at, 0xDB, port->held - at);
        at = head ? (size_t)(head - port->bytes) : port->held;
        size_t size = frame_bytes(port->bytes + at, port->held - at);
        if (size) {
            publish(port, port->bytes + at, size);
            at += size;
        } else if (port->held - at == sizeof port->bytes) {
            at++;
        } else {
            break;
        }
    }
    port->held -= at;
    if (at) memmove(port->bytes, port->bytes + at, port->held);
}

static int watch(int poller, int descriptor, uint32_t number) {
    struct epoll_event interest = {EPOLLIN, {.u32 = number}};
    return epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &interest);
}

static int open_ports(const char *path, int poller) {
    FILE *list = fopen(path, "r");
    char id[32], device[128], hex[33];
    if (!list) return -1;
    while (port_count < MOST_PORTS && fscanf(list, "%31s %127s %32s", id, device, hex) == 3) {
        struct port *port = &ports[port_count];
        uint8_t key[16];
        for (int i = 0; i < 16; i++)
            if (sscanf(hex + 2 * i, "%2hhx", &key[i]) != 1) return -1;
        port->context = key_prepare(key);
        port->descriptor = open(device, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        if (!port->context || port->descriptor < 0 || watch(poller, port->descriptor, (uint32_t)port_count)) return -1;
        snprintf(port->topic, sizeof port->topic, "meters/%s/telegram", id);
        port_count++;
    }
    fclose(list);
    return 0;
}

static int connect_to(int broker) {
    mosquitto_lib_init();
    client = mosquitto_new(NULL, true, NULL);
    if (!client) return -1;
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    return mosquitto_connect(client, "127.0.0.1", broker, 60);
}

int main(int count, char **arguments) {
    if (count != 4) return fprintf(stderr, "use: floor_gateway PORTS BROKER_PORT QOS\n"), 64;
    qos = atoi(arguments[3]);
    crc_prepare();
    int poller = epoll_create1(EPOLL_CLOEXEC);
    if (connect_to(atoi(arguments[2])) || watch(poller, mosquitto_socket(client), BROKER)) return give_up("broker");
    if (open_ports(arguments[1], poller)) return give_up(arguments[1]);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poller, events, EVENTS, 20000);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u32 != BROKER) take(&ports[events[i].data.u32]);
            else if (mosquitto_loop_read(client, 8)) return give_up("the broker is gone");
        }
        if (mosquitto_want_write(client)) mosquitto_loop_write(client, 8);
        mosquitto_loop_misc(client);
    }
}
