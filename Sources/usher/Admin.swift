// `usher admin add`

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership

struct Admin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep administrators.", subcommands: [Add.self])

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an administrator and print an initial password.")

    @Argument(help: "The account to sign in with: 1 to 64 of a-z 0-9 . _ -")
    var login: String

    @Option(help: "The person's name.")
    var name: String

    @Option(help: "The person's e-mail address.")
    var email: String

    @Flag(help: "Read the password from standard input instead of making an initial one.")
    var passwordStdin = false

    @OptionGroup var options: SiteOptions

    func run() throws {
      let installation = try options.open()
      guard let checkedLogin = Login(login) else {
        throw Complaint(
          "\"\(login)\" is no login",
          mend: "use 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit")
      }
      let action = AddAdministrator(
        login: checkedLogin, name: try personName(name), email: try emailAddress(email),
        language: installation.settings.language,
        password: passwordStdin ? try readPassword(for: checkedLogin) : nil)
      switch try action.perform(in: installation, at: .now) {
      case .added(nil):
        print("\(checkedLogin.text) can sign in at \(installation.settings.shownSignInAddress)")
      case .added(let initial?):
        let zone = installation.settings.timeZone
        let until = Strings.of(.english).moment(initial.until, in: zone)
        print(
          """
          \(checkedLogin.text) can sign in at \(installation.settings.shownSignInAddress)
          Initial password: \(initial.0)
          It is good for one sign-in until \(until), and is not shown again.
          """)
      case .loginTaken:
        throw Complaint("\(checkedLogin.text) exists already", mend: "choose another login")
      case .addressTaken(let holder):
        throw Complaint(
          "account \(holder.text) has the address \(email) already",
          mend: "give another address")
      }
    }

    private func readPassword(for login: Login) throws -> Password {
      let typed = readLine() ?? ""
      do throws(Password.Problem) {
        return try Password(typed, personal: [login.text, name, email])
      } catch {
        let problem =
          switch error {
          case .tooShort: "is shorter than \(Password.shortest) characters"
          case .tooLong: "is too long"
          case .common: "would be guessed first"
          case .personal: "contains the login, name or address"
          }
        throw Complaint("the password \(problem)", mend: "give another on standard input")
      }
    }
  }
}

func personName(_ typed: String) throws -> PersonName {
  do throws(PersonName.Problem) {
    return try PersonName(typed)
  } catch {
    throw Complaint(
      "\"\(typed)\" cannot be a name",
      mend: "give 1 to \(PersonName.longest) characters on one line")
  }
}

func emailAddress(_ typed: String) throws -> EmailAddress {
  do throws(EmailAddress.Problem) {
    return try EmailAddress(typed)
  } catch {
    throw Complaint(
      "\"\(typed)\" is no e-mail address", mend: "give one such as name@example.org")
  }
}
