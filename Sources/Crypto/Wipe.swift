// SPDX-License-Identifier: Apache-2.0
import COpenSSL

/// Overwrites bytes with zeros in a way that the optimiser keeps.
func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
}

/// Overwrites a key with zeros in a way that the optimiser keeps.
func wipe(_ key: inout [16 of UInt8]) {
    unsafe withUnsafeMutableBytes(of: &key) { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
}
