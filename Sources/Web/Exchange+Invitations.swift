// The administrators' invitations: the list, a new one, one and what may be changed about it, Reset All.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  private static let rows = 50

  func invitations(_ desk: Desk) throws -> Response {
    let query = desk.request.query
    let installation = desk.installation
    let state = query["state"].flatMap { InvitationState(rawValue: $0) }
    var filter = InvitationFilter(state: state)
    let inviter = query["inviter"] ?? ""
    if !inviter.isEmpty { filter.inviter = Account.ID(inviter) }
    let typed = query["department"] ?? ""
    var isUnknown = false
    if !typed.isEmpty {
      if case .found(let department) = try installation.department(typed: typed) {
        filter.department = department.id
      } else {
        isUnknown = true
      }
    }
    // A state alone is walked in the order of what ends first.
    let sort =
      query["sort"].flatMap { InvitationSort(rawValue: $0) } ?? (state == nil ? .newest : .state)
    let last = try query["after"].flatMap { InvitationCode($0) }.flatMap {
      try installation.invitation(code: $0)
    }
    let found =
      isUnknown
      ? []
      : try installation.invitations(
        filter, by: sort, from: last.map { .after($0) } ?? .first, limit: Self.rows + 1, at: now)
    let shown = Array(found.prefix(Self.rows))
    let same = [
      ("state", state?.rawValue ?? "all"), ("inviter", inviter), ("department", typed),
      ("sort", sort.rawValue),
    ]
    var list = InvitationList(
      rows: shown, state: state?.rawValue ?? "all", inviter: inviter, department: typed,
      sort: sort, inviters: try installation.inviters(with: filter.inviter),
      departments: try departmentChoice(in: installation),
      next: found.count > shown.count
        ? shown.last.map {
          address(.invitations) + queryText(same + [("after", $0.code.text)])
        } : nil,
      first: last == nil ? nil : address(.invitations) + queryText(same),
      reset: query["reset"].flatMap { Int($0) })
    list.departmentProblem = isUnknown
    return page(
      isUnknown ? .unprocessableContent : .ok,
      surroundings(translated: true).invitationsPage(try signedIn(desk), list))
  }

  // MARK: A new one

  func newInvitation(_ desk: Desk) throws -> Response {
    var form = InvitationForm()
    form.holdings = HoldingChoice(try desk.installation.holdings())
    form.validity = settings.validity.rawValue
    form.language = settings.language
    // The settings used last come back.
    if let last = try desk.installation.latestInvitation(by: desk.session.account) {
      form.department = try departmentText(last, in: desk.installation)
      form.requiresApproval = last.requiresApproval
      form.holdings = try holdingChoice(of: last, in: desk.installation)
      form.limit = last.maxUses.map(String.init) ?? ""
      form.language = last.language
      let length = last.expires.map { $0 - (last.notBefore ?? last.created) }
      if let preset = Validity.Preset.allCases.first(where: { $0.length == length }) {
        form.validity = preset.rawValue
      }
    }
    return try page(.ok, form, desk)
  }

  func createInvitation(_ desk: Desk) throws -> Response {
    var form = InvitationForm(
      desk.request.form, settings: settings, holdings: try desk.installation.holdings())
    let chosen = try read(&form, desk)
    let create = CreateInvitation(
      label: form.label, inviter: desk.session.account, department: chosen.department,
      language: form.language, requiresApproval: form.requiresApproval, notBefore: chosen.opens,
      validity: chosen.validity ?? .never, maxUses: chosen.limit, holdings: form.holdings.chosen)
    if !form.holdings.chosen.isSubset(of: form.holdings.all.map(\.id)) {
      form.problems.insert(.holding)
    }
    if form.problems.isEmpty {
      switch try create.perform(in: desk.installation, at: now) {
      case .created(let invitation): return try created(invitation, desk)
      case .refused(.label): form.problems.insert(.label)
      case .refused(.validityInPast): form.problems.insert(.inPast)
      case .refused(.opensAfterItEnds): form.problems.insert(.endsBeforeItOpens)
      case .refused(.maxUses): form.problems.insert(.limit)
      case .refused(.departmentGone): form.problems.insert(.department)
      case .refused(.holdingGone): form.problems.insert(.holding)
      }
    }
    form.markHoldings()
    return try page(.unprocessableContent, form, desk)
  }

  private func created(_ invitation: Invitation, _ desk: Desk) throws -> Response {
    if let cause = publish([invitation.code], in: desk.installation) {
      return try page(.ok, invitation, .unpublished(cause: cause), desk)
    }
    return redirect(to: "\(absolute(.invitation(code: invitation.code.text)))?done=made")
  }

  private func page(_ status: Status, _ form: InvitationForm, _ desk: Desk) throws -> Response {
    page(
      status,
      surroundings(translated: status == .ok).newInvitationPage(
        try signedIn(desk), form, departments: try departmentChoice(in: desk.installation)))
  }

  // MARK: One

  func invitation(_ typed: String, _ desk: Desk) throws -> Response {
    guard let invitation = try find(typed, desk) else { return failure(.notFound, .notFound) }
    let notice: InvitationNotice? =
      switch desk.request.query["done"] {
      case "made": .made
      case "changed": .changed
      case "revoked": .revoked
      case "saved": .saved
      default: nil
      }
    return try page(.ok, invitation, notice, desk)
  }

  private func find(_ typed: String, _ desk: Desk) throws -> Invitation? {
    try InvitationCode(typed).flatMap { try desk.installation.invitation(code: $0) }
  }

  func changeInvitation(_ typed: String, _ desk: Desk) throws -> Response {
    guard let invitation = try find(typed, desk) else { return failure(.notFound, .notFound) }
    let installation = desk.installation
    let actor = Actor.account(desk.session.account.id)
    switch desk.request.form["action"] {
    case "change": return try change(invitation, desk, by: actor)
    case "revoke":
      let revoke = RevokeInvitation(invitation.code, by: actor)
      guard case .revoked = try revoke.perform(in: installation, at: now) else {
        return try page(.ok, invitation, .alreadyRevoked, desk)
      }
      return try published(invitation.code, "revoked", desk)
    case "printed", "unprinted":
      let mark = MarkPrinted(
        invitation.code, isPrinted: desk.request.form["action"] == "printed", by: actor)
      _ = try mark.perform(in: installation, at: now)
      return redirect(to: "\(absolute(.invitation(code: invitation.code.text)))?done=saved")
    default: return failure(.badRequest, .badRequest)
    }
  }

  private func change(_ invitation: Invitation, _ desk: Desk, by actor: Actor) throws -> Response {
    var form = InvitationForm(
      desk.request.form, settings: settings, holdings: try desk.installation.holdings())
    let chosen = try read(&form, desk)
    var change = ChangeInvitation(invitation.code, by: actor)
    // Only what this form changed: another may have changed the rest since it was opened.
    let sent = desk.request.form
    func isChanged(_ name: String, _ value: String) -> Bool { sent["before-\(name)"] != value }
    if isChanged("label", form.label) { change.label = form.label }
    change.validity = chosen.validity
    if isChanged("department", form.department) { change.department = .some(chosen.department) }
    if isChanged("approval", form.requiresApproval ? "yes" : "no") {
      change.requiresApproval = form.requiresApproval
    }
    change.holdings = form.holdings.change
    if isChanged("limit", form.limit) { change.maxUses = .some(chosen.limit) }
    if form.problems.isEmpty {
      switch try change.perform(in: desk.installation, at: now) {
      case .changed: return try published(invitation.code, "changed", desk)
      case .revoked(let found): return try page(.ok, found, .alreadyRevoked, desk)
      case .unknown: return failure(.notFound, .notFound)
      case .refused(_, let problems):
        for problem in problems { form.problems.insert(InvitationForm.Problem(problem)) }
      }
    }
    form.markHoldings()
    return try page(.unprocessableContent, invitation, nil, desk, form: form)
  }

  /// Written again before the answer, which leads back to the page of that invitation.
  private func published(_ code: InvitationCode, _ done: String, _ desk: Desk) throws -> Response {
    if let cause = publish([code], in: desk.installation),
      let invitation = try desk.installation.invitation(code: code)
    {
      return try page(.ok, invitation, .changedUnpublished(cause: cause), desk)
    }
    return redirect(to: "\(absolute(.invitation(code: code.text)))?done=\(done)")
  }

  private func page(
    _ status: Status, _ invitation: Invitation, _ notice: InvitationNotice?, _ desk: Desk,
    form: InvitationForm? = nil
  ) throws -> Response {
    page(
      status,
      surroundings(translated: status == .ok).invitationPage(
        try signedIn(desk), invitation,
        gives: try desk.installation.holdings(whatGives: invitation.id),
        try form
          ?? InvitationForm(
            invitation, department: departmentText(invitation, in: desk.installation),
            holdings: holdingChoice(of: invitation, in: desk.installation)),
        departments: try departmentChoice(in: desk.installation), notice: notice))
  }

  private func holdingChoice(
    of invitation: Invitation, in installation: Installation
  ) throws -> HoldingChoice {
    HoldingChoice(
      try installation.holdings(),
      chosen: Set(try installation.holdings(whatGives: invitation.id).map(\.id)))
  }

  /// What stands in the field for its department: an id to choose by, or a path to type.
  private func departmentText(
    _ invitation: Invitation, in installation: Installation
  ) throws -> String {
    guard let department = invitation.department else { return "" }
    switch try departmentChoice(in: installation) {
    case .list: return department.text
    case .typed: return try installation.department(id: department)?.path ?? ""
    }
  }

  // MARK: Reset All

  func resetPage(_ desk: Desk) throws -> Response {
    let reset = ResetInvitations(of: desk.session.account.id, by: actor(desk))
    return page(
      .ok,
      surroundings(translated: true).resetPage(
        try signedIn(desk), try reset.preview(in: desk.installation, at: now)))
  }

  mutating func resetInvitations(_ desk: Desk) throws -> Response {
    let reset = ResetInvitations(of: desk.session.account.id, by: actor(desk))
    let codes = try reset.perform(in: desk.installation, at: now)
    if !codes.isEmpty, let cause = publish(codes, in: desk.installation) {
      // Refused they are all the same; whatever is left to write is written behind the answer.
      followUps.append(["build"])
      let living = try reset.preview(in: desk.installation, at: now)
      return page(
        .ok,
        surroundings().resetPage(
          try signedIn(desk), living, done: codes.count, unpublished: cause))
    }
    return redirect(to: "\(absolute(.invitations))?reset=\(codes.count)")
  }

  func actor(_ desk: Desk) -> Actor { .account(desk.session.account.id) }
}
