// SPDX-License-Identifier: Apache-2.0
#include <mosquitto.h>
#include <mqtt_protocol.h>
// libmosquitto hands out its `SSL *` and nothing more; why a certificate was refused is asked here.
#include <openssl/ssl.h>
#include <sys/eventfd.h>
