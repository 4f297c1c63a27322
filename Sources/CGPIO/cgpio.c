// SPDX-License-Identifier: Apache-2.0
#include "cgpio.h"

#include <errno.h>
#include <gpiod.h>
#include <stdlib.h>
#include <string.h>

// Only 1.x has bulk requests; 2.x has no version macro to ask for.
#ifdef GPIOD_LINE_BULK_MAX_LINES
#define LIBGPIOD_1
#endif

struct cgpio_chip {
    struct gpiod_chip *chip;
    char path[64];
    char name[CGPIO_NAME_SIZE];
    char label[CGPIO_NAME_SIZE];
    unsigned int line_count;
};

struct cgpio_line {
#ifdef LIBGPIOD_1
    struct gpiod_chip *chip; // owns the line and its request
    struct gpiod_line *line;
#else
    struct gpiod_line_request *request;
    bool active_low;
#endif
    unsigned int offset;
};

// A library call that failed without saying why must not look like success.
static int failure(void) {
    return errno > 0 ? errno : EIO;
}

static void copy(char *to, size_t size, const char *from) {
    size_t length = from ? strnlen(from, size - 1) : 0;
    if (length > 0)
        memcpy(to, from, length);
    to[length] = '\0';
}

static int describe(struct cgpio_chip *chip) {
#ifdef LIBGPIOD_1
    copy(chip->name, sizeof chip->name, gpiod_chip_name(chip->chip));
    copy(chip->label, sizeof chip->label, gpiod_chip_label(chip->chip));
    chip->line_count = gpiod_chip_num_lines(chip->chip);
#else
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip->chip);
    if (!info)
        return failure();
    copy(chip->name, sizeof chip->name, gpiod_chip_info_get_name(info));
    copy(chip->label, sizeof chip->label, gpiod_chip_info_get_label(info));
    chip->line_count = (unsigned int)gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
#endif
    return 0;
}

struct cgpio_chip *cgpio_chip_open(const char *path, int *error) {
    struct cgpio_chip *chip = calloc(1, sizeof *chip);
    if (!chip || strlen(path) >= sizeof chip->path) {
        *error = chip ? ENAMETOOLONG : ENOMEM;
        free(chip);
        return NULL;
    }
    copy(chip->path, sizeof chip->path, path);
    errno = 0;
    chip->chip = gpiod_chip_open(path);
    if (!chip->chip) {
        *error = failure();
        free(chip);
        return NULL;
    }
    *error = describe(chip);
    if (*error != 0) {
        cgpio_chip_close(chip);
        return NULL;
    }
    return chip;
}

void cgpio_chip_close(struct cgpio_chip *chip) {
    gpiod_chip_close(chip->chip);
    free(chip);
}

const char *cgpio_chip_name(const struct cgpio_chip *chip) {
    return chip->name;
}

const char *cgpio_chip_label(const struct cgpio_chip *chip) {
    return chip->label;
}

unsigned int cgpio_chip_line_count(const struct cgpio_chip *chip) {
    return chip->line_count;
}

int cgpio_chip_find_line(struct cgpio_chip *chip, const char *name) {
    errno = 0;
#ifdef LIBGPIOD_1
    struct gpiod_line *line = gpiod_chip_find_line(chip->chip, name);
    return line ? (int)gpiod_line_offset(line) : -failure();
#else
    int offset = gpiod_chip_get_line_offset_from_name(chip->chip, name);
    return offset >= 0 ? offset : -failure();
#endif
}

int cgpio_chip_consumer(struct cgpio_chip *chip, unsigned int offset,
                        char consumer[CGPIO_NAME_SIZE]) {
    errno = 0;
#ifdef LIBGPIOD_1
    struct gpiod_line *line = gpiod_chip_get_line(chip->chip, offset);
    if (!line)
        return -failure();
    copy(consumer, CGPIO_NAME_SIZE, gpiod_line_consumer(line));
#else
    struct gpiod_line_info *info = gpiod_chip_get_line_info(chip->chip, offset);
    if (!info)
        return -failure();
    copy(consumer, CGPIO_NAME_SIZE, gpiod_line_info_get_consumer(info));
    gpiod_line_info_free(info);
#endif
    return 0;
}

#ifdef LIBGPIOD_1

static int request(struct cgpio_line *line, struct cgpio_chip *chip, bool active_low, bool active,
                   const char *consumer) {
    const struct gpiod_line_request_config config = {
        .consumer = consumer,
        .request_type = GPIOD_LINE_REQUEST_DIRECTION_OUTPUT,
        .flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    // A line of 1.x dies with its chip, so it gets a chip of its own.
    line->chip = gpiod_chip_open(chip->path);
    if (!line->chip)
        return failure();
    line->line = gpiod_chip_get_line(line->chip, line->offset);
    if (line->line && gpiod_line_request(line->line, &config, active ? 1 : 0) == 0)
        return 0;
    int error = failure();
    gpiod_chip_close(line->chip);
    return error;
}

int cgpio_line_set(struct cgpio_line *line, bool active) {
    errno = 0;
    return gpiod_line_set_value(line->line, active ? 1 : 0) == 0 ? 0 : -failure();
}

int cgpio_line_float(struct cgpio_line *line) {
    errno = 0;
    return gpiod_line_set_direction_input(line->line) == 0 ? 0 : -failure();
}

void cgpio_line_release(struct cgpio_line *line) {
    gpiod_chip_close(line->chip);
    free(line);
}

#else

// The configuration of one line; NULL (and errno) if memory is short.
static struct gpiod_line_config *configuration(unsigned int offset,
                                               enum gpiod_line_direction direction, bool active_low,
                                               bool active) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *config = gpiod_line_config_new();
    bool complete = settings && config;
    if (complete) {
        gpiod_line_settings_set_direction(settings, direction);
        gpiod_line_settings_set_active_low(settings, active_low);
        gpiod_line_settings_set_output_value(
            settings, active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE);
        complete = gpiod_line_config_add_line_settings(config, &offset, 1, settings) == 0;
    }
    if (settings)
        gpiod_line_settings_free(settings);
    if (config && !complete) {
        gpiod_line_config_free(config);
        config = NULL;
    }
    return config;
}

static int request(struct cgpio_line *line, struct cgpio_chip *chip, bool active_low, bool active,
                   const char *consumer) {
    struct gpiod_line_config *config =
        configuration(line->offset, GPIOD_LINE_DIRECTION_OUTPUT, active_low, active);
    struct gpiod_request_config *asker = gpiod_request_config_new();
    if (config && asker) {
        gpiod_request_config_set_consumer(asker, consumer);
        line->request = gpiod_chip_request_lines(chip->chip, asker, config);
    }
    line->active_low = active_low;
    int error = line->request ? 0 : failure();
    if (asker)
        gpiod_request_config_free(asker);
    if (config)
        gpiod_line_config_free(config);
    return error;
}

int cgpio_line_set(struct cgpio_line *line, bool active) {
    enum gpiod_line_value value = active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    errno = 0;
    return gpiod_line_request_set_value(line->request, line->offset, value) == 0 ? 0 : -failure();
}

int cgpio_line_float(struct cgpio_line *line) {
    errno = 0;
    struct gpiod_line_config *config =
        configuration(line->offset, GPIOD_LINE_DIRECTION_INPUT, line->active_low, false);
    if (!config)
        return -failure();
    int error = gpiod_line_request_reconfigure_lines(line->request, config) == 0 ? 0 : -failure();
    gpiod_line_config_free(config);
    return error;
}

void cgpio_line_release(struct cgpio_line *line) {
    gpiod_line_request_release(line->request);
    free(line);
}

#endif

struct cgpio_line *cgpio_line_request(struct cgpio_chip *chip, unsigned int offset, bool active_low,
                                      bool active, const char *consumer, int *error) {
    struct cgpio_line *line = calloc(1, sizeof *line);
    if (!line) {
        *error = ENOMEM;
        return NULL;
    }
    line->offset = offset;
    errno = 0;
    *error = request(line, chip, active_low, active, consumer);
    if (*error != 0) {
        free(line);
        return NULL;
    }
    return line;
}
