// Method and origin are looked at once, for all routes; then each route has its answer.

import Actions
import CGI
import Membership
import Pages

extension Exchange {
  mutating func answer(_ request: Request, in installation: Installation) throws -> Response {
    if request.isAuthorizer { return try authorize(request, in: installation) }
    if InterfaceRoute.isBelow(request.path) { return try answerProgram(request, in: installation) }
    if let problem = request.problem { throw problem }
    // No form is sent so.
    if request.method == .post, request.isJSON { throw RequestError.unsupportedType }
    guard let route = Route(path: request.path) else { return failure(.notFound, .notFound) }
    let isPost = request.method == .post
    let isGet = request.method == .get || request.method == .head
    guard isPost && route.methods.post || isGet && route.methods.get else {
      let names = (route.methods.get ? ["GET", "HEAD"] : []) + (route.methods.post ? ["POST"] : [])
      return failure(
        .methodNotAllowed, .method,
        headers: [Header("Allow", names.joined(separator: ", "))])
    }
    guard !isPost || isFromOurPages(request) else { return failure(.forbidden, .foreign) }
    switch route {
    case .home: return redirect(to: absolute(.me))
    case .join: return try join(request, in: installation)
    case .apply: return try apply(request, in: installation)
    case .status(let token) where isPost:
      return try changeApplication(token, request, in: installation)
    case .status(let token): return try status(token: token, in: installation)
    case .signIn where isPost: return try signIn(request, in: installation)
    case .signIn: return try signInPage(request, in: installation)
    case .signInCode where isPost: return try giveCode(request, in: installation)
    case .signInCode: return try codePage(request, in: installation)
    case .signOut: return try signOut(request, in: installation)
    case .password where isPost: return try changePassword(request, in: installation)
    case .password: return try passwordPage(request, in: installation)
    case .me: return try me(request, in: installation)
    case .profile: return try profile(request, in: installation)
    case .sessions: return try sessions(request, in: installation)
    case .ownInvitations: return try ownInvitations(request, in: installation)
    case .ownInvitation(let code): return try ownInvitation(code, request, in: installation)
    case .inviteButton: return try inviteButton(request, in: installation)
    case .auth: return try auth(request, in: installation)
    case .actAs: return try actAs(request, in: installation)
    default: return try answerAdministrator(request, at: route, isPost, in: installation)
    }
  }

  private mutating func answerAdministrator(
    _ request: Request, at route: Route, _ isPost: Bool, in installation: Installation
  ) throws -> Response {
    let session: Session
    switch try administrator(request, at: route, in: installation) {
    case .refused(let response): return response
    case .admitted(let admitted): session = admitted
    }
    let desk = Desk(request: request, session: session, installation: installation)
    switch route {
    case .overview: return try overview(desk)
    case .invitations: return try invitations(desk)
    case .newInvitation where isPost: return try createInvitation(desk)
    case .newInvitation: return try newInvitation(desk)
    case .resetInvitations where isPost: return try resetInvitations(desk)
    case .resetInvitations: return try resetPage(desk)
    case .invitation(let code) where isPost: return try changeInvitation(code, desk)
    case .invitation(let code): return try invitation(code, desk)
    case .applications where isPost: return try decideMany(desk)
    case .applications: return try applications(desk)
    case .exportApplications: return try exportApplications(desk)
    case .application(let reference) where isPost: return try decide(reference, desk)
    case .application(let reference): return try application(reference, desk)
    case .people: return try people(desk)
    case .newPerson where isPost: return try addPerson(desk)
    case .newPerson: return try newPerson(desk)
    case .person(let login) where isPost: return try changePerson(login, desk)
    case .person(let login): return try person(login, desk)
    case .erasePerson(let login) where isPost: return try erasePerson(login, desk)
    case .erasePerson(let login): return try erasePage(login, desk)
    case .find: return try find(desk)
    case .mail: return try mail(desk)
    case .mailEntry(let id): return try resend(OutboxEntry.ID(id), desk)
    case .departments where isPost: return try addDepartment(desk)
    case .departments: return try departments(desk)
    case .department(let id) where isPost: return try changeDepartment(id, desk)
    case .department(let id): return try department(id, desk)
    case .holdings where isPost: return try addHolding(desk)
    case .holdings: return try holdings(desk)
    case .holding(let id) where isPost: return try changeHolding(id, desk)
    case .holding(let id): return try holding(id, desk)
    case .settings where isPost: return try changeSettings(desk)
    case .settings: return try settingsPage(desk)
    case .audit: return try audit(desk)
    case .administrators where isPost: return try addAdministrator(desk)
    case .administrators: return try administrators(desk)
    case .administrator(let login): return try changeAdministrator(login, desk)
    case .publicAccounts where isPost: return try addPublicAccount(desk)
    case .publicAccounts: return try publicAccounts(desk)
    case .publicAccount(let login) where isPost: return try changePublicAccount(login, desk)
    case .publicAccount(let login): return try publicAccount(login, desk)
    case .importAccounts where isPost: return try importAccounts(desk)
    case .importAccounts: return try importPage(desk)
    case .webhooks where isPost: return try changeWebhooks(desk)
    case .webhooks: return try webhooks(desk)
    case .businessSystems where isPost: return try changeBusinessSystems(desk)
    case .businessSystems: return try businessSystems(desk)
    case .exportAccounts: return try exportAccounts(desk)
    case .secondFactor where isPost: return try changeSecondFactor(desk)
    case .secondFactor: return try secondFactor(desk)
    case .home, .join, .apply, .status, .signIn, .signInCode, .signOut, .password, .me, .profile,
      .sessions, .ownInvitations, .ownInvitation, .auth, .actAs, .inviteButton:
      return failure(.notFound, .notFound)
    }
  }

  /// Cross-site request forgery: a form counts only if the browser says that it comes from a page of
  /// this origin. `Sec-Fetch-Site` is absent on plain HTTP and in browsers before 2023; then `Origin`.
  private func isFromOurPages(_ request: Request) -> Bool {
    if let site = request.header("sec-fetch-site") { return site == "same-origin" }
    return request.header("origin")?.asciiLowercased == settings.baseAddress.origin
  }
}
