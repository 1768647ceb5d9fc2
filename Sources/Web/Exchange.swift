// One request being answered: what is known of it so far, and what its answer needs.

import Actions
import CGI
import Languages
import Membership
import Pages

struct Exchange {
  var request: Request?
  let now: Moment
  var settings = Settings()
  /// Arguments of `usher`, to be run when the answer is written.
  var followUps: [[String]] = []

  init(request: Request?, now: Moment) {
    self.request = request
    self.now = now
  }

  // MARK: Language

  /// What the visitor chose in this request, else before, else what the browser asks for.
  var language: Language {
    chosenLanguage ?? request?.cookies["language"].flatMap { Language(tag: $0) }
      ?? Language.best(for: request?.acceptedLanguages ?? []) ?? settings.language
  }

  private var chosenLanguage: Language? {
    (request?.form["lang"] ?? request?.query["lang"]).flatMap { Language(tag: $0) }
  }

  // MARK: Addresses

  /// Where the program is mounted: as the web server says, else as it is set.
  var mount: String { request.map(\.mount) ?? settings.programPath }

  func address(_ route: Route) -> String { mount + route.path }

  /// Absolute, from the configured origin: what a `Location` needs.
  func absolute(_ route: Route) -> String { settings.baseAddress.origin + address(route) }

  /// Where a page's links lead, below this origin.
  private func address(of place: Place) -> String {
    let base = settings.baseAddress.path
    return switch place {
    case .styleSheet: "\(base)/assets/style.css"
    case .icon: "\(base)/assets/icon.svg"
    case .script: "\(base)/assets/copy.js"
    case .entry: "\(base)/"
    case .join: "\(base)/join/"
    case .landing(let code): settings.baseAddress.link(to: code)
    case .qrPNG(let code): "\(base)/I/\(code.text)/qr.png"
    case .qrSVG(let code): "\(base)/I/\(code.text)/qr.svg"
    case .apply: address(.apply)
    case .status(let token): address(.status(token: token))
    case .signIn: address(.signIn)
    case .signInCode: address(.signInCode)
    case .signOut: address(.signOut)
    case .me: address(.me)
    case .profile: address(.profile)
    case .sessions: address(.sessions)
    case .password: address(.password)
    case .secondFactor: address(.secondFactor)
    case .ownInvitations: address(.ownInvitations)
    case .ownInvitation(let code): address(.ownInvitation(code: code.text))
    case .overview: address(.overview)
    case .invitations: address(.invitations)
    case .newInvitation: address(.newInvitation)
    case .resetInvitations: address(.resetInvitations)
    case .invitation(let code): address(.invitation(code: code.text))
    case .applications: address(.applications)
    case .exportApplications: address(.exportApplications)
    case .application(let reference): address(.application(reference: reference))
    case .people: address(.people)
    case .newPerson: address(.newPerson)
    case .person(let login): address(.person(login: login.text))
    case .erasePerson(let login): address(.erasePerson(login: login.text))
    case .find: address(.find)
    case .mail: address(.mail)
    case .mailEntry(let id): address(.mailEntry(id: id.text))
    case .departments: address(.departments)
    case .holdings: address(.holdings)
    case .department(let id): address(.department(id: id.text))
    case .holding(let id): address(.holding(id: id.text))
    case .settings: address(.settings)
    case .audit: address(.audit)
    case .administrators: address(.administrators)
    case .administrator(let login): address(.administrator(login: login.text))
    case .actAs: address(.actAs)
    case .publicAccounts: address(.publicAccounts)
    case .publicAccount(let login): address(.publicAccount(login: login.text))
    case .importAccounts: address(.importAccounts)
    case .exportAccounts: address(.exportAccounts)
    case .businessSystems: address(.businessSystems)
    case .webhooks: address(.webhooks)
    case .interface: absolute(.home) + String(InterfaceRoute.root.dropFirst())
    case .interfaceDescription: "\(base)/api/openapi.json"
    }
  }

  func surroundings(translated: Bool = false) -> Surroundings {
    Surroundings(
      strings: Strings.of(language), settings: settings,
      address: { [self] in address(of: $0) },
      translations: translated ? translations : [], now: now)
  }

  /// The same address in the other languages; what else its query says is kept.
  private var translations: [Surroundings.Translation] {
    guard let request else { return [] }
    let kept = request.query.filter { $0.name != "lang" }.map {
      "&\(percentEncoded($0.name))=\(percentEncoded($0.value))"
    }
    return Language.allCases.filter { $0 != language }.map {
      .init(
        language: $0,
        address: "\(request.mount)\(request.path)?lang=\($0.tag)\(kept.joined())")
    }
  }

  // MARK: Answers

  func page(_ status: Status, _ html: HTML, headers: [Header] = []) -> Response {
    Response(
      status, headers: [Header("Content-Type", "text/html; charset=utf-8")] + headers,
      body: html.bytes)
  }

  /// Always with a status and an absolute address: a bare local one is an internal redirect on Apache.
  func redirect(to address: String, headers: [Header] = []) -> Response {
    Response(.seeOther, headers: [Header("Location", address)] + headers)
  }

  func failure(_ status: Status, _ mishap: Mishap, headers: [Header] = []) -> Response {
    page(status, surroundings().failurePage(mishap), headers: headers)
  }

  /// What stands on every answer.
  func finish(_ response: Response) -> Response {
    // Of an authorizer's consent Apache would put every header on the content.
    if request?.isAuthorizer == true, response.status == .ok { return response }
    var response = response
    response.headers += [
      Header("Content-Security-Policy", ContentSecurityPolicy.text),
      Header("X-Content-Type-Options", "nosniff"),
      Header("Referrer-Policy", "same-origin"),
      Header("Cross-Origin-Opener-Policy", "same-origin"),
      Header("Cache-Control", "no-store"),
    ]
    if settings.baseAddress.isSecure {
      response.headers.append(
        Header("Strict-Transport-Security", "max-age=31536000"))
    }
    if let chosenLanguage {
      response.headers.append(cookie("language", chosenLanguage.tag, seconds: 31_536_000))
    }
    return response
  }

  // MARK: Cookies

  /// `__Host-` wants TLS, which a demonstration on loopback has not.
  var sessionCookieName: String { settings.baseAddress.isSecure ? "__Host-usher" : "usher" }

  /// Of a browser in which somebody has signed in.
  var deviceCookieName: String { sessionCookieName + "-device" }

  func sessionCookie(_ token: String) -> Header { cookie(sessionCookieName, token, seconds: nil) }

  var endedSessionCookie: Header { cookie(sessionCookieName, "", seconds: 0) }

  func deviceCookie(_ token: String) -> Header {
    cookie(deviceCookieName, token, seconds: 400 * 86400)
  }

  private func cookie(_ name: String, _ value: String, seconds: Int?) -> Header {
    var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
    if let seconds { text += "; Max-Age=\(seconds)" }
    if settings.baseAddress.isSecure { text += "; Secure" }
    return Header("Set-Cookie", text)
  }
}
