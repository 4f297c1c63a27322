// SPDX-License-Identifier: Apache-2.0
//
// One output line of a GPIO chip, the same whether libgpiod 1.6 or 2.x is below.
//
// The two share a name and no request API. Everything that differs is in cgpio.c; what to look
// for and what an error means is decided in Swift. No call waits for anything: each is a handful
// of system calls on a character device.
//
// A function that can fail returns NULL or a negative errno.

#ifndef CGPIO_H
#define CGPIO_H

#include <stdbool.h>
#include <stddef.h>

// The kernel's names, labels and consumers have at most 31 characters and a NUL.
#define CGPIO_NAME_SIZE 32

struct cgpio_chip;
struct cgpio_line;

// The chip behind a device file. *error is set only when NULL is returned.
struct cgpio_chip *cgpio_chip_open(const char *path, int *error);
void cgpio_chip_close(struct cgpio_chip *chip);

// The texts live as long as the chip.
const char *cgpio_chip_name(const struct cgpio_chip *chip);
const char *cgpio_chip_label(const struct cgpio_chip *chip);
unsigned int cgpio_chip_line_count(const struct cgpio_chip *chip);

// The offset of the first line with this name; -ENOENT if there is none.
int cgpio_chip_find_line(struct cgpio_chip *chip, const char *name);

// Writes the name of whoever holds the line, empty if it is free or did not say.
int cgpio_chip_consumer(struct cgpio_chip *chip, unsigned int offset, char consumer[CGPIO_NAME_SIZE]);

// Requests the line as an output that starts at the level told. Bias is left as it is.
// The chip may be closed while the line is held.
struct cgpio_line *cgpio_line_request(struct cgpio_chip *chip, unsigned int offset, bool active_low,
                                      bool active, const char *consumer, int *error);

// Drives the line to its active or inactive level: 0 or a negative errno.
int cgpio_line_set(struct cgpio_line *line, bool active);

// Stops driving the line (it becomes an input): 0 or a negative errno.
int cgpio_line_float(struct cgpio_line *line);

// Gives the line back to the kernel.
void cgpio_line_release(struct cgpio_line *line);

#endif
