// The administrators' page of webhooks: what is made and changed there, and what is refused.

import Actions
import Membership
import TestSite
import Testing

@Suite("Webhooks over the web") struct WebhooksPageTests {
  private let site: TestSite
  private let cookie: String

  init() throws {
    site = try TestSite()
    cookie = try site.signIn("ada")
  }

  private func post(_ form: [(String, String)]) throws -> Answer {
    let token = try #require(site.ask("/admin/webhooks", cookie: cookie).formToken)
    return site.ask("/admin/webhooks", form: form + [("token", token)], cookie: cookie)
  }

  @Test("Added, another secret, stopped, started; a secret is shown once")
  func whole() throws {
    let added = try post([
      ("action", "add"), ("address", "https://shop.example.org/usher?a=1&b=2"),
      ("event-applied", "yes"), ("event-joined", "yes"),
    ])
    #expect(
      added.status == 200 && added.body.contains("https://shop.example.org/usher?a=1&amp;b=2"))
    let secret = try #require(added.body.firstMatch(of: /<code>(whsec_[^<]+)<\/code>/)).1
    let webhook = try #require(try site.open().webhooks().first)
    #expect(webhook.events == [.applied, .joined] && webhook.state == .active)
    let page = site.ask("/admin/webhooks", cookie: cookie).body
    #expect(page.contains("somebody joined") && !page.contains(secret))
    func change(_ action: String) throws -> Answer {
      try post([("action", action), ("webhook", webhook.id.text)])
    }
    let other = try change("secret")
    #expect(other.body.contains("<code>whsec_") && !other.body.contains(secret))
    #expect(try change("stop").body.contains("is saved"))
    #expect(try site.open().webhooks().first?.state == .stopped)
    let again = try change("stop")
    #expect(again.status == 422 && again.body.contains("It is so already."))
    #expect(try change("start").status == 200)
    #expect(try change("dance").status == 400)
    #expect(try post([("action", "stop"), ("webhook", "x")]).status == 404)
    #expect(site.ask("/admin/audit", cookie: cookie).body.contains("made a new secret for"))
  }

  @Test(
    "What is no address: 422, a sentence, what was typed, and nothing is added",
    arguments: [
      ("http://shop.example.org/", "begins with https://"), ("", "begins with https://"),
      ("https://ada:x@shop.example.org/", "user and the password"),
      ("https://shop.example.org/#x", "behind the #"), ("https:///x", "with a host"),
      ("https://shop.example.org:0/", "check the address"),
    ])
  func refused(_ address: String, _ sentence: String) throws {
    let answer = try post([("action", "add"), ("address", address), ("event-applied", "yes")])
    #expect(answer.status == 422 && answer.body.contains(sentence), "\(address)")
    #expect(try site.open().webhooks().isEmpty)
  }

  @Test("Without anything to tell nothing is added")
  func noEvent() throws {
    let answer = try post([("action", "add"), ("address", "https://shop.example.org/")])
    #expect(answer.status == 422 && answer.body.contains("at least one thing"))
    #expect(answer.body.contains("value=\"https://shop.example.org/\""))
    #expect(try site.open().webhooks().isEmpty)
  }
}
