// `usher invite extend|label|retarget|printed|revoke`: what may be changed about a link while its printed
// QR code stays good, and its end. The changed pages are published at once.

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership
import Site

extension Invite {
  struct Extend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give an invitation another end.")

    @Argument(help: "The code, in any spelling.")
    var code: String

    @Option(help: "From now on: 1h, 7d, 4w, never, or until \"2026-12-01 19:00\".")
    var valid: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let invitation = try installation.invitation(typed: code)
      var change = ChangeInvitation(invitation.code, by: .commandLine)
      change.validity = try installation.validity(typed: valid)
      let changed = try Invite.perform(change, in: installation)
      print("\(changed.code.text) ends \(said(changed.expires, installation) ?? "never")")
    }
  }

  struct Label: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Call an invitation something else; strangers never see it.")

    @Argument(help: "The code, in any spelling.")
    var code: String

    @Argument(help: "The label; \"\" for none.")
    var text: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let invitation = try installation.invitation(typed: code)
      var change = ChangeInvitation(invitation.code, by: .commandLine)
      change.label = text
      let changed = try Invite.perform(change, in: installation)
      print(
        changed.label.isEmpty
          ? "\(changed.code.text) has no label" : "\(changed.code.text) is called \(changed.label)")
    }
  }

  struct Retarget: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change what an invitation leads to; its QR code stays good.")

    @Argument(help: "The code, in any spelling.")
    var code: String

    @Option(help: "The department newcomers join from now on.")
    var department: String?

    @Flag(help: "Newcomers join no department from now on.")
    var noDepartment = false

    @OptionGroup var given: GivenOptions

    @Flag(help: "Newcomers get no position from now on.")
    var noPositions = false

    @Flag(help: "Newcomers come into no group from now on.")
    var noGroups = false

    @Flag(help: "Newcomers get no role from now on.")
    var noRoles = false

    @Flag(inversion: .prefixedNo, help: "Whether an administrator decides on each application.")
    var approval: Bool?

    @Option(help: "How many people may use it in all, with those who did.")
    var maxUses: Int?

    @Flag(help: "Any number of people may use it.")
    var noLimit = false

    @OptionGroup var options: SiteOptions

    func validate() throws {
      guard department == nil || !noDepartment else {
        throw ValidationError("Give --department or --no-department, not both.")
      }
      guard maxUses == nil || !noLimit else {
        throw ValidationError("Give --max-uses or --no-limit, not both.")
      }
      for kind in Holding.Kind.allCases where isNone(kind) && !given.names(kind).isEmpty {
        throw ValidationError("Give --\(kind.rawValue) or --no-\(kind.rawValue)s, not both.")
      }
      let isGiven = !given.isEmpty || noPositions || noGroups || noRoles
      guard
        department != nil || noDepartment || isGiven || approval != nil || maxUses != nil || noLimit
      else {
        throw ValidationError(
          "Say what to change: a department, positions, groups, roles, the approval, the limit.")
      }
    }

    private func isNone(_ kind: Holding.Kind) -> Bool {
      switch kind {
      case .position: noPositions
      case .group: noGroups
      case .role: noRoles
      }
    }

    /// Of each kind that is named, those that are, and no others.
    private func holdings(
      of invitation: Invitation, in installation: Installation
    ) throws -> HoldingsChange {
      let before = try installation.holdings(whatGives: invitation.id)
      var after = Set(before.map(\.id))
      for kind in Holding.Kind.allCases where isNone(kind) || !given.names(kind).isEmpty {
        after.subtract(before.filter { $0.kind == kind }.map(\.id))
        after.formUnion(try given.find(kind, in: installation))
      }
      return HoldingsChange(from: Set(before.map(\.id)), to: after)
    }

    func run() throws {
      let installation = try options.open()
      let invitation = try installation.invitation(typed: code)
      var change = ChangeInvitation(invitation.code, by: .commandLine)
      if let department {
        change.department = .some(try installation.department(named: department))
      } else if noDepartment {
        change.department = .some(nil)
      }
      change.holdings = try holdings(of: invitation, in: installation)
      change.requiresApproval = approval
      if let maxUses {
        change.maxUses = .some(maxUses)
      } else if noLimit {
        change.maxUses = .some(nil)
      }
      let changed = try Invite.perform(change, in: installation)
      try Invite.show(changed, in: installation, json: false)
    }
  }

  struct Printed: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that an invitation's QR code is printed: `reset` then warns of it.")

    @Argument(help: "The code, in any spelling.")
    var code: String

    @Flag(help: "It is not printed after all.")
    var undo = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let invitation = try installation.invitation(typed: code)
      let mark = MarkPrinted(invitation.code, isPrinted: !undo, by: .commandLine)
      _ = try mark.perform(in: installation, at: .now)
      print("\(invitation.code.text) is marked as \(undo ? "not printed" : "printed")")
    }
  }

  struct Revoke: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take invitations back: nobody can apply through them any more.",
      discussion: "What applied before can still be decided.")

    @Argument(help: "Codes, in any spelling.")
    var codes: [String]

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let known = try codes.map { try installation.invitation(typed: $0).code }
      try installation.publisher().prepare()
      var revoked: [InvitationCode] = []
      for code in known {
        let revoke = RevokeInvitation(code, by: .commandLine)
        switch try revoke.perform(in: installation, at: .now) {
        case .revoked:
          revoked.append(code)
          print("\(code.text) is revoked")
        case .already: print("\(code.text) was revoked before")
        case .unknown: break  // Rows are never deleted.
        }
      }
      try BuildAll(installation).run(only: revoked)
    }
  }

  /// Changes and publishes, or says why not.
  fileprivate static func perform(
    _ change: ChangeInvitation, in installation: Installation
  ) throws -> Invitation {
    // Before anything is stored: a folder that cannot be written, a mistake in a template.
    try installation.publisher().prepare()
    switch try change.perform(in: installation, at: .now) {
    case .changed(let invitation):
      try BuildAll(installation).run(only: [invitation.code])
      return invitation
    case .refused(_, let problems):
      throw Complaints(all: problems.map { complaint(about: $0, change) })
    case .revoked(let invitation):
      throw Complaint(
        "\(invitation.code.text) is revoked", mend: "make another with `usher invite create`")
    case .unknown:
      throw Complaint(
        "there is no invitation \(change.code.text)", mend: "`usher invite list` shows them")
    }
  }

  private static func complaint(
    about problem: ChangeInvitation.Problem, _ change: ChangeInvitation
  ) -> Complaint {
    switch problem {
    case .label:
      Complaint(
        "the label is too long",
        mend: "give at most \(Invitation.longestLabel) characters on one line")
    case .validityInPast: Complaint("that end is in the past", mend: "give a moment to come")
    case .endsBeforeItOpens:
      Complaint("it would end before it opens", mend: "give a later end")
    case .maxUses: Complaint("that is no limit", mend: "give 1 to 1000000, or --no-limit")
    case .fewerThanUsed(let used):
      Complaint("\(used) uses are taken already", mend: "give \(used) or more")
    case .departmentGone:
      Complaint("the department is gone", mend: "`usher department list` shows those there are")
    case .holdingGone:
      Complaint("a position, group or role is gone", mend: "`usher role list` and so on show them")
    }
  }
}
