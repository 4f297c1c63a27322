// SPDX-License-Identifier: Apache-2.0
//
// The program's own text and constants in memory.

#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>

// Takes every page of the program's and its libraries' read-only segments out of the page tables.
//
// What the start touched once (relocations, the runtime's tables, 64 KiB around each fault) is a good half of the
// resident memory. The pages stay in the page cache, where the kernel can have them first if memory is short; what is
// needed again is mapped again without a read, at about a microsecond for 64 KiB.
//
// Writable segments, which hold what the loader relocated, are left alone. Safe beside running threads.
void program_unmap_constants(void);

// Whether SIGINT came since it was last asked.
//
// The signal is held back from the very start if the first argument is `watch`; if that is `run`, SIGINT and SIGTERM are, and
// SIGHUP is ignored, until somebody takes them. All other commands end by them as any program does.
bool program_is_interrupted(void);

#endif
