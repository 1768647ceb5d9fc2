// Accounts from a file of CSV, new ones and changes to those that there are: first everything is checked, which
// changes nothing and holds nobody up (`AccountCheck`); then all of it is written in one transaction, or nothing.

import Database
package import Membership
import Secrets
import Store

package struct ImportAccounts {
  /// Whether departments, positions, groups and roles that there are not are made.
  package var createsMissing: Bool
  /// Whether a welcome mail brings each newcomer an initial password. Else the account has none, and waits for
  /// `ReissuePassword`.
  package var isWelcomed: Bool
  package var actor: Actor

  package init(createsMissing: Bool = false, isWelcomed: Bool = false, by actor: Actor) {
    self.createsMissing = createsMissing
    self.isWelcomed = isWelcomed
    self.actor = actor
  }

  /// What was found, and what is to be written.
  package struct Checked {
    package let result: AccountImport
    let steps: [AccountStep]
    /// Those whose address another row takes over.
    let moving: [Account.ID]
  }

  package enum Reading {
    case checked(Checked)
    case unreadable(AccountFileProblem)
  }

  /// - Parameters:
  ///   - progress: is told how many rows were looked at.
  ///   - read: the next bytes of the file; none at its end.
  package func check(
    in installation: Installation, progress: (Int) -> Void = { _ in }, _ read: () throws -> [UInt8]
  ) throws -> Reading {
    var check = try AccountCheck(installation, createsMissing: createsMissing)
    var reader = CSVReader()
    do {
      while case let bytes = try read(), !bytes.isEmpty {
        for record in try reader.read(bytes) { try check.take(record) }
        progress(check.rows.count)
      }
      for record in try reader.finish() { try check.take(record) }
      return .checked(try check.finish())
    } catch let problem as CSVReader.Problem {
      return .unreadable(.unreadable(problem))
    } catch let problem as AccountCheck.Failure {
      return .unreadable(problem.problem)
    }
  }

  package enum Outcome {
    /// - Parameter pages: links whose pages have to change.
    case imported(mails: Int, pages: [InvitationCode])
    /// Nothing was written: there are rows with problems.
    case refused
    /// Nothing was written: since the check somebody has changed what that line is about, or made what was
    /// missing.
    case overtaken(line: Int?)
  }

  /// - Parameter progress: is told how many rows were written.
  package func perform(
    _ checked: Checked, in installation: Installation, at now: Moment,
    progress: (Int) -> Void = { _ in }
  ) throws -> Outcome {
    guard checked.result.counts.refused == 0 else { return .refused }
    if checked.steps.isEmpty { return .imported(mails: 0, pages: []) }
    let key = isWelcomed ? try installation.key : nil
    let store = installation.store
    var writing = AccountWriting(installation, by: actor, at: now)
    var line: Int?
    var mails = 0
    do {
      try store.write(isLarge: true) {
        for department in checked.result.departments { try writing.make(department) }
        for holding in checked.result.holdings { try writing.make(holding) }
        for account in checked.moving { try store.accounts.freeAddress(of: account) }
        for (place, step) in checked.steps.enumerated() {
          line = step.line
          // Made here: a hundred thousand of them would take much memory, and little time.
          let password = key.flatMap {
            canSignIn(step) ? InitialPassword(in: installation, sealedWith: $0, at: now) : nil
          }
          if password != nil { mails += 1 }
          try writing.write(step, password)
          if place % 1000 == 999 { progress(place + 1) }
        }
        let all = checked.result.counts
        try writing.finish(imported: all.created + all.changed)
      }
    } catch DatabaseError.constraint {
      return .overtaken(line: line)
    } catch is AccountWriting.Overtaken {
      return .overtaken(line: line)
    }
    return .imported(mails: mails, pages: writing.pages)
  }

  /// A newcomer, who is no public account.
  private func canSignIn(_ step: AccountStep) -> Bool {
    step.old == nil && step.new.kind == .personal && step.new.state == .active
  }
}

/// What one row brings.
struct AccountStep {
  let line: Int
  /// nil: a new one.
  let old: Account?
  var new: Account
  let given: [Holding.ID]
  let taken: [Holding.ID]
}
