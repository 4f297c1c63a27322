// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Times the frame path, or repeats one case so often that a profiler or an allocation counter can take its measure.
///
///     frame-bench frames     the frames, to standard output, for the floor written in C
///     frame-bench telegram   the text of the first one
///     frame-bench key        its key in hex digits
///     frame-bench time       a line a case: name, nanoseconds a frame
///     frame-bench hostile    a line a stream: name, nanoseconds a byte
///     frame-bench run CASE N the case N times; the work before it does not depend on N, and up to 2,000 no frame comes
///                            twice, so that the replay floor need not be reset
@main
enum FrameBench {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            switch arguments.first {
            case "frames" where arguments.count == 1: try write(FrameRing(count: 64).bytes)
            case "telegram" where arguments.count == 1: try write(FrameRing(count: 1).text)
            case "key" where arguments.count == 1: print(try FrameRing(count: 1).keyHex)
            case "time" where arguments.count == 1: try time()
            case "hostile" where arguments.count == 1: try hostile()
            case "run" where arguments.count == 3: try run(arguments[1], times: arguments[2])
            default: throw BenchError.usage
            }
        } catch {
            try? write(Array("frame-bench: \(error)\n".utf8), to: STDERR_FILENO)
            exit(error is BenchError ? 64 : 1)
        }
    }

    private static func time() throws {
        for name in FrameCase.allCases {
            var bench = try FrameCases(FrameRing(count: 64))
            let nanoseconds = Stopwatch.median { bench.run(name, times: $0) }
            print("\(name.rawValue) \(Stopwatch.rounded(nanoseconds))")
        }
    }

    private static func hostile() throws {
        for kind in HostileStream.Kind.allCases {
            var stream = try HostileStream(kind)
            try stream.check()
            let nanoseconds = Stopwatch.median { stream.pass(times: $0) }
            print(
                "\(kind.rawValue) \(Stopwatch.rounded(nanoseconds / Double(stream.bytes.count), places: 4))"
            )
        }
    }

    private static func run(_ name: String, times: String) throws {
        guard let known = FrameCase(rawValue: name), let count = Int(times) else {
            throw BenchError.usage
        }
        var bench = try FrameCases(FrameRing(count: 2_000))
        bench.run(known, times: count)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            guard written > 0 else { throw BenchError.output }
            rest = rest.dropFirst(written)
        }
    }
}
