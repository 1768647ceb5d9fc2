// How many applications are taken from one network address, and through one link, before a person is
// asked to confirm, or to come back later. Within the transaction of what is counted, so that it is exact.

import Membership
import Store

extension Installation {
  /// Seconds.
  private static let window: Int64 = 600
  /// Through one link within a window, before each further person is asked to press once more.
  private static let linkQuota = 20

  /// One more application from that address.
  /// - Returns: nil where it is taken; else when the address has waited long enough.
  func quotaEnds(for client: NetworkAddress?, at now: Moment) throws -> Moment? {
    guard let client else { return nil }
    let found = try store.quotas.take(
      "apply \(client.text)", window: Self.window, at: now)
    return found.taken > settings.addressQuota ? found.ends : nil
  }

  /// Whether so many came through that link just now that this one is asked to confirm.
  func isRushed(_ invitation: Invitation, at now: Moment) throws -> Bool {
    try store.quotas.take(
      "link \(invitation.code.text)", window: Self.window, at: now
    ).taken > Self.linkQuota
  }
}
