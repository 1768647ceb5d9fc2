// Tests the state of an invitation, which is derived from its settings: what each does alone, which one is
// named where several hold, and what holds in the very second of a boundary.

import Membership
import Testing

@Suite struct InvitationTests {
  private static let now = Moment(seconds: 1_800_000_000)

  struct Case: Sendable, CustomTestStringConvertible {
    var revoked = false
    var expires: Int64?
    var notBefore: Int64?
    var maxUses: Int?
    var reserved = 0
    var completed = 0
    var state: InvitationState

    var testDescription: String {
      let times =
        "expires \(expires.map(String.init) ?? "–"), opens \(notBefore.map(String.init) ?? "–")"
      let uses = "\(reserved)+\(completed) of \(maxUses.map(String.init) ?? "∞")"
      return "\(revoked ? "revoked, " : "")\(times), \(uses): \(state.rawValue)"
    }
  }

  private func invitation(_ given: Case) -> Invitation {
    Invitation(
      label: "", inviter: .new(), inviterName: "Grace", language: .english,
      requiresApproval: true, created: Self.now + -1000,
      notBefore: given.notBefore.map { Self.now + $0 },
      expires: given.expires.map { Self.now + $0 }, maxUses: given.maxUses,
      usesReserved: given.reserved, usesCompleted: given.completed,
      revoked: given.revoked ? Self.now + -1 : nil)
  }

  @Test(
    "A state follows from the settings, times in seconds from now",
    arguments: [
      Case(state: .active),
      // In the second of the end it has ended; in the second of the opening it is open.
      Case(expires: 1, state: .active), Case(expires: 0, state: .expired),
      Case(expires: -1, state: .expired),
      Case(notBefore: 1, state: .notYetOpen), Case(notBefore: 0, state: .active),
      Case(notBefore: -1, state: .active),
      Case(maxUses: 1, state: .active), Case(maxUses: 1, reserved: 1, state: .full),
      Case(maxUses: 1, completed: 1, state: .full),
      Case(maxUses: 3, reserved: 1, completed: 1, state: .active),
      Case(maxUses: 3, reserved: 1, completed: 2, state: .full),
      Case(maxUses: 2, reserved: 2, completed: 2, state: .full), Case(maxUses: 0, state: .full),
      Case(reserved: 1000, completed: 1000, state: .active),
      Case(revoked: true, state: .revoked),
      // Precedence.
      Case(revoked: true, expires: -1, notBefore: 1, maxUses: 0, state: .revoked),
      Case(expires: -1, notBefore: 1, maxUses: 0, state: .expired),
      Case(expires: 2, notBefore: 1, maxUses: 0, state: .notYetOpen),
      Case(expires: 1, notBefore: 0, maxUses: 0, state: .full),
      Case(revoked: true, notBefore: 1, state: .revoked),
      Case(expires: 0, notBefore: 0, state: .expired),
    ])
  func state(given: Case) {
    #expect(invitation(given).state(at: Self.now) == given.state)
  }

  @Test("Of all combinations, the one that an inviter can least undo is named")
  func precedence() {
    for number in 0..<16 {
      let given = Case(
        revoked: number & 1 != 0, expires: number & 2 != 0 ? 0 : 9,
        notBefore: number & 4 != 0 ? 5 : 0, maxUses: number & 8 != 0 ? 0 : 1, state: .active)
      let expected: [InvitationState] = [
        number & 1 != 0 ? .revoked : nil, number & 2 != 0 ? .expired : nil,
        number & 4 != 0 ? .notYetOpen : nil, number & 8 != 0 ? .full : nil, .active,
      ].compactMap { $0 }
      #expect(invitation(given).state(at: Self.now) == expected.first)
    }
  }
}
