// `usher invite create|list|show`

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership
import QR
import Site
import Store

struct Invite: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and look at invitations.",
    subcommands: [Create.self, List.self, Show.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an invitation, its page and its QR images.")

    @Option(help: "The department newcomers join, such as \"Sales / North\".")
    var department: String?

    @Option(help: "What you call it; strangers never see it.")
    var label: String = ""

    @Option(help: "How long it is open: 1h, 7d, 4w, never, or until \"2026-12-01 19:00\".")
    var valid: String = "30d"

    @Option(help: "Not open before that moment, such as \"2026-12-01 08:00\".")
    var from: String?

    @Flag(inversion: .prefixedNo, help: "Whether an administrator decides on each application.")
    var approval = true

    @Option(help: "How many people may use it; no limit if not given.")
    var maxUses: Int?

    @Option(help: "The page's first language; the site's if not given.")
    var language: String?

    @Option(help: "The inviting administrator's login; the first administrator if not given.")
    var inviter: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let settings = installation.settings
      guard let validity = Validity(valid, zone: settings.timeZone) else {
        throw Complaint(
          "\"\(valid)\" is no validity",
          mend: "give 90m, 1h, 7d, 4w, never, or a moment such as \"2026-12-01 19:00\"")
      }
      let action = CreateInvitation(
        label: label, inviter: try findInviter(installation),
        department: try department.map { try findDepartment($0, installation) },
        language: try findLanguage() ?? settings.language, requiresApproval: approval,
        notBefore: try from.map { try moment($0, settings.timeZone) }, validity: validity,
        maxUses: maxUses)
      // Before anything is stored: a folder that cannot be written, a mistake in a template.
      try installation.publisher().prepare()
      switch try action.perform(in: installation, at: .now) {
      case .refused(let problem): throw complaint(about: problem)
      case .created(let invitation):
        try BuildAll(installation).run(only: [invitation.code])
        try show(invitation, in: installation, json: json)
      }
    }

    private func findInviter(_ installation: Installation) throws -> Membership.Account {
      guard let inviter else {
        guard let first = try installation.store.accounts.firstAdministrator() else {
          throw Complaint(
            "there is no administrator yet", mend: "add one with `usher admin add`")
        }
        return first
      }
      guard let login = Login(inviter),
        let account = try installation.store.accounts.find(login: login),
        account.isAdministrator, account.state == .active
      else {
        throw Complaint(
          "\(inviter) is no administrator", mend: "name one, or add one with `usher admin add`")
      }
      return account
    }

    private func findDepartment(
      _ typed: String, _ installation: Installation
    ) throws -> Membership.Department {
      let all = try installation.store.departments.all()
      let path = Membership.Department.names(inPath: typed)
        .joined(separator: Membership.Department.separator)
      if let exact = all.first(where: { $0.path == path }) { return exact }
      let named = all.filter { $0.name == path }
      if named.count == 1 { return named[0] }
      throw named.isEmpty
        ? Complaint(
          "there is no department \"\(typed)\"",
          mend: "`usher department list` shows them, `usher department add` makes one")
        : Complaint(
          "there are several departments \"\(typed)\"",
          mend: "give the whole path, such as \"\(named[0].path)\"")
    }

    private func findLanguage() throws -> Language? {
      guard let language else { return nil }
      guard let found = Language(tag: language) else {
        throw Complaint(
          "there is no language \(language)",
          mend: "give one of \(Language.allCases.map(\.tag).joined(separator: ", "))")
      }
      return found
    }

    private func moment(_ typed: String, _ zone: Membership.TimeZone) throws -> Moment {
      guard let moment = Validity.moment(typed, zone: zone) else {
        throw Complaint(
          "\"\(typed)\" is no moment", mend: "give one such as \"2026-12-01 08:00\"")
      }
      return moment
    }

    private func complaint(about problem: CreateInvitation.Problem) -> Complaint {
      switch problem {
      case .label:
        Complaint(
          "the label is too long",
          mend: "give at most \(CreateInvitation.longestLabel) characters on one line")
      case .validityInPast:
        Complaint("\(valid) is in the past", mend: "give a moment to come")
      case .opensAfterItEnds:
        Complaint("it would end before it opens", mend: "give a later end or an earlier --from")
      case .maxUses:
        Complaint("--max-uses cannot be \(maxUses ?? 0)", mend: "give 1 to 1000000")
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List invitations, the newest first.")

    @Option(help: "How many at the most; all if not given.")
    var limit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let now = Moment.now
      let invitations = try installation.store.invitations.list(limit: max(0, limit ?? .max))
      if json {
        try printJSON(invitations.map { InvitationLine($0, installation, at: now) })
        return
      }
      printTable(
        ["CODE", "STATE", "USES", "ENDS", "DEPARTMENT", "INVITER", "LABEL"],
        invitations.map { invitation in
          let line = InvitationLine(invitation, installation, at: now)
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
      guard let code = InvitationCode(code),
        let invitation = try installation.store.invitations.find(code: code)
      else {
        throw Complaint(
          "there is no invitation \(code)", mend: "`usher invite list` shows them")
      }
      try show(invitation, in: installation, json: json)
      if !json {
        let scanned = installation.settings.baseAddress.scannedLink(to: invitation.code)
        print("\n\(try QRCode(scanned).terminal)", terminator: "")
      }
    }
  }

  fileprivate static func show(
    _ invitation: Invitation, in installation: Installation, json: Bool
  ) throws {
    let line = InvitationLine(invitation, installation, at: .now)
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
      Inviter     \(line.inviter)
      Label       \(line.label.isEmpty ? "–" : line.label)
      Page        \(line.page)
      QR, PNG     \(line.png)
      QR, SVG     \(line.svg)
      """)
  }
}

/// In the site's zone, with its offset.
private func said(_ moment: Moment?, _ installation: Installation) -> String? {
  moment.map { Strings.of(.english).moment($0, in: installation.settings.timeZone) }
}

private func show(_ invitation: Invitation, in installation: Installation, json: Bool) throws {
  try Invite.show(invitation, in: installation, json: json)
}

/// An invitation as commands print it; moments in RFC 3339.
struct InvitationLine: Encodable {
  let code, label, link, scannedLink, state, inviter, language, created: String
  let department, notBefore, expires: String?
  let requiresApproval: Bool
  let maxUses: Int?
  let usesReserved, usesCompleted: Int
  let page, png, svg: String

  init(_ invitation: Invitation, _ installation: Installation, at now: Moment) {
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
