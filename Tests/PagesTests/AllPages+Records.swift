// The pages of mails, settings and audit log, and an administrator's own page, in every state.

import Languages
import Membership
import Pages

extension AllPages {
  var records: [Page] {
    let all = mailPages + settingsPages + auditPages + digestPages
    return all.map { Page(name: $0.0, html: $0.1, isSignedIn: true) }
  }

  private func mail(_ kind: MailKind, _ state: MailState, isReplaced: Bool = false) -> OutboxEntry {
    OutboxEntry(
      id: .new(), kind: kind, account: nil, application: nil, recipient: text,
      language: language, sealed: nil, messageID: text, state: state, attempts: 2,
      nextAttempt: Self.now, givesUp: Self.now, lastError: text, created: Self.now,
      isReplaced: isReplaced, webhook: kind == .webhook ? .new() : nil,
      event: kind == .webhook ? .applied : nil)
  }

  private var mailPages: [(String, HTML)] {
    let rows: [MailList.Row] = MailKind.allCases.flatMap { kind in
      MailState.allCases.flatMap { state in
        [
          .init(entry: mail(kind, state), application: nil, canResend: true),
          .init(
            entry: mail(kind, state, isReplaced: true), application: application(.rejected),
            canResend: false),
        ]
      }
    }
    let problems: [ResendProblem?] = [nil] + ResendProblem.allCases
    return problems.flatMap { problem in
      [(problem == nil ? rows : [rows[0]], address), ([], nil)].map { rows, another in
        (
          "mail, \(String(describing: problem))",
          surroundings.mailPage(
            signedIn(),
            MailList(
              rows: rows, state: text, next: another, first: another,
              queued: problem == nil && another != nil ? mail(.known, .queued) : nil,
              problem: problem))
        )
      }
    }
  }

  private var settingsPages: [(String, HTML)] {
    let typed = Dictionary(uniqueKeysWithValues: Settings.Name.allCases.map { ($0, text) })
    let dones: [SettingsForm.Done?] = [nil] + SettingsForm.Done.allCases
    let forms =
      dones.map { SettingsForm(stored: typed, typed: typed, departments: .typed, done: $0) }
      + Settings.Name.allCases.map {
        SettingsForm(stored: [:], typed: typed, departments: .typed, problems: [$0])
      }
    var question = SettingsForm(stored: typed, typed: typed, departments: .typed)
    question.outstanding = LivingInvitations(links: 3, printed: 1, pending: 2)
    var unwritten = SettingsForm(stored: typed, typed: typed, departments: .typed)
    unwritten.unpublished = text
    return (forms + [question, unwritten]).map {
      ("settings", surroundings.settingsPage(signedIn(), $0))
    }
  }

  private var auditPages: [(String, HTML)] {
    let subjects: [AuditSubject] = [
      .application(application(.pending)), .invitation(invitation), .account(account()),
      .account(account(isAdministrator: false)),
      .department(Department(id: .new(), name: text, parent: nil, path: text)),
      .holding(holding(.group)), .setting(.accent), .mail(mail(.digest, .sent)), .other(text),
      .imported(3),
      .businessSystem(BusinessSystem(name: text, linksPerDay: 1, created: Self.now)),
    ]
    let actors: [Actor] = [.account(.new()), .applicant, .commandLine, .system]
    let lines = subjects.flatMap { subject in
      actors.map { actor in
        AuditLine(
          entry: AuditEntry(
            id: text, number: 7, at: Self.now, actor: actor, verb: text, subjectKind: text,
            subject: text, digest: text),
          actor: subject == subjects[0] ? nil : account(), subject: subject)
      }
    }
    let about: [AuditSubject?] = [nil] + subjects
    return about.flatMap { about in
      [(about == nil ? lines : [lines[0]], address), ([], nil)].map { lines, another in
        (
          "audit",
          surroundings.auditPage(
            signedIn(), AuditList(lines: lines, about: about, next: another, first: another))
        )
      }
    }
  }

  private var digestPages: [(String, HTML)] {
    [(0, true), (5, false), (168, false)].map { hours, isSaved in
      (
        "me, digest \(hours)",
        surroundings.mePage(
          signedIn(), departmentPath: text, invites: true, saved: false,
          digest: DigestChoice(hours: hours, choices: [0, 1, 24], isSaved: isSaved))
      )
    }
  }
}
