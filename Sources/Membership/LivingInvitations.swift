// What Reset All would end.

package struct LivingInvitations: Hashable, Sendable {
  package let links: Int
  /// Of these, those whose QR code somebody said is printed.
  package let printed: Int
  /// Applications that wait and came through them; they can still be decided.
  package let pending: Int

  package init(links: Int, printed: Int, pending: Int) {
    self.links = links
    self.printed = printed
    self.pending = pending
  }
}
