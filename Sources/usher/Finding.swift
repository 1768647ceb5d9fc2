// What `usher doctor` found at one thing that it looked at.

import Foundation

struct Finding: Encodable, Sendable {
  enum State: String, Encodable, Sendable {
    case fine
    /// Worth knowing; nothing has to be done.
    case note
    /// It works, and something may go wrong later, or for somebody.
    case warning
    /// Something does not work, or anybody could read or change what they should not.
    case fault
  }

  let state: State
  /// What was looked at: `usher.key`, `clock`.
  let what: String
  /// How it was found.
  let found: String
  /// How to mend it; empty where nothing has to be.
  let mend: String

  static func fine(_ what: String, _ found: String) -> Finding {
    Finding(state: .fine, what: what, found: found, mend: "")
  }

  static func note(_ what: String, _ found: String, mend: String = "") -> Finding {
    Finding(state: .note, what: what, found: found, mend: mend)
  }

  static func warning(_ what: String, _ found: String, mend: String) -> Finding {
    Finding(state: .warning, what: what, found: found, mend: mend)
  }

  static func fault(_ what: String, _ found: String, mend: String) -> Finding {
    Finding(state: .fault, what: what, found: found, mend: mend)
  }

  var line: String {
    let mark = state.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
    return "\(mark)  \(what): \(found)" + (mend.isEmpty ? "" : ": \(mend)")
  }
}
