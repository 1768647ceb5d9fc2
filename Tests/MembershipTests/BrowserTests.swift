// By what a browser is known again, from what it says of itself.

import Membership
import TestTools
import Testing

@Suite("Browser") struct BrowserTests {
  @Test(
    "Name and system, and nothing else",
    arguments: [
      ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
      ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox, Android"),
      (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/128.0 Mobile/15E148 Safari/605.1.15",
        "Firefox, iPhone"
      ),
      (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Chrome, Windows"
      ),
      (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        "Edge, Windows"
      ),
      (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36",
        "Chrome, Android"
      ),
      (
        "Mozilla/5.0 (Linux; Android 13; SM-S901B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
        "Samsung Internet, Android"
      ),
      (
        "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
        "Chrome, iPad"
      ),
      (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
        "Safari, macOS"
      ),
      (
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
        "Chrome, ChromeOS"
      ),
      (
        "Mozilla/5.0 (Linux; Android 14; V2304A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.50",
        "WeChat, Android"
      ),
      (
        "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko",
        "Internet Explorer, Windows"
      ),
      ("curl/7.88.1", "curl, "), ("", ", "), ("Mozilla/5.0", ", "), ("<script>", ", "),
      ("Firefox/1\n\u{0}\r\nLinux", "Firefox, Linux"),
      ("\u{FFFD}ü龙 Safari/1 iPhone", "Safari, iPhone"),
    ])
  func known(userAgent: String, stored: String) {
    let browser = Browser(userAgent: userAgent)
    #expect(browser.stored == stored)
    #expect(Browser(stored: stored) == browser)
  }

  @Test("Whatever it says: at most 60 characters, of a few words that are known beforehand")
  func anything() {
    var dice = SplitMix64(seed: 3)
    var seen: Set<String> = []
    let pieces = [
      "Firefox/", "Edg/", "Chrome/", "Windows", "iPhone", "<b>", "ü", "\n", "x", " ", ", ",
    ]
    for _ in 0..<5000 {
      let count = Int.random(in: 0...400, using: &dice)
      let text = (0..<count).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
      let stored = Browser(userAgent: text).stored
      #expect(stored.count <= 60)
      seen.insert(stored)
    }
    #expect(seen.count <= 16)
  }

  @Test("What was stored before there were any is a browser of no name")
  func empty() {
    #expect(Browser(stored: "") == Browser(userAgent: ""))
  }
}
