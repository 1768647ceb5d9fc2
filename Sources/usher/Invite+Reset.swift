// `usher invite reset`: every link of one inviter ends at once, and nobody else's. What would end is shown
// first; on a terminal a person is asked, elsewhere --yes has to say so.

import Actions
import ArgumentParser
import Foundation
import Membership
import Site

extension Invite {
  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make every link of one inviter invalid at once.",
      discussion: "Applications that wait survive and can still be decided.")

    @Option(help: "Whose links: the account's login.")
    var inviter: String

    @Flag(help: "Do it without asking.")
    var yes = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      let account = try installation.inviter(typed: inviter)
      let reset = ResetInvitations(of: account.id, by: .commandLine)
      let living = try reset.preview(in: installation, at: .now)
      guard living.links > 0 else {
        print("\(account.name.text) has no link that is not over: nothing to do")
        return
      }
      print(
        """
        Links of \(account.name.text) that end   \(living.links)
        Of these marked as printed   \(living.printed)
        Applications that wait       \(living.pending), which can still be decided
        """)
      guard try isAgreed() else {
        print("Nothing was changed.")
        return
      }
      try installation.publisher().prepare()
      let codes = try reset.perform(in: installation, at: .now)
      try BuildAll(installation).run(only: codes)
      print(codes.count == 1 ? "1 link is revoked" : "\(codes.count) links are revoked")
    }

    private func isAgreed() throws -> Bool {
      if yes { return true }
      guard isatty(STDIN_FILENO) == 1 else {
        throw Complaint("nothing was changed", mend: "give --yes to do it")
      }
      print("End them all? Type yes: ", terminator: "")
      fflush(nil)
      return readLine()?.trimmingCharacters(in: .whitespaces).lowercased() == "yes"
    }
  }
}
