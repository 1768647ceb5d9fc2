// The form of a person's account: as it was sent, and as an account fills it; and what is wrong with what was typed.

import Actions
import CGI
import Membership
import Pages

extension PersonForm {
  /// What was typed.
  init(_ form: Fields) {
    self.init()
    login = form["login"] ?? ""
    name = form["name"] ?? ""
    email = form["email"] ?? ""
    department = form["department"] ?? ""
    language = form["language"].flatMap { Language(tag: $0) }
    isMailed = form["welcome"] != "later"
  }

  /// Of an account, as it is.
  init(_ account: Account, path: String, _ departments: DepartmentChoice) {
    self.init()
    login = account.login.text
    name = account.name.text
    email = account.email.text
    language = account.language
    switch departments {
    case .list: department = account.department?.text ?? ""
    case .typed: department = path
    }
  }
}

extension Exchange {
  /// What the fields say; what cannot be read becomes a problem of the form.
  func read(_ form: inout PersonForm, _ desk: Desk) throws -> (
    name: PersonName?, email: EmailAddress?, department: Department?
  ) {
    var (name, email): (PersonName?, EmailAddress?)
    do throws(PersonName.Problem) { name = try PersonName(form.name) } catch {
      form.nameProblem = error
    }
    do throws(EmailAddress.Problem) { email = try EmailAddress(form.email) } catch {
      form.emailProblem = .malformed(error)
    }
    var department: Department?
    if !form.department.isEmpty {
      if case .found(let found) = try desk.installation.department(typed: form.department) {
        department = found
      } else {
        form.departmentProblem = true
      }
    }
    return (name, email, department)
  }
}
