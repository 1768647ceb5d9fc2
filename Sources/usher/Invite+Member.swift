// `usher invite member`: a link in a member's name, by the rules that members' links have.

import Actions
import ArgumentParser
import Languages
import Membership
import Site

extension Invite {
  struct Member: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make an invitation in a member's name, by the members' rules.",
      discussion: """
        Department, validity and approval are those of the settings member_…, and the member's limits hold.
        """)

    @Argument(help: "The member's login.")
    var login: String

    @Option(help: "What it is called; strangers never see it.")
    var label: String = ""

    @Option(help: "The page's first language; the member's if not given.")
    var language: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let account = try installation.inviter(typed: login)
      let action = InviteAsMember(
        account, label: label, language: try findLanguage(language) ?? account.language)
      // Before anything is stored: a folder that cannot be written, a mistake in a template.
      try installation.publisher().prepare()
      switch try action.perform(in: installation, at: .now) {
      case .refused(let problem): throw complaint(about: problem, installation)
      case .created(let invitation):
        try BuildAll(installation).run(only: [invitation.code])
        try Invite.show(invitation, in: installation, json: json)
      }
    }

    private func complaint(
      about problem: InvitingProblem, _ installation: Installation
    ) -> Complaint {
      switch problem {
      case .off:
        Complaint(
          "members do not make invitations",
          mend: "`usher settings set member_invitations yes` lets them")
      case .notActive:
        Complaint("\(login) is no active member", mend: "name one that is; `usher account list`")
      case .label:
        Complaint(
          "the label is too long",
          mend: "give at most \(Invitation.longestLabel) characters on one line")
      case .tooMany(let count):
        Complaint(
          "\(login) has \(count) open links, which is the most",
          mend: "revoke one, or raise the setting member_links")
      case .tooManyToday(let count, let next), .systemTooManyToday(let count, let next):
        Complaint(
          "\(login) has made \(count) links within 24 hours, which is the most",
          mend:
            "wait until \(Strings.of(.english).moment(next, in: installation.settings.timeZone)), "
            + "or raise the setting member_links_per_day")
      case .departmentGone:
        Complaint(
          "the department of members' links is gone",
          mend: "name another with `usher settings set member_department`")
      }
    }
  }
}
