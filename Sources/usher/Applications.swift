// `usher applications list`, and how commands choose and print applications.

import Actions
import ArgumentParser
import Membership

struct Applications: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at applications and decide on them.",
    subcommands: [List.self, Approve.self, Reject.self, Reopen.self, Export.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List applications, the newest first.",
      discussion: "`usher applications export` writes a list of any length.")

    @OptionGroup var choice: ApplicationChoice

    @Option(help: "How many at the most; all if not given.")
    var limit: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let applications = try installation.applications(
        choice.filter(in: installation), by: choice.sort, limit: max(0, limit ?? .max))
      try printApplications(applications, installation, json: json)
    }
  }
}

/// What of the applications, and in which order: the same for each command.
struct ApplicationChoice: ParsableArguments {
  @Option(help: "Only those in that state.")
  var state: ApplicationState?

  @Option(help: "Only through that account's invitations, by its login.")
  var inviter: String?

  @Option(help: "Only into that department.")
  var department: String?

  @Option(help: "Only through the invitation of that code.")
  var invitation: String?

  @Option(help: "Only those of that day or moment and later, such as 2026-12-01.")
  var from: String?

  @Option(help: "Only those of that day or moment and before.")
  var until: String?

  @Option(help: "In which order.")
  var sort = ApplicationSort.newest

  func filter(in installation: Installation) throws -> ApplicationFilter {
    ApplicationFilter(
      state: state, inviter: try inviter.map { try installation.inviter(typed: $0).id },
      department: try department.map { try installation.department(named: $0).id },
      invitation: try invitation.map { try installation.invitation(typed: $0).id },
      from: try from.map { try installation.moment(typed: $0) },
      // With the minute that was named, as in the pages.
      until: try until.map { try installation.moment(typed: $0, endOfDay: true) + 60 })
  }
}

/// An application as commands print it; moments in RFC 3339.
struct ApplicationLine: Encodable {
  let reference, name, email, inviter, invitation, applied, state: String
  let department, decided, approver, reason: String?

  init(_ application: Application) {
    reference = application.reference
    name = application.name.text
    email = application.email.text
    inviter = application.inviterName
    invitation = application.invitationLabel
    applied = application.applied.rfc3339
    state = application.state.rawValue
    department = application.departmentPath.isEmpty ? nil : application.departmentPath
    decided = application.decision?.at.rfc3339
    approver = application.decision?.approver
    reason = application.decision.flatMap { $0.reason.isEmpty ? nil : $0.reason }
  }
}

func printApplications(
  _ applications: [Application], _ installation: Installation, json: Bool
) throws {
  if json {
    try printJSON(applications.map(ApplicationLine.init))
    return
  }
  printTable(
    ["REFERENCE", "STATE", "APPLIED", "NAME", "E-MAIL", "DEPARTMENT", "INVITER", "APPROVER"],
    applications.map { application in
      [
        application.reference, application.state.rawValue,
        said(application.applied, installation) ?? "", application.name.text,
        application.email.text,
        application.departmentPath.isEmpty ? "–" : application.departmentPath,
        application.inviterName, application.decision?.approver ?? "–",
      ]
    })
}
