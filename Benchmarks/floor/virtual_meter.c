// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "virtual_meter.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int64_t nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int meter_open(struct virtual_meter *meter, unsigned number) {
    struct termios raw;
    if (openpty(&meter->line, &meter->held, meter->device, NULL, NULL)) return -1;
    fcntl(meter->line, F_SETFD, FD_CLOEXEC);
    fcntl(meter->held, F_SETFD, FD_CLOEXEC);
    tcgetattr(meter->held, &raw);
    cfmakeraw(&raw);
    cfsetspeed(&raw, B115200);
    tcsetattr(meter->held, TCSANOW, &raw);
    for (unsigned i = 0; i < sizeof meter->key; i++) meter->key[i] = (uint8_t)(7 + 29 * i + 131 * number + (number >> 8));
    return 0;
}

void meter_forget(struct virtual_meter *meter) { tcflush(meter->held, TCIFLUSH); }

static size_t seal(struct virtual_meter *meter, unsigned number, const uint8_t *text, size_t count, uint8_t *frame) {
    static const uint8_t additional[17] = {0x30, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                           0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF};
    static EVP_CIPHER_CTX *context;
    if (!context && !(context = EVP_CIPHER_CTX_new())) abort();
    size_t announced = 5 + count + 12;
    uint32_t counter = ++meter->counter;
    uint8_t head[18] = {0xDB, 8, 'S', 'A', 'G', 0x67, 0x70, 0, (uint8_t)(number >> 8), (uint8_t)number,
                        0x82, (uint8_t)(announced >> 8), (uint8_t)announced, 0x30,
                        (uint8_t)(counter >> 24), (uint8_t)(counter >> 16), (uint8_t)(counter >> 8), (uint8_t)counter};
    uint8_t nonce[12];
    int written;
    memcpy(nonce, head + 2, 8);
    memcpy(nonce + 8, head + 14, 4);
    memcpy(frame, head, sizeof head);
    if (!EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, meter->key, nonce) ||
        !EVP_EncryptUpdate(context, NULL, &written, additional, sizeof additional) ||
        !EVP_EncryptUpdate(context, frame + sizeof head, &written, text, (int)count) ||
        !EVP_EncryptFinal_ex(context, frame + sizeof head + count, &written) ||
        !EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 12, frame + sizeof head + count))
        abort();
    return 13 + announced;
}

static void write_all(int line, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t taken = write(line, bytes, count);
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0) {
            perror("feed: write");
            exit(74);
        }
        bytes += taken;
        count -= (size_t)taken;
    }
}

void meter_send(struct virtual_meter *meter, unsigned number, const uint8_t *text, size_t count, size_t piece,
                long pause_us) {
    uint8_t frame[MOST_FRAME];
    size_t size = seal(meter, number, text, count, frame);
    if (!piece) piece = size;
    int64_t due = nanoseconds();
    for (size_t at = 0; at < size; at += piece) {
        if (at > 0) {
            due += pause_us * 1000;
            struct timespec moment = {due / 1000000000, due % 1000000000};
            clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
        }
        write_all(meter->line, frame + at, size - at < piece ? size - at : piece);
    }
}
