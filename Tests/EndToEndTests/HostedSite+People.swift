// Who is there beside the first administrator, and what they hand in: another administrator through the
// command line, crowds of applicants as rows, what is posted with a session's token.

import Foundation

extension HostedSite {
  /// With the same password as the first.
  func addAdministrator(_ login: String, _ name: String) throws {
    try must(
      "admin", "add", login, "--name", name, "--email", "\(login)@acme.example",
      "--password-stdin", "--site", site, input: password + "\n")
  }

  /// By the command that prints its key and secret once.
  func addBusinessSystem(_ name: String) throws -> (key: String, secret: String) {
    let added = try must("business-system", "add", name, "--site", site).output
    let lines = added.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    guard lines.map(\.first) == ["key", "secret"] else { throw Failed(description: added) }
    return (lines[0][1], lines[1][1])
  }

  /// A member with the administrator's password, as a row.
  func addMember(_ login: String, department: String, role: String? = nil) throws {
    _ = try sql(
      """
      BEGIN IMMEDIATE;
      INSERT INTO account (id, login, name, name_key, email, email_key, kind, department,
        is_administrator, language, state, password_hash, must_change_password, created, number)
      SELECT '\(login)', '\(login)', 'Grace Höpper', '\(login)', '\(login)@acme.example',
        '\(login)@acme.example', 'personal', d.id, 0, 'en', 'active', a.password_hash, 0,
        unixepoch(), (SELECT MAX(number) + 1 FROM account)
      FROM account a, department d WHERE a.login = 'ada' AND d.name = '\(department)';
      INSERT OR IGNORE INTO holding (id, kind, name, name_key)
      VALUES ('\(role ?? "none")', 'role', '\(role ?? "none")', lower('\(role ?? "none")'));
      INSERT INTO account_holding (account, holding, name_key)
      VALUES ('\(login)', '\(role ?? "none")', '\(login)');
      COMMIT;
      """)
  }

  /// A public account that whoever belongs to that department may use, as a row.
  func addPublicAccount(_ login: String, for department: String) throws {
    _ = try sql(
      """
      BEGIN IMMEDIATE;
      INSERT INTO account (id, login, name, name_key, email, email_key, kind, is_administrator,
        language, state, password_hash, must_change_password, created, number)
      SELECT '\(login)', '\(login)', '\(login)', '\(login)', '\(login)@acme.example',
        '\(login)@acme.example', 'public', 0, 'en', 'active', '', 0, unixepoch(), MAX(number) + 1
      FROM account;
      INSERT INTO public_account_grant (public_account, subject_kind, subject)
      SELECT '\(login)', 'department', id FROM department WHERE name = '\(department)';
      COMMIT;
      """)
  }

  /// Applications as they lie in the database, a minute apart: a crowd would be asked to confirm.
  /// - Parameter reason: why they were rejected; without one they wait.
  func apply(_ count: Int, through code: String, from first: Int = 1, reason: String? = nil) throws
  {
    let decision =
      reason.map { "'rejected', unixepoch(), a.id, a.name, '\($0)'" }
      ?? "'pending', NULL, NULL, NULL, NULL"
    _ = try sql(
      """
      BEGIN IMMEDIATE;
      WITH RECURSIVE n (i) AS (SELECT \(first) UNION ALL SELECT i + 1 FROM n WHERE i < \(first + count - 1))
      INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter,
        inviter_name, department, department_path, requires_approval, name, name_key, email, email_key,
        language, applied, state, decided, approver, approver_name, reason, number)
      SELECT printf('crowd%08d', i), printf('CR%02d-%04d', i / 10000, i % 10000),
        printf('crowd%08d', i), v.id, v.label, a.id, a.name, v.department,
        CASE WHEN v.department IS NULL THEN '' ELSE 'Sales / North' END, 1,
        printf('Person %d', i), printf('person %d', i), printf('person.%d@example.net', i),
        printf('person.%d@example.net', i), 'en', unixepoch() - 60 * (i + 1), \(decision),
        (SELECT COALESCE(MAX(number), 0) FROM application) + i - \(first) + 1
      FROM n, invitation v JOIN account a ON a.id = v.inviter WHERE v.code = '\(code)';
      UPDATE invitation SET uses_reserved = uses_reserved + \(reason == nil ? count : 0)
        WHERE code = '\(code)';
      COMMIT;
      """)
  }

  /// A signed-in administrator, as the browser would go on.
  struct Administrator {
    let site: HostedSite
    let cookie: String
    let token: String

    func get(_ path: String) throws -> Answer { try site.ask("/usher" + path, cookie: cookie) }

    func post(_ path: String, _ form: [(String, String)]) throws -> Answer {
      try site.ask("/usher" + path, form: [("token", token)] + form, cookie: cookie)
    }
  }

  func administrator(_ login: String = "ada") throws -> Administrator {
    let cookie = try signIn(login, password).cookie
    let token = try ask("/usher/admin/invitations/new", cookie: cookie).hidden("token")
    return Administrator(site: self, cookie: cookie, token: token)
  }
}
