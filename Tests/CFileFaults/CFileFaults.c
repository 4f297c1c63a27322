// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CFileFaults.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t disarmed = PTHREAD_COND_INITIALIZER;
static char armed_folder[512], watched_folder[512];
static long calls, failing_call;
static FileFaultKind fault;
static bool is_lasting, is_installed;
static FileWatcher watcher;

static bool path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, path, size - 1);
    if (count < 0) return false;
    path[count] = 0;
    return true;
}

static bool is_below(const char *path, const char *folder) {
    size_t length = strlen(folder);
    return length > 0 && strncmp(path, folder, length) == 0;
}

/// Counts a call on a path; whether it is to fail.
static bool fails(const char *path) {
    pthread_mutex_lock(&lock);
    bool result = false;
    if (is_below(path, armed_folder)) {
        calls++;
        result = failing_call > 0 && (is_lasting ? calls >= failing_call : calls == failing_call);
    }
    if (result && fault == FILE_FAULT_HANG) {
        while (is_below(path, armed_folder)) pthread_cond_wait(&disarmed, &lock);
        result = false;
    }
    pthread_mutex_unlock(&lock);
    if (result) errno = fault == FILE_FAULT_ENOSPC ? ENOSPC : EIO;
    return result;
}

static bool fails_on(int fd) {
    char path[512];
    return path_of(fd, path, sizeof path) && fails(path);
}

static int faulty_open(const char *path, int flags, int mode) {
    return fails(path) ? -1 : open(path, flags, mode);
}

static ssize_t faulty_pread(int fd, void *bytes, size_t count, off_t offset) {
    if (fails_on(fd)) {
        errno = EIO;
        return -1;
    }
    return pread(fd, bytes, count, offset);
}

static ssize_t faulty_pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    char path[512];
    if (!path_of(fd, path, sizeof path)) return pwrite(fd, bytes, count, offset);
    if (fails(path)) {
        if (fault != FILE_FAULT_SHORT_WRITE || count < 2) return -1;
        count /= 2;
    }
    void (*tell)(const char *, const void *, size_t, int64_t) = NULL;
    pthread_mutex_lock(&lock);
    if (is_below(path, watched_folder)) tell = watcher.write;
    pthread_mutex_unlock(&lock);
    if (tell) tell(path, bytes, count, offset);
    return pwrite(fd, bytes, count, offset);
}

static int faulty_ftruncate(int fd, off_t size) {
    char path[512];
    if (!path_of(fd, path, sizeof path)) return ftruncate(fd, size);
    if (fails(path)) return -1;
    void (*tell)(const char *, int64_t) = NULL;
    pthread_mutex_lock(&lock);
    if (is_below(path, watched_folder)) tell = watcher.truncate;
    pthread_mutex_unlock(&lock);
    if (tell) tell(path, size);
    return ftruncate(fd, size);
}

static int faulty_unlink(const char *path) { return fails(path) ? -1 : unlink(path); }

static int synced(int fd, long call) {
    char path[512];
    if (!path_of(fd, path, sizeof path)) return (int)syscall(call, fd);
    if (fails(path)) return -1;
    int result = (int)syscall(call, fd);
    void (*tell)(const char *) = NULL;
    pthread_mutex_lock(&lock);
    if (is_below(path, watched_folder)) tell = watcher.sync;
    pthread_mutex_unlock(&lock);
    if (result == 0 && tell) tell(path);
    return result;
}

// SQLite calls these two directly; defined in the program, they come before the C library's.
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static void install(void) {
    if (is_installed) return;
    is_installed = true;
    sqlite3_initialize();
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    struct {
        const char *name;
        sqlite3_syscall_ptr call;
    } table[] = {
        {"open", (sqlite3_syscall_ptr)faulty_open},         {"pread", (sqlite3_syscall_ptr)faulty_pread},
        {"pread64", (sqlite3_syscall_ptr)faulty_pread},     {"pwrite", (sqlite3_syscall_ptr)faulty_pwrite},
        {"pwrite64", (sqlite3_syscall_ptr)faulty_pwrite},   {"ftruncate", (sqlite3_syscall_ptr)faulty_ftruncate},
        {"unlink", (sqlite3_syscall_ptr)faulty_unlink},
    };
    for (size_t index = 0; index < sizeof table / sizeof *table; index++) {
        vfs->xSetSystemCall(vfs, table[index].name, table[index].call);
    }
}

void file_faults_arm(const char *folder, long n, FileFaultKind kind, bool lasting) {
    pthread_mutex_lock(&lock);
    install();
    snprintf(armed_folder, sizeof armed_folder, "%s", folder);
    calls = 0;
    failing_call = n;
    fault = kind;
    is_lasting = lasting;
    pthread_mutex_unlock(&lock);
}

long file_faults_disarm(void) {
    pthread_mutex_lock(&lock);
    armed_folder[0] = 0;
    failing_call = 0;
    long count = calls;
    pthread_cond_broadcast(&disarmed);
    pthread_mutex_unlock(&lock);
    return count;
}

void file_faults_watch(const char *folder, FileWatcher new_watcher) {
    pthread_mutex_lock(&lock);
    install();
    snprintf(watched_folder, sizeof watched_folder, "%s", folder ? folder : "");
    watcher = new_watcher;
    pthread_mutex_unlock(&lock);
}
