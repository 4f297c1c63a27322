// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Whether this run was built with the thread or address sanitizer (`scripts/test --sanitize`).
///
/// A sanitizer makes code many times slower, has threads that wake up by themselves, and keeps memory that was freed.
/// So what a test says of milliseconds, wake-ups and kilobytes counts without one only; all else counts with one too.
public enum Sanitizer {
    /// Whether there is none, so that figures of time and memory are the product's own.
    public static let isOff: Bool = {
        let entries = ["__asan_init", "__tsan_init"]
        guard entries.contains(where: { unsafe dlsym(nil, $0) != nil }) else { return true }
        print("Built with a sanitizer: figures of time and memory are printed, not judged.")
        return false
    }()

    /// Why a test of nothing but such figures is skipped.
    public static let reason: String = "a sanitizer has wake-ups and memory of its own"
}
