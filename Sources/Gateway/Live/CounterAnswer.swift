// SPDX-License-Identifier: Apache-2.0
import History
import Readings

/// What came of an order to accept a counter, in a sentence for whoever gave it.
struct CounterAnswer: CustomStringConvertible {
    /// The meter.
    let id: MeterID
    /// What the log says.
    let outcome: CounterOutcome
    /// How the log is.
    let store: StoreState

    var description: String {
        let done = "The frame counter of \(id) begins anew with its next frame."
        switch outcome {
        case .written: return done
        case .unwritten:
            let why =
                store.isStoring
                ? "the file floors cannot be written" : "nothing can be stored (\(store.word))"
            return done + " That counts from now on, but is not written yet, since \(why): after a "
                + "restart before that, give the order again."
        case .nothingKnown:
            return "error: no counter of \(id) is known: nothing of it is stored, and no genuine "
                + "frame has come since its channel started; give the order again once one was "
                + "refused"
        }
    }
}
