// Every address prints and parses back.

import Testing

@testable import Web

@Suite("Route") struct RouteTests {
  @Test(
    "Each route prints and parses back",
    arguments: [
      Route.home, .join, .apply, .status(token: "abc-_1"), .signIn, .signInCode, .signOut,
      .password,
      .me, .profile, .sessions, .secondFactor, .auth, .overview, .invitations, .newInvitation,
      .resetInvitations,
      .invitation(code: "7K3M-Q9XT-2HVAB"), .applications, .exportApplications,
      .application(reference: "K7QM-93XT"), .find, .mail, .mailEntry(id: "A1"), .settings, .audit,
      .administrators, .administrator(login: "ada"), .departments, .department(id: "A1"),
      .holdings, .holding(id: "A1"),
      .actAs, .publicAccounts, .publicAccount(login: "press"),
      .importAccounts, .exportAccounts, .people, .newPerson,
      .person(login: "ada"), .person(login: "new"), .person(login: "erase"),
      .erasePerson(login: "ada"), .erasePerson(login: "import"),
    ])
  func roundTrip(_ route: Route) {
    #expect(Route(path: route.path) == route)
  }

  @Test("Names and values of a query are encoded")
  func query() {
    #expect(queryText([("a&b", "1=2"), ("c", "d")]) == "?a%26b=1%3D2&c=d")
  }

  @Test(
    "What is no address is none",
    arguments: [
      "/nope", "apply", "/apply/", "/apply/x", "/application", "/application/", "/admin/",
      "/admin/applications/", "/admin/nope", "/admin/invitations/", "/admin/applications/a/b", "//",
      "/me/", "/Apply",
    ])
  func none(_ path: String) {
    #expect(Route(path: path) == nil)
  }
}
