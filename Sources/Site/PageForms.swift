// Pages of invitations, put together from forms: one form for each kind of page, made when the first page of
// its kind is.

import Membership
import Synchronization
import Templates

/// What pages of one kind share.
struct InvitationPage: Hashable {
  let state: InvitationState
  let language: Language
  let first: Language
  let requiresApproval: Bool
}

final class PageForms: Sendable {
  private struct Key: Hashable {
    let page: InvitationPage
    let isThere: [Bool]
  }

  private enum Found {
    case form(TemplateForm)
    /// The template does more with the texts than to show them.
    case none
  }

  private let forms = Mutex<[Key: Found]>([:])

  func page(
    _ name: String, _ page: InvitationPage, _ texts: [String], in templates: TemplateSet,
    values: ([String]) -> [String: Any]
  ) throws -> [UInt8] {
    let key = Key(page: page, isThere: texts.map { !$0.isEmpty })
    let known = forms.withLock { $0[key] }
    let found: Found
    if let known {
      found = known
    } else {
      let form = try templates.form(name, page.language, isThere: key.isThere, values: values)
      found = form.map(Found.form) ?? .none
      forms.withLock { $0[key] = found }
    }
    switch found {
    case .form(let form): return form.filled(with: texts)
    case .none: return Array(try templates.render(name, page.language, values(texts)).utf8)
    }
  }
}
