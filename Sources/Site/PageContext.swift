// The values that the page templates may name, one set per template on top of what all have.

import Languages
import Membership

/// One object for all pages of a kind: the sentences of a language are many to copy.
package final class PageContext: Sendable {
  private let strings: Strings
  private let settings: Settings
  private let first: Language
  private let index: String

  /// - Parameters:
  ///   - first: the language at the page's own address.
  ///   - index: the page's address without its ending, as its translations link to it; empty for a folder's.
  init(_ language: Language, settings: Settings, first: Language, index: String = "") {
    strings = Strings.of(language)
    self.settings = settings
    self.first = first
    self.index = index
  }

  /// All names that any page template may use.
  package static var names: Set<String> {
    let context = PageContext(.english, settings: Settings(), first: .english)
    let all = [
      context.landing(requiresApproval: true, Array(repeating: "", count: 5)),
      context.dead(.expired, ["", ""]), context.join, context.entry, context.error(404),
    ]
    var names = Set(all.flatMap(\.keys))
    names.formUnion(["tag", "name", "address", "machine", "said"])
    return names
  }

  private var common: [String: Any] {
    [
      "language": strings.language.tag,
      "organisation": settings.organisation,
      "initial": String(settings.organisation.prefix(1)),
      "assets": settings.baseAddress.path + "/assets",
      "questions": strings.questions,
      "contact": settings.contact,
      "contactIsAddress": (try? EmailAddress(settings.contact)) != nil,
      "languagesLabel": strings.languages,
      "translations": translations,
    ]
  }

  private var translations: [[String: Any]] {
    Language.allCases.filter { $0 != strings.language }.map { language in
      let address =
        index.isEmpty
        ? (language == first ? "./" : "\(language.tag).html")
        : (language == first ? "\(index).html" : "\(index).\(language.tag).html")
      return ["tag": language.tag, "name": Strings.of(language).name, "address": address]
    }
  }

  /// What differs from one landing page to the next, as texts; an empty one is none.
  func landingTexts(_ invitation: Invitation) -> [String] {
    [
      invitation.inviterName, invitation.departmentPath, invitation.code.text,
      invitation.expires?.rfc3339 ?? "",
      invitation.expires.map { strings.moment($0, in: settings.timeZone) } ?? "",
    ]
  }

  /// - Parameter texts: as `landingTexts` has them.
  func landing(requiresApproval: Bool, _ texts: [String]) -> [String: Any] {
    let says = strings.landing
    return with([
      "title": says.title(settings.organisation),
      "lead": says.lead(requiresApproval),
      "invitedBy": says.invitedBy, "inviter": texts[0],
      "youWillJoin": says.youWillJoin, "department": texts[1],
      "openUntil": says.openUntil,
      "expires": texts[3].isEmpty ? false : ["machine": texts[3], "said": texts[4]],
      "noEnd": says.noEnd,
      "action": "\(settings.programPath)/apply", "code": texts[2],
      "yourName": says.yourName, "longestName": String(PersonName.longest),
      "emailAddress": says.emailAddress, "longestEmail": String(EmailAddress.longest),
      "leaveEmpty": says.leaveEmpty, "button": says.button(requiresApproval),
    ])
  }

  func deadTexts(_ invitation: Invitation, _ state: InvitationState) -> [String] {
    let at = state == .notYetOpen ? invitation.notBefore : invitation.expires
    return [
      strings.dead.text(state, at.map { strings.moment($0, in: settings.timeZone) }),
      state == .notYetOpen || !invitation.hasInviter
        ? "" : strings.dead.ask(invitation.inviterName),
    ]
  }

  func dead(_ state: InvitationState, _ texts: [String]) -> [String: Any] {
    with(["title": strings.dead.title(state), "text": texts[0], "ask": texts[1]])
  }

  var join: [String: Any] {
    let texts = strings.join
    return with([
      "title": texts.title, "lead": texts.lead, "codeLabel": texts.code,
      "button": texts.button, "action": "\(settings.programPath)/join",
    ])
  }

  var entry: [String: Any] {
    let texts = strings.entry
    return with([
      "title": texts.title(settings.organisation), "lead": texts.lead, "haveCode": texts.haveCode,
      "join": "\(settings.baseAddress.path)/join/", "signIn": texts.signIn,
      "signInAddress": "\(settings.programPath)/sign-in?lang=\(strings.language.tag)",
    ])
  }

  func error(_ status: Int) -> [String: Any] {
    let texts = strings.failure
    let (title, text) =
      switch status {
      case 403: (texts.forbiddenTitle, texts.closedText)
      case 404: (texts.notFoundTitle, texts.notFoundText)
      case 503: (texts.busyTitle, texts.busyText)
      default: (texts.brokenTitle, texts.later)
      }
    return with([
      "title": title, "text": text, "start": settings.baseAddress.path + "/",
      "toStart": texts.toStart,
    ])
  }

  private func with(_ own: [String: Any]) -> [String: Any] {
    common.merging(own) { _, own in own }
  }
}
