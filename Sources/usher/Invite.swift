// `usher invite create`

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership
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
        try Invite.show(invitation, in: installation, json: json)
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
}
