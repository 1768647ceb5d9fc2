// Before an application that looks like a machine's is taken, a person presses once more. What the page
// carries says when it was shown, sealed: machines are too fast, or do not come back at all.

package import Membership
import Secrets

extension Installation {
  /// Seconds that a person needs at the least to read one sentence and press.
  private static let shortest: Int64 = 3
  private static let longest: Int64 = 3600

  /// For the page that asks.
  package func confirmation(of code: String, email: String, at now: Moment) throws -> String {
    try key.seal("confirm \(code) \(now.seconds) \(email)")
  }

  /// Whether that is one of ours for this code and address, neither too fresh nor too old.
  package func isConfirmed(
    _ sent: String?, of code: String, email: String, at now: Moment
  ) -> Bool {
    guard let sent, !sent.isEmpty, let text = try? key.open(sent) else { return false }
    let parts = text.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "confirm", parts[1] == code, parts[3] == email,
      let shown = Int64(parts[2])
    else { return false }
    return (Self.shortest...Self.longest).contains(now.seconds - shown)
  }
}
