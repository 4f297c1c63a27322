// SPDX-License-Identifier: Apache-2.0
public import Readings

/// What a meter or sensor did in one period.
public struct SeriesRow: Sendable, Hashable {
    /// Which meter or sensor.
    public let meter: MeterID
    /// When.
    public let period: Period
    /// Where silences cut into it.
    public var edges: RowEdges
    /// The telegrams or samples behind it.
    public var evidence: Evidence
    /// The registers: energy, gas, water; in the order of Quantity/all, unknown ones last.
    public var registers: [RegisterSpan]
    /// The measured values; in the same order.
    public var samples: [SampleSpan]

    /// Puts it together; by default the row of a period without a telegram.
    public init(
        meter: MeterID, period: Period, edges: RowEdges = [.startsOpen, .endsOpen],
        evidence: Evidence = Evidence(), registers: [RegisterSpan] = [], samples: [SampleSpan] = []
    ) {
        self.meter = meter
        self.period = period
        self.edges = edges
        self.evidence = evidence
        self.registers = registers
        self.samples = samples
    }

    /// How much of the period was seen.
    public var quality: Quality {
        if evidence.telegrams == 0 { return .missing }
        return edges.isEmpty ? .complete : .partial
    }

    /// Whether the differences of the registers are the whole period's, although there may be a
    /// silence within it: no silence crosses its start or end.
    public var isWhole: Bool {
        evidence.telegrams > 0 && edges.isDisjoint(with: [.startsOpen, .endsOpen])
    }

    /// How many telegrams or samples it was made of.
    public var telegrams: Int { evidence.telegrams }

    /// What a register did; `nil` if the meter did not say.
    public func register(_ name: String) -> RegisterSpan? {
        registers.first { $0.name == name }
    }

    /// What a measured value did; `nil` if the meter did not say.
    public func sample(_ name: String) -> SampleSpan? { samples.first { $0.name == name } }
}

extension SeriesRow {
    /// Adds a later part of the same period.
    public mutating func append(_ later: SeriesRow) {
        if edges.contains(.endsOpen) || later.edges.contains(.startsOpen) {
            edges.insert(.hasGap)
        }
        edges.formUnion(later.edges.intersection(.hasGap))
        edges.remove(.endsOpen)
        edges.formUnion(later.edges.intersection(.endsOpen))
        evidence.append(later.evidence)
        for span in later.registers { append(span) }
        for span in later.samples { append(span) }
    }

    mutating func append(_ span: RegisterSpan) {
        if let index = registers.firstIndex(where: { $0.name == span.name }) {
            registers[index].append(span)
        } else {
            registers.append(span)
            registers.sort { Quantity.order($0.name, $1.name) }
        }
    }

    mutating func append(_ span: SampleSpan) {
        if let index = samples.firstIndex(where: { $0.name == span.name }) {
            samples[index].append(span)
        } else {
            samples.append(span)
            samples.sort { Quantity.order($0.name, $1.name) }
        }
    }
}
