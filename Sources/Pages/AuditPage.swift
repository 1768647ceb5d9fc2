// The page of the audit log: who did what to what, when; the newest first.

import Languages
package import Membership

package struct AuditList {
  package var lines: [AuditLine]
  /// What alone is shown.
  package var about: AuditSubject?
  /// Addresses of the next page, and of the first where this is another.
  package var next, first: String?

  package init(lines: [AuditLine], about: AuditSubject?, next: String?, first: String?) {
    self.lines = lines
    self.about = about
    self.next = next
    self.first = first
  }
}

extension Surroundings {
  package func auditPage(_ signedIn: SignedIn, _ list: AuditList) -> HTML {
    let texts = strings.auditPage
    return desk(
      title: texts.title, signedIn, .audit, isBelow: list.about != nil,
      """
      <h1>\(texts.title)</h1>
      \(piece(list.about) { "<p>\(texts.about(name(of: $0))) <a href=\"\(address(.audit))\">\(texts.everything)</a></p>" })
      \(list.lines.isEmpty ? "<p class=\"empty soft\">\(list.first == nil ? texts.none : strings.desk.nothingFound)</p>" : table(list))
      \(pager(first: list.first, next: list.next))
      """)
  }

  private func table(_ list: AuditList) -> HTML {
    let texts = strings.auditPage
    return """
      <table>
      <thead><tr><th scope="col">\(texts.subject)</th><th scope="col">\(texts.what)</th>\
      <th scope="col">\(texts.who)</th><th scope="col">\(texts.at)</th></tr></thead>
      <tbody>
      \(list.lines.map(row))</tbody>
      </table>
      """
  }

  private func row(_ line: AuditLine) -> HTML {
    let texts = strings.auditPage
    let entry = line.entry
    return """
      <tr><td>\(subject(line.subject))</td>\
      <td data-is="\(texts.what)">\(texts.verb(entry.verb))</td>\
      <td data-is="\(texts.who)">\(who(line))</td>\
      <td data-is="\(texts.at)">\(time(entry.at))<small>\(entry.number)</small></td></tr>

      """
  }

  private func who(_ line: AuditLine) -> String {
    let texts = strings.auditPage
    return switch line.entry.actor {
    case .account: line.actor?.name.text ?? texts.gone
    case .businessSystem: texts.businessSystem
    case .applicant: texts.applicant
    case .commandLine: texts.commandLine
    case .system: texts.system
    }
  }

  private func subject(_ subject: AuditSubject) -> HTML {
    let texts = strings.auditPage
    let shown: HTML =
      if let place = place(of: subject) {
        "<a href=\"\(place)\">\(breakable: name(of: subject))</a>"
      } else {
        "\(breakable: name(of: subject))"
      }
    let kind: Strings.AuditPage.Subject? =
      switch subject {
      case .application: .application
      case .invitation: .invitation
      case .account: .account
      case .department: .department
      case .holding: .holding
      case .setting: .setting
      case .businessSystem: .businessSystem
      case .mail: .mail
      case .webhook: .webhook
      case .imported: .imported
      case .other: nil
      }
    return "\(shown)<small>\(kind.map(texts.subjectName) ?? texts.gone)</small>"
  }

  private func name(of subject: AuditSubject) -> String {
    switch subject {
    case .application(let application): "\(application.name.text), \(application.reference)"
    case .invitation(let invitation):
      invitation.label.isEmpty ? invitation.code.text : invitation.label
    case .account(let account): account.login.text
    case .department(let department): department.path
    case .holding(let holding): holding.name
    case .businessSystem(let system): system.name
    case .setting(let name): strings.settingsPage.label(name)
    case .mail(let entry): "\(strings.mailPage.kindName(entry.kind)), \(entry.recipient)"
    case .webhook(let webhook): webhook.address.text
    case .imported(let count): String(count)
    case .other(let id): id
    }
  }

  private func place(of subject: AuditSubject) -> String? {
    switch subject {
    case .application(let application): address(.application(reference: application.reference))
    case .invitation(let invitation): address(.invitation(invitation.code))
    case .account(let account): place(of: account)
    case .setting: address(.settings)
    case .mail(let entry): "\(address(.mail))?at=\(entry.id.text)"
    case .department(let department): address(.department(department.id))
    case .holding(let holding): address(.holding(holding.id))
    case .businessSystem: address(.businessSystems)
    case .webhook: address(.webhooks)
    case .imported, .other: nil
    }
  }
}
