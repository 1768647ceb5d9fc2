// Another web application of the organisation, whose signed-in people make invitations there.

package struct BusinessSystem: Hashable, Sendable {
  package typealias ID = Identifier<BusinessSystem>

  package var id: ID
  package var name: String
  /// Invitations that all its people together may make within 24 hours: 1 to 100,000.
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
}
