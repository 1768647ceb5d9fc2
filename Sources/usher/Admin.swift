// `usher admin list|add|suspend|restore|reset|reset-second-factor`

import Actions
import ArgumentParser
import Foundation
import Languages
import Membership
import Site

struct Admin: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep administrators.",
    subcommands: [
      List.self, Add.self, Suspend.self, Restore.self, Reset.self, ResetSecondFactor.self,
      Digest.self,
    ])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the administrators.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: SiteOptions

    private struct Line: Encodable {
      let login, name, email, language, state, since: String
      let secondFactor: Bool
    }

    func run() throws {
      let installation = try options.open()
      let secured = try installation.haveSecondFactor()
      let lines = try installation.administrators().map {
        Line(
          login: $0.login.text, name: $0.name.text, email: $0.email.text,
          language: $0.language.tag, state: $0.state.rawValue, since: $0.created.rfc3339,
          secondFactor: secured.contains($0.id))
      }
      if json { return try printJSON(lines) }
      printTable(
        ["LOGIN", "STATE", "SECOND FACTOR", "SINCE", "E-MAIL", "NAME"],
        lines.map {
          [$0.login, $0.state, $0.secondFactor ? "on" : "off", $0.since, $0.email, $0.name]
        })
    }
  }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add an administrator; print an initial password, or mail it.")

    @Argument(help: "The account to sign in with: 1 to 64 of a-z 0-9 . _ -")
    var login: String

    @Option(help: "The person's name.")
    var name: String

    @Option(help: "The person's e-mail address.")
    var email: String

    @Option(help: "The person's language; the site's if not given.")
    var language: String?

    @Flag(help: "Read the password from standard input instead of making an initial one.")
    var passwordStdin = false

    @Flag(help: "Send a welcome mail with the initial password instead of printing it.")
    var mail = false

    @OptionGroup var options: SiteOptions

    func validate() throws {
      if mail, passwordStdin {
        throw ValidationError("--mail and --password-stdin exclude each other")
      }
    }

    func run() throws {
      let installation = try options.open()
      let checkedLogin = try adminLogin(login)
      let action = AddAdministrator(
        login: checkedLogin, name: try personName(name), email: try emailAddress(email),
        language: try findLanguage(language) ?? installation.settings.language,
        password: passwordStdin ? try readPassword(for: checkedLogin) : nil, isMailed: mail)
      print(try installation.add(action))
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

extension Installation {
  /// - Returns: what the person who typed it has to know.
  func add(_ action: AddAdministrator) throws -> String {
    let login = action.login.text
    switch try action.perform(in: self, at: .now) {
    case .added(nil) where action.isMailed:
      return "A welcome mail for \(login) waits in the outbox."
    case .added(nil):
      return "\(login) can sign in at \(settings.shownSignInAddress)"
    case .added(let initial?):
      let until = Strings.of(.english).moment(initial.until, in: settings.timeZone)
      return """
        \(login) can sign in at \(settings.shownSignInAddress)
        Initial password: \(initial.0)
        It is good for one sign-in until \(until), and is not shown again.
        """
    case .loginTaken:
      throw Complaint("\(login) exists already", mend: "choose another login")
    case .addressTaken(let holder):
      throw Complaint(
        "account \(holder.text) has the address \(action.email.text) already",
        mend: "give another address")
    }
  }
}

func adminLogin(_ typed: String) throws -> Login {
  guard let login = Login(typed) else {
    throw Complaint(
      "\"\(typed)\" is no login",
      mend: "use 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit")
  }
  return login
}

// MARK: Changes

extension Admin {
  struct Suspend: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep an administrator from signing in; sessions end at once.")
    @OptionGroup var whom: Whom
    @OptionGroup var links: LinksOptions

    func run() throws { print("\(try whom.change(.suspend, links)) is suspended") }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Undo a suspension.")
    @OptionGroup var whom: Whom

    func run() throws { print("\(try whom.change(.restore)) can sign in again") }
  }

  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Mail a new initial password; the one before is void, and sessions end.")
    @OptionGroup var whom: Whom

    func run() throws {
      print("A new initial password for \(try whom.change(.reset)) waits in the outbox.")
    }
  }

  struct ResetSecondFactor: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Turn off the second factor of who lost the telephone.")
    @OptionGroup var whom: Whom

    func run() throws {
      print("\(try whom.change(.removeSecondFactor)) signs in with the password alone")
    }
  }

  struct Whom: ParsableArguments {
    @Argument(help: "The administrator's login.")
    var login: String

    @OptionGroup var options: SiteOptions

    func change(_ change: AdministratorChange, _ links: LinksOptions? = nil) throws -> String {
      let installation = try options.open()
      let action = ChangeAdministrator(
        login: try adminLogin(login), change, links: try links?.answer(), by: .commandLine)
      if action.links != nil, action.links != .keep { try installation.publisher().prepare() }
      switch try action.perform(in: installation, at: .now) {
      case .changed(let account, let pages):
        try BuildAll(installation).run(only: pages)
        return account.login.text
      case .asks(let account, let living): throw question(account, living, isForGood: false)
      case .unknown:
        throw Complaint(
          "there is no administrator \(login)", mend: "`usher admin list` shows them")
      case .refused(let account, .last):
        throw Complaint(
          "\(account.login.text) is the last active administrator", mend: "add another one first")
      case .refused(_, .noHeir):
        throw Complaint(
          "\(links?.to ?? "") cannot take the links over",
          mend: "name another administrator who is active")
      case .refused(let account, .notSo), .refused(let account, .yourself):
        throw Complaint(state(of: account, change), mend: "`usher admin list` shows the states")
      }
    }

    private func state(of account: Membership.Account, _ change: AdministratorChange) -> String {
      switch change {
      case .suspend, .reset: "\(account.login.text) is suspended"
      case .restore: "\(account.login.text) is not suspended"
      case .removeSecondFactor: "\(account.login.text) has no second factor"
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

/// By its tag; nil where none is given.
func findLanguage(_ tag: String?) throws -> Language? {
  guard let tag else { return nil }
  guard let found = Language(tag: tag) else {
    throw Complaint(
      "there is no language \(tag)",
      mend: "give one of \(Language.allCases.map(\.tag).joined(separator: ", "))")
  }
  return found
}
