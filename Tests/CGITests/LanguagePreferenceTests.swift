// Tests how `Accept-Language` becomes a list, the most wanted first.

import CGI
import Testing

@Suite struct LanguagePreferenceTests {
  private func languages(_ header: String?) throws -> [String] {
    var environment = ["REQUEST_METHOD": "GET"]
    environment["HTTP_ACCEPT_LANGUAGE"] = header
    return try Request(environment: environment) { _ throws(RequestError) in [] }.acceptedLanguages
  }

  @Test(
    "The most wanted comes first, equals in their order, weight 0 not at all",
    arguments: [
      ("", []), ("en", ["en"]), ("zh-CN,zh;q=0.9,en;q=0.8", ["zh-cn", "zh", "en"]),
      ("en;q=0.5, zh", ["zh", "en"]), ("en;q=0.5,zh;q=0.5,de;q=0.5", ["en", "zh", "de"]),
      ("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p", "abcdefghijklmnop".map(String.init)),
      ("en;q=0,zh;q=0.001", ["zh"]), ("en ; q=0.1 , zh ; q=0.2", ["zh", "en"]), ("*", ["*"]),
      ("en;q=0.1;x=y,zh;x=y;q=0.2", ["zh", "en"]), (",,,", []), (";q=1", ["q=1"]), ("en;", ["en"]),
      // A weight that is none counts as none given.
      ("zh;q=x,en", ["zh", "en"]), ("en;q=0.3,zh;q=", ["zh", "en"]), ("en;q=-1,zh", ["zh"]),
      ("en;q=nan,zh", ["zh"]), ("en,zh;q=inf", ["zh", "en"]),
      // Names of parameters have no case (RFC 9110, section 5.6.6); a tab is white space, too.
      ("en;Q=0.1,zh;q=0.2", ["zh", "en"]), ("en;\tq=0.1,\tzh;q=0.2", ["zh", "en"]),
    ])
  func order(header: String, expected: [String]) throws {
    #expect(try languages(header) == expected)
  }

  @Test("No header, no wish")
  func none() throws {
    #expect(try languages(nil) == [])
  }

  @Test("Of a very long header only the beginning is read")
  func long() throws {
    let many = try languages(String(repeating: "en,", count: 100_000))
    #expect((1...500).contains(many.count))
  }
}
