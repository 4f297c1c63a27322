// SPDX-License-Identifier: Apache-2.0
public import DSMR

/// The highest verified frame counter of each epoch; a frame at or below it is a replay.
///
/// An epoch is a system title under one key. Only verified frames are compared and only they raise
/// the floor, so that no forged counter can silence a meter.
public struct ReplayFloor: Sendable {
    /// A meter under one of its keys.
    public struct Epoch: Sendable, Hashable {
        /// The meter.
        public let title: SystemTitle
        /// The fingerprint of the key.
        public let keyFingerprint: String

        /// Names an epoch.
        public init(title: SystemTitle, keyFingerprint: String) {
            self.title = title
            self.keyFingerprint = keyFingerprint
        }
    }

    private var floors: [(epoch: Epoch, counter: FrameCounter)] = []
    private let initial: FrameCounter?

    /// Starts without a floor, or with one that counts for every epoch not yet seen.
    public init(initial: FrameCounter? = nil) { self.initial = initial }

    /// The floor of an epoch; `nil` when nothing of it has been seen.
    public subscript(epoch: Epoch) -> FrameCounter? {
        get { floors.first { $0.epoch == epoch }?.counter ?? initial }
        set {
            floors.removeAll { $0.epoch == epoch }
            if let newValue { floors.append((epoch, newValue)) }
        }
    }

    /// Takes over the floors that an order has left, of one epoch or of all.
    ///
    /// `before` are those from before the order was given: where a frame has raised the floor
    /// meanwhile, that frame counts.
    public mutating func take(
        _ left: ReplayFloor, of epoch: Epoch? = nil, since before: ReplayFloor
    ) {
        floors = floors.compactMap { floor in
            guard epoch == nil || floor.epoch == epoch, floor.counter == before[floor.epoch] else {
                return floor
            }
            return left[floor.epoch].map { (floor.epoch, $0) }
        }
    }

    /// Raises the floor to a verified frame's counter; `false`, and no change, when the frame is a
    /// replay.
    mutating func admit(_ counter: FrameCounter, _ epoch: Epoch) -> Bool {
        // The list has one entry a meter and key: a search beats a hash, and allocates nothing.
        guard let index = floors.firstIndex(where: { $0.epoch == epoch }) else {
            if let initial, counter <= initial { return false }
            floors.append((epoch, counter))
            return true
        }
        guard counter > floors[index].counter else { return false }
        floors[index].counter = counter
        return true
    }
}
