// SPDX-License-Identifier: Apache-2.0
#include <mosquitto.h>
// From 2.1 on mosquitto.h brings this with it.
#if LIBMOSQUITTO_VERSION_NUMBER < 2001000
#include <mqtt_protocol.h>
#endif
// libmosquitto hands out its `SSL *` and nothing more; why a certificate was refused is asked here.
#include <openssl/ssl.h>
#include <sys/eventfd.h>
