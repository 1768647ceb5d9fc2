// English: the page of the audit log.

import Membership

extension Strings.AuditPage {
  static let english = Strings.AuditPage(
    title: "Log",
    who: "Who", what: "What", subject: "To what", at: "When",
    verb: { verbs[$0] ?? englishAccountVerbs[$0] ?? $0 },
    system: "the system", applicant: "the applicant", commandLine: "the command line",
    businessSystem: "a business system",
    subjectName: { subject in
      switch subject {
      case .application: "Application"
      case .invitation: "Invitation"
      case .account: "Account"
      case .department: "Department"
      case .holding: "Position, group or role"
      case .setting: "Setting"
      case .mail: "Mail"
      case .webhook: "Webhook"
      case .imported: "Accounts"
      case .businessSystem: "Business system"
      }
    },
    gone: "not there any more",
    about: { "Only what was done to \($0)." },
    everything: "Show everything", none: "Nothing was done yet.")
}

private let verbs = [
  "apply": "applied", "approve": "approved", "reject": "rejected",
  "reopen": "put back to waiting", "withdraw": "withdrew", "mend address": "mended the address",
  "create": "made", "revoke": "withdrew it for good", "reset": "withdrew all links of",
  "relabel": "changed the label", "extend": "changed the end",
  "retarget": "changed what it leads to", "limit": "changed the limit",
  "mark as printed": "marked as printed", "mark as not printed": "marked as not printed",
  "change password": "chose a new password", "reissue password": "made a new initial password",
  "rotate": "made a new key for", "set": "changed", "give up": "gave up sending",
  "resend": "sent again",
  "stop": "stopped", "start": "started", "make new secret": "made a new secret for",
  "gone": "stopped, since the receiver is gone:",
  "choose digest": "chose how often to be told",
  "drop digest": "left out a mail that had nothing to tell",
  "suspend": "suspended", "restore": "restored",
  "turn on second factor": "turned on the second step",
  "turn off second factor": "turned off the second step",
  "make recovery codes": "made new recovery codes",
  "end session": "ended a session", "end other sessions": "ended all other sessions",
  "choose language": "chose a language",
  "rename": "renamed", "move": "moved", "merge": "merged into another",
  "take up": "took another into it", "remove": "removed",
  "change holdings": "changed positions, groups or roles of",
  "give": "gave it to somebody", "take": "took it from somebody",
  "convert": "made a public account of it", "revert": "made a personal account of it again",
  "associate": "opened it to somebody", "dissociate": "closed it to somebody",
  "let use": "opened a public account to", "let use no more": "closed a public account to",
  "change": "changed particulars of", "import": "imported",
]
