// `usher account reissue|import|export`

import Actions
import ArgumentParser
import Membership

struct Account: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep accounts.", subcommands: [Reissue.self, Import.self, Export.self])

  struct Reissue: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mail a new initial password; the one before is void, and sessions end.")

    @Argument(help: "The account's login.")
    var login: String

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      guard let login = Login(login),
        case let outcome = try ReissuePassword(login: login, by: .commandLine).perform(
          in: installation, at: .now)
      else { throw unknown }
      switch outcome {
      case .reissued(let account):
        print("A new initial password for \(account.login.text) waits in the outbox.")
      case .unknown: throw unknown
      case .notActive:
        throw Complaint("\(login.text) is suspended or removed", mend: "restore the account first")
      }
    }

    private var unknown: Complaint {
      Complaint("there is no account \(login)", mend: "check the login's spelling")
    }
  }
}
