// SPDX-License-Identifier: Apache-2.0
import CMosquitto
import Glibc

/// One connection's client handle of libmosquitto, used on one thread only.
///
/// A handle lives for one attempt. What the library keeps of messages it could not send dies with
/// it, so nothing is sent twice behind our back, and certificate files are read anew each time.
@safe
final class MosquittoHandle {
    private let pointer: OpaquePointer
    private let version: MQTTVersion
    private var signals: [LibrarySignal] = []
    /// Why TLS failed, as far as the library's log and OpenSSL told.
    private(set) var tlsFault: TLSFault?

    /// Creates a handle and sets it up, without touching the network.
    init(_ configuration: MQTTConfiguration, version: MQTTVersion) throws(MQTTFault) {
        MosquittoLibrary.ready
        guard let created = unsafe mosquitto_new(configuration.clientID, true, nil) else {
            throw .library(code: errno, reason: "no client handle")
        }
        unsafe pointer = created
        self.version = version
        unsafe mosquitto_user_data_set(pointer, Unmanaged.passUnretained(self).toOpaque())
        setCallbacks()
        try setOptions(configuration)
        if let tls = configuration.tls { try setTLS(tls) }
        if let will = configuration.will { try setWill(will) }
    }

    deinit {
        // A child process that has inherited the socket must not keep the connection alive.
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
        unsafe mosquitto_destroy(pointer)
    }

    /// The socket, or -1 when there is none.
    var socket: Int32 { unsafe mosquitto_socket(pointer) }

    /// Whether the library has bytes to write; asking clears part of the answer.
    var wantsWrite: Bool { unsafe mosquitto_want_write(pointer) }

    /// Hands over what callbacks noted since the last call.
    func takeSignals() -> [LibrarySignal] {
        guard !signals.isEmpty else { return [] }
        defer { signals.removeAll(keepingCapacity: true) }
        return signals
    }

    /// Begins to connect to an address, or to a name, which is resolved first, and that blocks.
    ///
    /// Whatever `host` is, the broker's certificate must carry it. `source` is the local address to connect from, and so chooses between IPv4 and IPv6.
    func connect(
        _ configuration: MQTTConfiguration, to host: String, from source: String?
    ) throws(MQTTFault) {
        let seconds = Int32(clamping: max(configuration.keepAlive.components.seconds, 5))
        let result = unsafe mosquitto_connect_bind_async(
            pointer, host, Int32(configuration.port), seconds, source)
        let number = errno
        if socket >= 0 { _ = fcntl(socket, F_SETFD, FD_CLOEXEC) }
        switch mosq_err_t(result) {
        case MOSQ_ERR_SUCCESS, MOSQ_ERR_CONN_PENDING: return
        case MOSQ_ERR_EAI, MOSQ_ERR_LOOKUP: throw .nameNotResolved(host: host)
        case MOSQ_ERR_ERRNO: throw .unreachable(errno: number)
        case MOSQ_ERR_TLS:
            let fault = tlsFault ?? .other("no context")
            throw SessionEnd.ofAttempt(code: result, usesTLS: true, tlsFault: fault)
        default: throw .library(code: result, reason: MosquittoLibrary.text(ofError: result))
        }
    }

    /// Reads what came; the result is a code of the library, 0 when all is well.
    func read() -> Int32 { unsafe mosquitto_loop_read(pointer, 1) }

    /// Writes what the socket takes; the result is as for `read`.
    func write() -> Int32 { unsafe mosquitto_loop_write(pointer, 1) }

    /// Sends a ping if one is due, or notices that none was answered; the result is as for `read`.
    func keepAlive() -> Int32 { unsafe mosquitto_loop_misc(pointer) }

    /// Queues the farewell, after which the broker does not publish the will.
    func disconnect() { _ = unsafe mosquitto_disconnect_v5(pointer, 0, nil) }

    /// Hands a message to the library, which copies it; the result is the message's id.
    func publish(_ message: OutboundMessage) throws(MQTTFault) -> UInt16 {
        var id: Int32 = 0
        var properties = MessageProperties(version: version)
        try properties.add(expirySeconds: message.expirySeconds)
        let result = unsafe message.payload.withUnsafeBytes { bytes in
            unsafe mosquitto_publish_v5(
                pointer, &id, message.topic, Int32(clamping: bytes.count), bytes.baseAddress,
                message.qos.rawValue, message.retain, properties.list)
        }
        switch mosq_err_t(result) {
        case MOSQ_ERR_SUCCESS: return UInt16(truncatingIfNeeded: id)
        case MOSQ_ERR_OVERSIZE_PACKET, MOSQ_ERR_PAYLOAD_SIZE: throw .tooLarge
        case MOSQ_ERR_QOS_NOT_SUPPORTED: throw .unconfirmable
        case MOSQ_ERR_INVAL, MOSQ_ERR_MALFORMED_UTF8, MOSQ_ERR_RETAIN_NOT_SUPPORTED:
            throw .unpublishable(reason: MosquittoLibrary.text(ofError: result))
        case MOSQ_ERR_NOMEM:
            throw .library(code: result, reason: MosquittoLibrary.text(ofError: result))
        default: throw .connectionLost
        }
    }

    private func setOptions(_ configuration: MQTTConfiguration) throws(MQTTFault) {
        let protocolVersion = version == .v311 ? MQTT_PROTOCOL_V311 : MQTT_PROTOCOL_V5
        try check(unsafe mosquitto_threaded_set(pointer, true))
        try check(
            unsafe mosquitto_int_option(
                pointer, MOSQ_OPT_PROTOCOL_VERSION, Int32(protocolVersion)))
        try check(
            unsafe mosquitto_int_option(
                pointer, MOSQ_OPT_SEND_MAXIMUM, Int32(clamping: configuration.inFlightLimit)))
        try check(unsafe mosquitto_int_option(pointer, MOSQ_OPT_TCP_NODELAY, 1))
        if let username = configuration.username {
            let password = configuration.password?.text
            try check(unsafe mosquitto_username_pw_set(pointer, username, password))
        }
    }

    private func setTLS(_ tls: MQTTTLS) throws(MQTTFault) {
        let systemFolder = tls.caFile == nil ? unsafe X509_get_default_cert_dir() : nil
        // Without a callback OpenSSL would ask the terminal for the password of an encrypted key.
        let result = unsafe mosquitto_tls_set(
            pointer, tls.caFile, systemFolder, tls.certFile, tls.keyFile, { _, _, _, _ in 0 })
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw .tls(.unusableFile("a TLS file cannot be read"), clockUnset: false)
        }
        try check(unsafe mosquitto_tls_opts_set(pointer, 1, "tlsv1.2", nil))
    }

    private func setWill(_ will: OutboundMessage) throws(MQTTFault) {
        let result = unsafe will.payload.withUnsafeBytes { bytes in
            unsafe mosquitto_will_set_v5(
                pointer, will.topic, Int32(clamping: bytes.count), bytes.baseAddress,
                will.qos.rawValue, will.retain, nil)
        }
        try check(result)
    }

    private func check(_ result: Int32) throws(MQTTFault) {
        guard result == MOSQ_ERR_SUCCESS.rawValue else {
            throw .library(code: result, reason: MosquittoLibrary.text(ofError: result))
        }
    }

    private func setCallbacks() {
        unsafe mosquitto_connect_v5_callback_set(pointer) { _, context, code, _, properties in
            let limits = unsafe BrokerLimits(properties)
            unsafe MosquittoHandle.from(context)?.signals.append(
                .connectionAnswered(code: UInt8(truncatingIfNeeded: code), limits: limits))
        }
        unsafe mosquitto_publish_v5_callback_set(pointer) { _, context, id, code, _ in
            unsafe MosquittoHandle.from(context)?.signals.append(
                .answered(
                    id: UInt16(truncatingIfNeeded: id), code: UInt8(truncatingIfNeeded: code)))
        }
        unsafe mosquitto_disconnect_v5_callback_set(pointer) { _, context, code, _ in
            unsafe MosquittoHandle.from(context)?.signals.append(.disconnected(code: code))
        }
        unsafe mosquitto_log_callback_set(pointer) { _, context, level, text in
            guard level == MOSQ_LOG_ERR, let text = unsafe text else { return }
            let line = unsafe String(cString: text)
            unsafe MosquittoHandle.from(context)?.noteError(line)
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> MosquittoHandle? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<MosquittoHandle>.fromOpaque(context).takeUnretainedValue()
    }

    /// The library logs an error before it closes the socket, so OpenSSL can still be asked.
    private func noteError(_ line: String) {
        guard tlsFault == nil else { return }
        let session = unsafe mosquitto_ssl_get(pointer).map(OpaquePointer.init)
        let verification = unsafe session.map { unsafe SSL_get_verify_result($0) }
        tlsFault = TLSFault(logLine: line, verification: Int32(verification ?? 0))
    }
}
