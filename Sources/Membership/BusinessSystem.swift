// Another web application of the organisation, whose signed-in people make invitations there.

package struct BusinessSystem: Hashable, Sendable {
  package typealias ID = Identifier<BusinessSystem>

  package var id: ID
  package var name: String
  /// Invitations that all its people together may make within 24 hours, of `limits`.
  package var linksPerDay: Int
  package var created: Moment
  /// nil: its requests are taken.
  package var revoked: Moment?

  package init(
    id: ID = .new(), name: String, linksPerDay: Int, created: Moment, revoked: Moment? = nil
  ) {
    self.id = id
    self.name = name
    self.linksPerDay = linksPerDay
    self.created = created
    self.revoked = revoked
  }

  package static let limits = 1...100_000

  /// 1 to 100 characters on one line.
  package static func isName(_ text: String) -> Bool {
    (1...100).contains(text.count) && isPrintable(text)
  }
}

/// What signs a business system's requests, as it is shown once.
package struct BusinessKey: Hashable, Sendable {
  package typealias ID = Identifier<BusinessKey>

  /// The `keyid` of its signatures.
  package var id: ID
  /// Its characters are the key.
  package var secret: String

  package init(id: ID = .new(), secret: String) {
    self.id = id
    self.secret = secret
  }
}

package enum BusinessSystemChange: Hashable, Sendable {
  /// Another key; the one of before is good for a day more.
  case rotate
  /// Its requests are refused from now on, for good.
  case revoke
  case limit(Int)

  package enum Problem: Hashable, CaseIterable, Sendable {
    case name, taken, limit
    /// It is revoked already.
    case revoked
  }
}
