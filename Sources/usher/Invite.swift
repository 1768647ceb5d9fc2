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
    abstract: "Make, look at and change invitations.",
    subcommands: [
      Create.self, Member.self, List.self, Show.self, Extend.self, Label.self, Retarget.self,
      Printed.self,
      Revoke.self, Reset.self,
    ])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an invitation, its page and its QR images.")

    @Option(help: "The department newcomers join, such as \"Sales / North\".")
    var department: String?

    @OptionGroup var given: GivenOptions

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
      let validity = try installation.validity(typed: valid)
      let action = CreateInvitation(
        label: label, inviter: try installation.administrator(typed: inviter),
        by: .commandLine,
        department: try department.map { try installation.department(named: $0) },
        language: try findLanguage(language) ?? settings.language, requiresApproval: approval,
        notBefore: try from.map { try installation.moment(typed: $0) }, validity: validity,
        maxUses: maxUses, holdings: try given.find(in: installation))
      // Before anything is stored: a folder that cannot be written, a mistake in a template.
      try installation.publisher().prepare()
      switch try action.perform(in: installation, at: .now) {
      case .refused(let problem): throw complaint(about: problem)
      case .created(let invitation):
        try BuildAll(installation).run(only: [invitation.code])
        try Invite.show(invitation, in: installation, json: json)
      }
    }

    private func complaint(about problem: CreateInvitation.Problem) -> Complaint {
      switch problem {
      case .label:
        Complaint(
          "the label is too long",
          mend: "give at most \(Invitation.longestLabel) characters on one line")
      case .validityInPast:
        Complaint("\(valid) is in the past", mend: "give a moment to come")
      case .opensAfterItEnds:
        Complaint("it would end before it opens", mend: "give a later end or an earlier --from")
      case .maxUses:
        Complaint("--max-uses cannot be \(maxUses ?? 0)", mend: "give 1 to 1000000")
      case .departmentGone:
        Complaint("the department is gone", mend: "`usher department list` shows those there are")
      case .holdingGone:
        Complaint(
          "a position, group or role is gone", mend: "`usher role list` and so on show them")
      }
    }
  }
}
