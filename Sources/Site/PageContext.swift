// The values that the page templates may name, one set per template on top of what all have.

import Languages
import Membership

package struct PageContext {
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
    let invitation = Invitation(
      label: "", inviter: Account.ID(""), inviterName: "", language: .english,
      requiresApproval: true, created: .now, expires: .now)
    let all = [
      context.landing(invitation), context.dead(invitation, .expired), context.join,
      context.entry, context.error(404),
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

  func landing(_ invitation: Invitation) -> [String: Any] {
    let texts = strings.landing
    return with([
      "title": texts.title(settings.organisation),
      "lead": texts.lead(invitation.requiresApproval),
      "invitedBy": texts.invitedBy, "inviter": invitation.inviterName,
      "youWillJoin": texts.youWillJoin, "department": invitation.departmentPath,
      "openUntil": texts.openUntil,
      "expires": invitation.expires.map(time) ?? false,
      "noEnd": texts.noEnd,
      "action": "\(settings.programPath)/apply", "code": invitation.code.text,
      "yourName": texts.yourName, "longestName": String(PersonName.longest),
      "emailAddress": texts.emailAddress, "longestEmail": String(EmailAddress.longest),
      "leaveEmpty": texts.leaveEmpty, "button": texts.button(invitation.requiresApproval),
    ])
  }

  func dead(_ invitation: Invitation, _ state: InvitationState) -> [String: Any] {
    let texts = strings.dead
    let at = state == .notYetOpen ? invitation.notBefore : invitation.expires
    return with([
      "title": texts.title(state),
      "text": texts.text(state, at.map { strings.moment($0, in: settings.timeZone) }),
      "ask": state == .notYetOpen ? "" : texts.ask(invitation.inviterName),
    ])
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
      case 403: (texts.forbiddenTitle, texts.notFoundText)
      case 404: (texts.notFoundTitle, texts.notFoundText)
      case 503: (texts.busyTitle, texts.busyText)
      default: (texts.brokenTitle, texts.later)
      }
    return with([
      "title": title, "text": text, "start": settings.baseAddress.path + "/",
      "toStart": texts.toStart,
    ])
  }

  private func time(_ moment: Moment) -> [String: Any] {
    ["machine": moment.rfc3339, "said": strings.moment(moment, in: settings.timeZone)]
  }

  private func with(_ own: [String: Any]) -> [String: Any] {
    common.merging(own) { _, own in own }
  }
}
