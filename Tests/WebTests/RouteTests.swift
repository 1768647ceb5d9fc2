// Every address prints and parses back.

import Testing

@testable import Web

@Suite("Route") struct RouteTests {
  @Test(
    "Each route prints and parses back",
    arguments: [
      Route.home, .join, .apply, .status(token: "abc-_1"), .signIn, .signOut, .password, .me,
      .applications, .application(reference: "K7QM-93XT"),
    ])
  func roundTrip(_ route: Route) {
    #expect(Route(path: route.path) == route)
  }

  @Test(
    "What is no address is none",
    arguments: [
      "/nope", "apply", "/apply/", "/apply/x", "/application", "/application/", "/admin",
      "/admin/applications/", "/admin/applications/a/b", "//", "/me/", "/Apply",
    ])
  func none(_ path: String) {
    #expect(Route(path: path) == nil)
  }
}
