// SPDX-License-Identifier: Apache-2.0

/// SHA-256 of some bytes, as a function: this module has no cryptography of its own.
public typealias SHA256Digest = @Sendable ([UInt8]) -> [UInt8]
