// `usher admin digest`

import Actions
import ArgumentParser
import Membership

extension Admin {
  struct Digest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Choose how often an administrator is told by mail of who waits.")

    @Argument(help: "The administrator's login.")
    var login: String

    @Argument(help: "Hours between two mails, 1 to 168; 0 for never.")
    var hours: Int

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      guard let known = Login(login) else { throw unknown }
      let choose = ChooseDigest(known, hours: hours, by: .commandLine)
      switch try choose.perform(in: installation, at: .now) {
      case .chosen:
        print(
          hours == 0
            ? "\(known.text) gets no mail about who waits."
            : "\(known.text) is told of who waits, at most every \(hours) h.")
      case .outOfRange:
        throw Complaint("\(hours) hours cannot be chosen", mend: "give 1 to 168, or 0 for never")
      case .notAdministrator: throw unknown
      }
    }

    private var unknown: Complaint {
      Complaint("there is no administrator \(login)", mend: "check the login's spelling")
    }
  }
}
