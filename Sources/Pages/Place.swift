// Where links and forms of the pages lead. Web alone knows how such an address is spelled.

package import Membership

package enum Place: Hashable, Sendable {
  // Static files
  case styleSheet, icon, script, entry, join
  /// A link's own page, as it is handed out.
  case landing(InvitationCode)
  case qrPNG(InvitationCode)
  case qrSVG(InvitationCode)

  // For everybody
  case apply
  case status(token: String)
  case signIn, signInCode, signOut
  case me, profile, sessions, password, secondFactor
  case actAs
  case ownInvitations
  case ownInvitation(InvitationCode)

  // For administrators
  case overview
  case invitations, newInvitation, resetInvitations
  case invitation(InvitationCode)
  case applications, exportApplications
  case application(reference: String)
  case people, newPerson
  case person(Login)
  case erasePerson(Login)
  case find
  case mail
  case mailEntry(OutboxEntry.ID)
  case departments, holdings
  case department(Department.ID)
  case holding(Holding.ID)
  case settings, audit, administrators
  case administrator(Login)
  case publicAccounts
  case publicAccount(Login)
  case importAccounts, exportAccounts
  case businessSystems, webhooks
  /// Where a business system sends its requests, and the document that describes them.
  case interface, interfaceDescription
}
