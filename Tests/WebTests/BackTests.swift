// Signing in leads back to where one wanted to go, on this host and nowhere else, through every step of it.

import Actions
import Foundation
import Membership
import TestSite
import Testing

@Suite("Back after signing in") struct BackTests {
  private func signIn(_ site: TestSite, back: String, as name: String = "ada") -> String {
    site.ask(
      "/sign-in", form: [("name", name), ("password", TestSite.password), ("back", back)]
    )["Location"] ?? ""
  }

  @Test("To a page of ours, or to other content of this host")
  func taken() throws {
    let site = try TestSite()
    for (back, path) in [
      ("/me", "/usher/me"), ("/admin/audit?before=3", "/usher/admin/audit?before=3"),
      ("/intern/report?x=1", "/intern/report?x=1"), ("/intern/", "/intern/"), ("/", "/usher/admin"),
      ("https://join.example.org/intern/", "/intern/"), ("/usher/me", "/usher/me"),
      ("HTTPS://JOIN.example.org/me", "/me"),
      ("https://join.example.org/usher/me?a", "/usher/me?a="),
      ("/me/x", "/me/x"), ("/ushers/me", "/ushers/me"), ("/berichte/ü", "/berichte/%C3%BC"),
    ] {
      #expect(signIn(site, back: back) == "https://join.example.org\(path)", "\(back)")
    }
  }

  @Test(
    "To the usual start from anything else",
    arguments: [
      "//evil", "/\\evil", "\\\\evil", "https://evil", "https://evil/", "HtTpS://evil/",
      "https://join.example.org@evil", "https://join.example.org@evil/",
      "https://join.example.org:8443/",
      "https://x@join.example.org/", "http://join.example.org/", "https://join.example.org.evil/",
      "/%0d%0a", "/%0d%0aLocation:%20https://evil", "/\r\nLocation: https://evil", "/\t/evil",
      "\t//evil", "/ /evil", "/..//evil", "/%2e%2e//evil", "/%2f/evil", "/%5cevil", "///evil", "//",
      "javascript:alert(1)", "data:,x", "evil", "/sign-in", "/usher/sign-out", "/sign-out", "/auth",
      "/usher/auth", "/usher/nothing", "/usher", "/%75sher/sign-out", "/x/../usher/sign-out",
      "/usher/./me", "/admin/applications/export.csv",
    ])
  func refused(back: String) throws {
    let site = try TestSite()
    #expect(signIn(site, back: back) == "https://join.example.org/usher/admin")
    try site.member("grace")
    #expect(signIn(site, back: back, as: "grace") == "https://join.example.org/usher/me")
  }

  @Test("The choice of a first password leads back too, once it is made")
  func initialPassword() throws {
    let site = try TestSite()
    try site.member("grace")
    try site.run("UPDATE account SET must_change_password = 1 WHERE login = 'grace'")
    let back = "https://join.example.org/intern/?x=1"
    let signedIn = site.ask(
      "/sign-in", form: [("name", "grace"), ("password", TestSite.password), ("back", back)])
    let carried = "back=https%3A%2F%2Fjoin.example.org%2Fintern%2F%3Fx%3D1"
    #expect(signedIn["Location"] == "https://join.example.org/usher/me/password?\(carried)")
    let cookie = try #require(signedIn.sessionCookie)
    // Who is led to sign in goes on from there: the password of before opens nothing again.
    #expect(
      site.ask("/sign-in", query: carried, cookie: cookie)["Location"]
        == "https://join.example.org/usher/me/password?\(carried)")
    let page = site.ask("/me/password", query: carried, cookie: cookie)
    let token = try #require(page.formToken)
    #expect(page.body.contains("name=\"back\" value=\"\(back)\""))
    func choose(_ chosen: String, _ back: String) -> Answer {
      site.ask(
        "/me/password",
        form: [("token", token), ("chosen", chosen), ("repeated", chosen), ("back", back)],
        cookie: cookie)
    }
    let short = choose("short", back)
    #expect(short.status == 422 && short.body.contains("name=\"back\" value=\"\(back)\""))
    #expect(choose("a ship in port is safe", back)["Location"] == back)
  }

  @Test("To another host nor from there")
  func initialPasswordElsewhere() throws {
    let site = try TestSite()
    try site.member("grace")
    try site.run("UPDATE account SET must_change_password = 1 WHERE login = 'grace'")
    let signedIn = site.ask(
      "/sign-in", form: [("name", "grace"), ("password", TestSite.password), ("back", "//evil")])
    let cookie = try #require(signedIn.sessionCookie)
    let token = try #require(site.ask("/me/password", cookie: cookie).formToken)
    let chosen = "a ship in port is safe"
    let answer = site.ask(
      "/me/password",
      form: [("token", token), ("chosen", chosen), ("repeated", chosen), ("back", "//evil")],
      cookie: cookie)
    #expect(answer["Location"] == "https://join.example.org/usher/me?saved=password")
  }

  @Test("A session that awaits its code goes on to the code, and back from there")
  func code() throws {
    let site = try TestSite()
    let cookie = try site.signIn()
    try site.run("UPDATE session SET awaits_code = 1")
    let carried = "back=%2Fintern%2F"
    let answer = site.ask("/sign-in", query: carried, cookie: cookie)
    #expect(answer["Location"] == "https://join.example.org/usher/sign-in/code?\(carried)")
    let page = site.ask("/sign-in/code", query: carried, cookie: cookie)
    #expect(page.body.contains("name=\"back\" value=\"/intern/\""))
  }
}
