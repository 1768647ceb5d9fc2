// What lies where invitations are published, beside what the database knows: what is missing, what somebody
// touched, what belongs to nobody.

import Dispatch
import Foundation
package import Membership

extension Publisher {
  /// What lies where invitations are published.
  package struct Present: Sendable {
    /// In their order; codes of invitations, and whatever somebody put there.
    fileprivate(set) package var names: [String] = []
    /// Of these, what something was made in, or removed from, at or after a moment.
    fileprivate(set) package var touched: [String] = []
    /// What an ended build left behind.
    fileprivate var temporary: [String] = []

    /// Those that have no folder.
    /// - Parameters:
    ///   - codes: in their order.
    ///   - fresh: what was written just now, in its order.
    package func missing(of codes: [String], besides fresh: [String] = []) -> [String] {
      codes.without(names).without(fresh)
    }
  }

  /// - Parameters:
  ///   - fresh: what was written just now and need not be looked at, in its order.
  ///   - listed: the names, where they were listed before; those that came since are in `fresh`.
  package func present(
    touchedFrom moment: FileMoment?, besides fresh: [String] = [], listed: [String]? = nil
  ) -> Present {
    var present = Present()
    let names = listed ?? Self.list(folder)
    present.temporary = names.filter(PublicFolder.isTemporary)
    present.names =
      present.temporary.isEmpty ? names : names.filter { !PublicFolder.isTemporary($0) }
    let shares = present.names.shared(among: ProcessInfo.processInfo.activeProcessorCount)
    let touched = Results<[String]>(count: shares.count)
    DispatchQueue.concurrentPerform(iterations: shares.count) { place in
      touched[place] = .success(
        folder.changed(
          shares[place], in: "I", from: moment ?? FileMoment(nanoseconds: .min)))
    }
    present.touched = touched.values.flatMap(\.self).without(fresh)
    return present
  }

  /// The names in the folder of invitations, in their order.
  package func startListing() -> Meanwhile<[String]> {
    Meanwhile([]) { [folder] in Self.list(folder) }
  }

  /// As `present`.
  package func startLooking(
    touchedFrom moment: FileMoment?, besides fresh: [String], listed: [String]?
  ) -> Meanwhile<Present> {
    Meanwhile(Present()) { self.present(touchedFrom: moment, besides: fresh, listed: listed) }
  }

  private static func list(_ folder: PublicFolder) -> [String] { folder.list("I").sorted() }

  /// Removes folders of links that the database does not know, and what ended builds left; returns how many.
  /// - Parameters:
  ///   - codes: which it knew a moment ago, in their order.
  ///   - known: asked before anything is removed.
  package func removeStrangers(
    in present: Present, besides codes: [String] = [], known: (InvitationCode) throws -> Bool
  ) throws -> Int {
    var removed = 0
    for name in present.temporary where folder.remove(name, in: "I") { removed += 1 }
    for name in present.names.without(codes) {
      guard let code = InvitationCode(name), code.text == name, try !known(code) else { continue }
      if folder.remove(name, in: "I") { removed += 1 }
    }
    return removed
  }
}
