// Administrators are told that somebody waits: one mail in the interval that each has chosen. What it says
// is read when it is sent.

package import Membership
import Store

package struct QueueDigests {
  package init() {}

  /// Hours after which such a mail is not worth sending any more, at the most.
  private static let longest = 48

  /// - Returns: how many mails wait from now on.
  @discardableResult
  package func perform(in installation: Installation, at now: Moment) throws -> Int {
    let store = installation.store
    return try store.write {
      let due = try store.digests.takeDue(at: now)
      for id in due {
        guard let account = try store.accounts.find(id: id) else { continue }
        let hours = min(try store.digests.hours(of: id) ?? 1, Self.longest)
        try installation.queue(
          .digest, to: account.email, language: account.language, account: id,
          givesUp: now + Int64(hours) * 3600, at: now)
      }
      return due.count
    }
  }
}

extension Installation {
  /// For a digest; nil where there is nothing to tell, or nobody who may hear it.
  func waiting(for administrator: Account?) throws -> WaitingApplications? {
    guard let administrator, administrator.isAdministrator, administrator.state == .active else {
      return nil
    }
    let count = try pendingCount()
    guard count > 0 else { return nil }
    return WaitingApplications(
      count: count,
      longest: try applications(
        ApplicationFilter(state: .pending), by: .oldest, limit: WaitingApplications.named))
  }
}
