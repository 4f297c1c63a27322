// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Takes times that a busy machine disturbs as little as possible: those of the processor, not those of the wall.
enum Stopwatch {
    private static let batches = 25
    private static let batchLength = 3e6

    /// Nanoseconds for one time, as the median of batches that take three milliseconds each.
    static func median(_ body: (_ times: Int) -> Void) -> Double {
        var times = 1
        while measure({ body(times) }) < batchLength { times *= 2 }
        let figures = (0..<batches).map { _ in measure { body(times) } / Double(times) }
        return figures.sorted()[batches / 2]
    }

    private static func measure(_ body: () -> Void) -> Double {
        let start = now()
        body()
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// A figure in decimals, without the help of Foundation.
    static func rounded(_ figure: Double, places: Int = 1) -> String {
        var unit = 1
        for _ in 0..<places { unit *= 10 }
        let scaled = Int((figure * Double(unit)).rounded())
        let behind = String(scaled % unit)
        return "\(scaled / unit)." + String(repeating: "0", count: places - behind.count) + behind
    }
}
