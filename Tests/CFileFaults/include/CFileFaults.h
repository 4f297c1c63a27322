// SPDX-License-Identifier: Apache-2.0
#ifndef C_FILE_FAULTS_H
#define C_FILE_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a failing call does; one that hangs goes on when no call fails any more.
typedef enum { FILE_FAULT_EIO, FILE_FAULT_ENOSPC, FILE_FAULT_SHORT_WRITE, FILE_FAULT_HANG } FileFaultKind;

/// From now on the n-th file call of SQLite (and sync of anyone) on files below `folder` fails; with `lasting`, all from it on.
void file_faults_arm(const char *folder, long n, FileFaultKind kind, bool lasting);

/// No call fails any more; how many calls there were since arming.
long file_faults_disarm(void);

/// Told of each write, truncation and sync below `folder`, before (sync: after) it is done; any of them may be NULL.
typedef struct {
    void (*write)(const char *path, const void *bytes, size_t count, int64_t offset);
    void (*truncate)(const char *path, int64_t size);
    void (*sync)(const char *path);
} FileWatcher;

/// Watches files below `folder`, or with NULL nothing.
void file_faults_watch(const char *folder, FileWatcher watcher);

#endif
