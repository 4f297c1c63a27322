// SPDX-License-Identifier: Apache-2.0
internal import Readings

/// Turns a meter's local time into UTC by its own S or W flag, without a time-zone database.
///
/// `YYMMDDhhmmssX`: X is W in standard time and S in summer time, one hour more (DSMR 5.0.2, 6.4).
/// In the hour that occurs twice in autumn the flag alone tells the two apart.
enum TelegramClock {
    /// Whether thirteen bytes have the form of a time: twelve digits and S or W.
    @inline(__always)
    static func hasForm(_ p: UnsafePointer<UInt8>) -> Bool {
        // Eight digits at once: the high nibbles are all 3 and no low nibble exceeds 9.
        func digits(_ word: UInt64) -> Bool {
            word & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030
                && (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030
        }
        let flag = unsafe p[12]
        guard flag == UInt8(ascii: "S") || flag == UInt8(ascii: "W") else { return false }
        return unsafe digits(UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
            && digits(UnsafeRawPointer(p + 4).loadUnaligned(as: UInt64.self))
    }

    /// Seconds since 1970 in UTC; `nil` for a time that is unset or no date of the calendar.
    ///
    /// Unset clocks print bytes FF (`632525252525S`), zeros, or the first day of 1970 (`700101…`).
    @inline(__always)
    static func seconds(_ p: UnsafePointer<UInt8>, winterOffset: Int64) -> Int64? {
        @inline(__always) func two(_ at: Int) -> Int {
            unsafe Int(p[at] &- 0x30) &* 10 &+ Int(p[at + 1] &- 0x30)
        }
        let (year, month, day) = (two(0), two(2), two(4))
        let (hour, minute, second) = (two(6), two(8), two(10))
        guard month >= 1, month <= 12, day >= 1, hour < 24, minute < 60, second < 60,
            day <= daysIn(month, year), !(year == 70 && month == 1 && day == 1)
        else { return nil }
        let days = UTCTime.days(year: 2_000 + year, month: month, day: day)
        let summer: Int64 = unsafe p[12] == UInt8(ascii: "S") ? 3_600 : 0
        return Int64(days &* 86_400 &+ hour &* 3_600 &+ minute &* 60 &+ second) &- winterOffset
            &- summer
    }

    @inline(__always)
    private static func daysIn(_ month: Int, _ year: Int) -> Int {
        // 2000 to 2099: every fourth year is a leap year.
        if month == 2 { return year & 3 == 0 ? 29 : 28 }
        return 30 &+ (month &+ month >> 3) & 1
    }
}
