// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "program.h"

#include <link.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Whether the loader wrote into segments that are read-only now: their pages are no copy of the file.
static bool has_relocated_text(const struct dl_phdr_info *object) {
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_DYNAMIC) continue;
        const ElfW(Dyn) *entry = (const ElfW(Dyn) *)(object->dlpi_addr + segment->p_vaddr);
        for (; entry->d_tag != DT_NULL; entry++) {
            if (entry->d_tag == DT_TEXTREL) return true;
            if (entry->d_tag == DT_FLAGS && (entry->d_un.d_val & DF_TEXTREL)) return true;
        }
    }
    return false;
}

static int unmap_constants_of(struct dl_phdr_info *object, size_t size, void *page_size) {
    (void)size;
    const uintptr_t page = *(const uintptr_t *)page_size;
    if (has_relocated_text(object)) return 0;
    for (int index = 0; index < object->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD || (segment->p_flags & PF_W)) continue;
        const uintptr_t start = object->dlpi_addr + segment->p_vaddr;
        // Whole pages: the last may hold the beginning of what follows.
        const uintptr_t from = start & ~(page - 1);
        const uintptr_t to = (start + segment->p_filesz) & ~(page - 1);
        // What fails stays mapped: nothing is lost but memory.
        if (to > from) (void)madvise((void *)from, to - from, MADV_DONTNEED);
    }
    return 0;
}

void program_unmap_constants(void) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    dl_iterate_phdr(unmap_constants_of, &page);
}

// Before the constructors of the libraries, which take tens of milliseconds, and before there is a second thread: what is
// blocked now is blocked in every thread.
static void hold_signals(int count, char **arguments, char **environment) {
    (void)environment;
    const bool runs = count > 1 && strcmp(arguments[1], "run") == 0;
    const bool watches = count > 1 && strcmp(arguments[1], "watch") == 0;
    if (!runs && !watches) return;
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    if (runs) {
        sigaddset(&held, SIGTERM);
        (void)signal(SIGHUP, SIG_IGN);
    }
    (void)sigprocmask(SIG_BLOCK, &held, NULL);
}

__attribute__((section(".preinit_array"), used))
static void (*const hold_signals_first)(int, char **, char **) = hold_signals;

bool program_is_interrupted(void) {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    const struct timespec none = {0, 0};
    return sigtimedwait(&interrupt, NULL, &none) == SIGINT;
}
