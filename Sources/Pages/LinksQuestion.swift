// Before somebody leaves who has links that are not over: what shall become of them. Nothing is chosen beforehand.

import Languages
package import Membership

/// How a form answers.
package enum LinksAnswer: String, CaseIterable, Sendable {
  case keep, revoke
  case handOver = "hand-over"

  /// The names of its fields.
  package static let field = "links"
  package static let heir = "heir"
}

/// An administrator to be suspended: asked on the administrators' page.
package struct LeavingAdministrator: Sendable {
  package var account: Account
  package var links: LivingInvitations
  /// Whether an answer was missing.
  package var isUnanswered: Bool

  package init(account: Account, links: LivingInvitations, isUnanswered: Bool) {
    self.account = account
    self.links = links
    self.isUnanswered = isUnanswered
  }
}

extension Surroundings {
  /// The fields of the question, within a form.
  /// - Parameters:
  ///   - answers: those that may be given.
  ///   - heirs: active administrators.
  ///   - id: unlike that of another question on the page.
  func linksQuestion(
    _ links: LivingInvitations, of account: Account, answers: [LinksAnswer] = LinksAnswer.allCases,
    heirs: [Account], id: String, isUnanswered: Bool
  ) -> HTML {
    let texts = strings.accounts
    let heirs = heirs.filter { $0.id != account.id && $0.state == .active }
    let choices: [HTML] = answers.filter { $0 != .handOver || !heirs.isEmpty }.map { answer in
      """
      <label class="check"><input type="radio" name="\(LinksAnswer.field)" value="\(answer.rawValue)" required>\
      <span>\(sentence(answer))</span></label>

      """
    }
    let options: [HTML] = heirs.map {
      "<option value=\"\($0.login.text)\">\($0.name.text) (\($0.login.text))</option>"
    }
    let heir: HTML = """
      <label for="heir-\(id)">\(texts.heir)</label>\
      <select id="heir-\(id)" name="\(LinksAnswer.heir)">\(options)</select>
      """
    return """
      <fieldset\(piece(if: isUnanswered, " aria-invalid=\"true\" aria-describedby=\"links-problem-\(id)\""))>\
      <legend>\(texts.linksQuestion(account.name.text))</legend>
      \(piece(if: isUnanswered, "<p class=\"problem\" id=\"links-problem-\(id)\">\(texts.answerMissing)</p>"))
      <p>\(texts.linksOf(links.links)) \(texts.linksPrinted(links.printed)) \(texts.linksPending(links.pending))</p>
      \(choices)\(piece(if: !heirs.isEmpty, heir))
      </fieldset>
      """
  }

  private func sentence(_ answer: LinksAnswer) -> String {
    switch answer {
    case .keep: strings.accounts.keepLinks
    case .revoke: strings.accounts.revokeLinks
    case .handOver: strings.accounts.handOverLinks
    }
  }
}
