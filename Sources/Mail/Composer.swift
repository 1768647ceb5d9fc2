// A mail of the outbox → a message, from the templates in `templates/mail/`: one in text and one in HTML
// for each kind, in the reader's language.

import Languages
package import Membership
package import Templates

package struct Composer {
  private let settings: Settings
  private let templates: TemplateSet

  package init(settings: Settings, templates: TemplateSet) {
    self.settings = settings
    self.templates = templates
  }

  package struct Incomplete: Error, CustomStringConvertible {
    package let description: String
  }

  /// All names that mail templates may use.
  package static let names: Set<String> = [
    "language", "organisation", "greeting", "lead", "signInAt", "signInAddress", "facts", "label",
    "value", "password", "passwordLabel", "notes", "note", "ask", "closing",
  ]

  /// - Parameters:
  ///   - account: whom a welcome or a reminder is for.
  ///   - application: what it tells of.
  ///   - waiting: what a digest tells.
  ///   - password: an initial password, opened.
  package func compose(
    _ entry: OutboxEntry, account: Account?, application: Application?,
    waiting: WaitingApplications? = nil, password: String?, at now: Moment
  ) throws -> Message {
    let strings = Strings.of(entry.language)
    let (subject, context) = try content(
      entry, account, application, waiting, password, strings)
    let sender =
      (try? EmailAddress(settings.sender))
      ?? EmailAddress(stored: "usher@\(entry.messageID.drop { $0 != "@" }.dropFirst())")
    let name = account?.name ?? application?.name
    return Message(
      from: (settings.organisation, sender),
      to: (name?.text ?? "", EmailAddress(stored: entry.recipient)),
      subject: subject, id: entry.messageID, date: settings.timeZone.clock(at: now),
      language: entry.language,
      text: try templates.render("\(entry.kind.rawValue).txt", entry.language, context),
      html: try templates.render("\(entry.kind.rawValue).html", entry.language, context))
  }

  private func content(
    _ entry: OutboxEntry, _ account: Account?, _ application: Application?,
    _ waiting: WaitingApplications?, _ password: String?, _ strings: Strings
  ) throws -> (String, [String: Any]) {
    let texts = strings.mail
    let organisation = settings.organisation
    switch entry.kind {
    case .webhook: throw Incomplete(description: "a webhook is told by no mail")
    case .welcome, .renewed:
      guard let account, let password else {
        throw Incomplete(description: "a welcome mail without account or password")
      }
      var facts = [(texts.login, account.login.text)]
      if let application {
        if !application.departmentPath.isEmpty {
          facts.append((texts.department, application.departmentPath))
        }
        facts.append((texts.invitedBy, application.inviterName))
      }
      facts.append((texts.validUntil, strings.moment(entry.givesUp, in: settings.timeZone)))
      let isNew = entry.kind == .welcome
      // For who did not apply, an administrator has made the account.
      let welcome =
        application != nil
        ? texts.welcomeText(organisation)
        : account.isAdministrator
          ? strings.people.welcome(organisation) : strings.accounts.mailText(organisation)
      return (
        isNew ? texts.welcomeSubject(organisation) : texts.renewedSubject(organisation),
        context(
          strings, to: account.name,
          lead: isNew ? welcome : texts.renewedText,
          link: signIn(texts), facts: facts, password: password, notes: [texts.mustChange])
      )
    case .rejected:
      guard let application else {
        throw Incomplete(description: "a rejection without application")
      }
      let reason = application.decision?.reason ?? ""
      return (
        texts.rejectedSubject(organisation),
        context(
          strings, to: application.name, lead: texts.rejectedText(organisation),
          facts: reason.isEmpty ? [] : [(texts.reason, reason)])
      )
    case .digest:
      guard let account, let waiting else {
        throw Incomplete(description: "a digest without account or applications")
      }
      return (
        strings.digest.subject(waiting.count, organisation),
        digest(waiting, to: account.name, strings)
      )
    case .known:
      guard let account else { throw Incomplete(description: "a reminder without account") }
      return (
        texts.knownSubject(organisation),
        context(
          strings, to: account.name, lead: texts.knownText(organisation),
          link: signIn(texts), facts: [(texts.login, account.login.text)])
      )
    }
  }

  /// Names and departments alone: a mail may lie around, and addresses stay on the page.
  private func digest(
    _ waiting: WaitingApplications, to name: PersonName, _ strings: Strings
  ) -> [String: Any] {
    let texts = strings.digest
    let facts = waiting.longest.map { application in
      (
        texts.person(application.name.text, application.departmentPath),
        strings.moment(application.applied, in: settings.timeZone)
      )
    }
    let rest = waiting.count > facts.count ? [texts.longestOnly(facts.count)] : []
    let list = "\(settings.baseAddress.origin)\(settings.programPath)/admin/applications"
    return context(
      strings, to: name, lead: texts.text(waiting.count, settings.organisation),
      link: (texts.decide, list), facts: facts, notes: rest + [texts.howOften])
  }

  private func signIn(_ texts: Strings.Mail) -> (label: String, address: String) {
    (texts.signInAt, settings.shownSignInAddress)
  }

  private func context(
    _ strings: Strings, to name: PersonName, lead: String,
    link: (label: String, address: String)? = nil, facts: [(String, String)], password: String = "",
    notes: [String] = []
  ) -> [String: Any] {
    let texts = strings.mail
    return [
      "language": strings.language.tag, "organisation": settings.organisation,
      "greeting": texts.greeting(name.text), "lead": lead,
      "signInAt": link?.label ?? "", "signInAddress": link?.address ?? "",
      "facts": facts.map { ["label": $0, "value": $1] },
      "passwordLabel": texts.password, "password": password,
      "notes": notes.map { ["note": $0] },
      "ask": settings.contact.isEmpty ? "" : texts.ask(settings.contact),
      "closing": texts.closing(settings.organisation),
    ]
  }
}
