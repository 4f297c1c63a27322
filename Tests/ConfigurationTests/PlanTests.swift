// SPDX-License-Identifier: Apache-2.0
import FrameCrypto
import GatewayConfiguration
import Testing

struct PlanTests {
    @Test func `the plan says what will be opened and published and shows no key`() throws {
        let text = """
            version: 1
            mqtt: {url: mqtts://h, username: u, password: geheim, topics: [json, values], client_id: cellar}
            meters:
              - id: flat-1
                name: Flat 1
                port: /dev/ttyUSB0
                key: \(Keys.one)
                data_request: {chip: gpiochip0, line: 17}
              - {id: clear, port: "tcp://h:1", enabled: false}
            sensors:
              - id: tank
                port: /dev/ttyAMA1
                format: mb7060
                every: 90s
                values: {distance: {unit: cm}, volume: {from: distance, formula: x * 2, unit: l, minimum: 0}}
            """
        let loaded = try load(text).get()
        let fingerprint = try #require(loaded.configuration.meters.first?.key?.fingerprint)
        #expect(
            ResolvedPlan(loaded.configuration).rendered() == """
                gateway      state in /var/lib/meter-gateway, durability balanced
                             telegrams kept 1w, time zone Europe/Luxembourg
                             minutes 90d, quarter-hours for ever, hours for ever, days for ever, months for ever
                             log level info
                broker       mqtts://h:8883, MQTT 5, client id cellar, user u with a password
                             TLS, trusting the system's certificates
                topics       meters/gateway/{state,health}
                             JSON and one for each reading; after an outage 50 telegrams a second

                meter        flat-1 (Flat 1)
                  port       /dev/ttyUSB0, 115200 8N1, a gap of 250ms ends a frame
                  key        fingerprint \(fingerprint)
                  proof      strict, by Luxembourg's published key
                  telegrams  interval learnt, standard time UTC+01:00
                  request    line 17 of gpiochip0, active low, released at the end
                  topics     meters/flat-1, meters/flat-1/{telegram,availability,health,event,chain}
                             meters/flat-1/<reading>

                meter        clear, disabled
                  port       tcp://h:1, a gap of 1s ends a frame
                  key        none: clear telegrams only
                  telegrams  interval learnt, standard time UTC+01:00
                  request    no line: wired for good
                  topics     meters/clear, meters/clear/{telegram,availability,health,event,chain}
                             meters/clear/<reading>

                sensor       tank
                  port       /dev/ttyAMA1, 9600 8N1, a gap of 250ms ends a frame
                  format     mb7060
                  publishes  the median every 90s
                  value      distance_cm
                  value      volume_l = x * 2, where x is distance, at least 0
                  topics     meters/tank, meters/tank/{raw,availability,health}
                             meters/tank/<reading>

                """)
    }
}
