// SPDX-License-Identifier: Apache-2.0
import COpenSSL
import Glibc

/// The text of a PEM file, read block by block.
@safe struct PEMText: ~Copyable {
    let bio: OpaquePointer
    /// What is read; OpenSSL does not copy it.
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// `nil` only when OpenSSL has no memory.
    init?(_ text: [UInt8]) {
        ERR_clear_error()
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count + 1)
        _ = unsafe bytes.initialize(from: text + [0])
        guard
            let bio = unsafe BIO_new_mem_buf(
                UnsafeRawPointer(bytes.baseAddress), Int32(clamping: text.count))
        else {
            unsafe bytes.deallocate()
            return nil
        }
        unsafe self.bio = bio
        unsafe self.bytes = bytes
    }

    deinit {
        unsafe BIO_free(bio)
        // It may have been a key.
        unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        unsafe bytes.deallocate()
        ERR_clear_error()
    }

    /// Whether some words stand in it, before its first NUL.
    func holds(_ words: String) -> Bool {
        guard let start = unsafe bytes.baseAddress else { return false }
        return unsafe strstr(
            UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), words) != nil
    }

    /// Whether the last reading failed for want of a further block.
    var isAtEnd: Bool {
        let error = ERR_peek_last_error()
        return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE
    }
}
