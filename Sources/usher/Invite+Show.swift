// `usher invite list|show`, and how commands print an invitation.

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership
import QR
import Store

extension Invite {
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List invitations, the newest first.")

    @Option(help: "Only those in that state.")
    var state: InvitationState?

    @Option(help: "Only that account's, by its login.")
    var inviter: String?

    @Option(help: "Only those into that department.")
    var department: String?

    @Option(
      help: "In which order; `state`, with --state: what ends or opens first, or did so last.")
    var sort = InvitationSort.newest

    @Option(help: "How many at the most; all if not given.")
    var limit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let now = Moment.now
      let filter = InvitationFilter(
        state: state, inviter: try inviter.map { try installation.inviter(typed: $0).id },
        department: try department.map { try installation.department(named: $0).id })
      let invitations = try installation.invitations(
        filter, by: sort, limit: max(0, limit ?? .max), at: now)
      if json {
        try printJSON(try invitations.map { try InvitationLine($0, installation, at: now) })
        return
      }
      printTable(
        ["CODE", "STATE", "USES", "ENDS", "DEPARTMENT", "INVITER", "LABEL"],
        invitations.map { invitation in
          let line = InvitationLine(invitation, gives: [], installation, at: now)
          return [
            line.code, line.state, line.usesText,
            said(invitation.expires, installation) ?? "never",
            line.department ?? "–", line.inviter, line.label,
          ]
        })
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show one invitation, with its QR code in the terminal.")

    @Argument(help: "The code, in any spelling.")
    var code: String

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let invitation = try installation.invitation(typed: code)
      try Invite.show(invitation, in: installation, json: json)
      if !json {
        let scanned = installation.settings.baseAddress.scannedLink(to: invitation.code)
        print("\n\(try QRCode(scanned).terminal)", terminator: "")
      }
    }
  }

  static func show(
    _ invitation: Invitation, in installation: Installation, json: Bool
  ) throws {
    let line = try InvitationLine(invitation, installation, at: .now)
    let gives = [("Positions", line.positions), ("Groups", line.groups), ("Roles", line.roles)]
      .filter { !$0.1.isEmpty }
      .map {
        $0.0.padding(toLength: 12, withPad: " ", startingAt: 0) + $0.1.joined(separator: ", ")
      }
      .map { "\($0)\n" }.joined()
    if json {
      try printJSON(line)
      return
    }
    let opens = said(invitation.notBefore, installation).map { "Opens       \($0)\n" } ?? ""
    print(
      """
      Link        \(line.link)
      State       \(line.state), \(line.usesText) used
      \(opens)Ends        \(said(invitation.expires, installation) ?? "never")
      Approval    \(line.requiresApproval ? "by an administrator" : "none: joins directly")
      Department  \(line.department ?? "–")
      \(gives)Inviter     \(line.inviter)
      Label       \(line.label.isEmpty ? "–" : line.label)
      Printed     \(said(invitation.printed, installation) ?? "–")
      Page        \(line.page)
      QR, PNG     \(line.png)
      QR, SVG     \(line.svg)
      """)
  }
}

/// In the site's zone, with its offset.
func said(_ moment: Moment?, _ installation: Installation) -> String? {
  moment.map { Strings.of(.english).moment($0, in: installation.settings.timeZone) }
}

/// An invitation as commands print it; moments in RFC 3339.
struct InvitationLine: Encodable {
  let code, label, link, scannedLink, state, inviter, language, created: String
  let department, notBefore, expires, printed: String?
  let requiresApproval: Bool
  let maxUses: Int?
  let usesReserved, usesCompleted: Int
  /// What newcomers get besides.
  let positions, groups, roles: [String]
  let page, png, svg: String

  init(_ invitation: Invitation, _ installation: Installation, at now: Moment) throws {
    self.init(
      invitation, gives: try installation.holdings(whatGives: invitation.id), installation, at: now)
  }

  /// - Parameter gives: what newcomers get besides their department.
  init(_ invitation: Invitation, gives: [Holding], _ installation: Installation, at now: Moment) {
    func names(_ kind: Holding.Kind) -> [String] {
      gives.filter { $0.kind == kind }.map(\.name)
    }
    positions = names(.position)
    groups = names(.group)
    roles = names(.role)
    code = invitation.code.text
    label = invitation.label
    link = installation.settings.baseAddress.link(to: invitation.code)
    scannedLink = installation.settings.baseAddress.scannedLink(to: invitation.code)
    state = invitation.state(at: now).rawValue
    inviter = invitation.inviterName
    language = invitation.language.tag
    created = invitation.created.rfc3339
    department = invitation.departmentPath.isEmpty ? nil : invitation.departmentPath
    notBefore = invitation.notBefore?.rfc3339
    expires = invitation.expires?.rfc3339
    printed = invitation.printed?.rfc3339
    requiresApproval = invitation.requiresApproval
    maxUses = invitation.maxUses
    usesReserved = invitation.usesReserved
    usesCompleted = invitation.usesCompleted
    let folder = "\(installation.configuration.published)/I/\(invitation.code.text)"
    page = "\(folder)/index.html"
    png = "\(folder)/qr.png"
    svg = "\(folder)/qr.svg"
  }

  /// `3 of 200`
  var usesText: String {
    "\(usesReserved + usesCompleted) of \(maxUses.map(String.init) ?? "any number")"
  }
}
