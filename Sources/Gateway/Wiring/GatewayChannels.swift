// SPDX-License-Identifier: Apache-2.0
import GatewayConfiguration
import Logging
import MeterChannel
import NIOCore
import NIOPosix
import Readings

/// The channels of a gateway, with the live view and the log of their troubles, which only they feed.
struct GatewayChannels {
    let live: LiveSocket
    let healthLog: HealthLog
    let supervisor: ChannelSupervisor

    /// Puts them together, with `parts` behind them; no port is opened yet.
    init(_ configuration: GatewayConfiguration, feeding parts: GatewayParts, logger: Logger) {
        let live = LiveSocket(
            path: configuration.gateway.stateDirectory + "/live.sock",
            eventLoop: parts.group.next(), logger: logger)
        let healthLog = HealthLog(logger: logger)
        var consumers: [any UpdateConsumer] = [parts.outbox, parts.publisher, live, healthLog]
        if let past = parts.past { consumers.append(past.keeper) }
        if let web = parts.web { consumers.append(web) }
        supervisor = ChannelSupervisor(
            configuration,
            factory: ChannelFactory(
                consumers: consumers, group: parts.group, claims: TitleClaims(),
                lookout: PortLookout(eventLoop: parts.group.next(), logger: logger), logger: logger),
            publisher: parts.publisher, outbox: parts.outbox,
            forget: { id in
                live.forget(id)
                healthLog.forget(id)
            }, logger: logger)
        live.answer(supervisor.answer)
        (self.live, self.healthLog) = (live, healthLog)
    }
}
