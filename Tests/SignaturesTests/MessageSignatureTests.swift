// Signatures of requests: RFC 9421's own example, and each thing that is wrong.

import Secrets
import Signatures
import Testing

@Suite("Message signatures") struct MessageSignatureTests {
  private static let secret = "a secret that both sides know"
  private static let body = Array(#"{"member":"grace"}"#.utf8)

  private func message(_ fields: [String: String], query: String = "") -> SignedMessage {
    SignedMessage(
      method: "POST", scheme: "https", authority: "join.example.org",
      path: "/usher/api/v1/invitations", query: query, body: Self.body
    ) { fields[$0] }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      var word = 0
      for place in 0..<3 {
        word = word << 8 | (place < part.count ? Int(part[start + place]) : 0)
      }
      for place in 0...part.count { text.append(digits[word >> (18 - 6 * place) & 63]) }
      text += String(repeating: "=", count: 3 - part.count)
    }
    return text
  }

  private static let digest = "sha-256=:\(base64(sha256(body))):"

  /// Fields of a request that is signed as it should be, unless told otherwise.
  private func signed(
    _ components: [(String, String)]? = nil, parameters: String = ";created=1000;keyid=\"k\"",
    secret: String = secret, digest: String = digest
  ) -> [String: String] {
    let components =
      components ?? [
        ("@method", "POST"), ("@path", "/usher/api/v1/invitations"), ("content-digest", digest),
      ]
    let names = components.map { "\"\($0.0)\"" }.joined(separator: " ")
    let input = "(\(names))\(parameters)"
    let lines = components.map { "\"\($0.0)\": \($0.1)\n" }.joined()
    let code = hmacSHA256(
      Array((lines + "\"@signature-params\": " + input).utf8), key: Array(secret.utf8))
    return [
      "signature-input": "sig1=\(input)", "signature": "sig1=:\(Self.base64(code)):",
      "content-digest": digest,
    ]
  }

  private func problem(
    _ fields: [String: String], query: String = "", at now: Int64 = 1000
  ) -> SignatureProblem? {
    let message = message(fields, query: query)
    do throws(SignatureProblem) {
      try MessageSignature(of: message).check(message, secret: Self.secret, at: now)
      return nil
    } catch {
      return error
    }
  }

  @Test("RFC 9421, appendix B.2.5: the example's signature is what the example's secret makes")
  func example() throws {
    // The base of that example, whose components say nothing of method and path.
    let base = """
      "date": Tue, 20 Apr 2021 02:07:55 GMT
      "@authority": example.com
      "content-type": application/json
      "@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"
      """
    let key = try #require(
      bytes(
        base64:
          "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ=="
      ))
    #expect(
      Self.base64(hmacSHA256(Array(base.utf8), key: key))
        == "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=")
  }

  @Test("Taken, whichever way the address is covered, within five minutes either way")
  func taken() {
    #expect(problem(signed()) == nil)
    for now: Int64 in [700, 1300] { #expect(problem(signed(), at: now) == nil) }
    for now: Int64 in [699, 1301] { #expect(problem(signed(), at: now) == .stale) }
    #expect(problem(signed(parameters: ";created=1000;expires=1100;keyid=\"k\""), at: 1100) == nil)
    #expect(
      problem(signed(parameters: ";created=1000;expires=1100;keyid=\"k\""), at: 1101) == .stale)
    let digest = ("content-digest", Self.digest)
    let addresses = [
      ("@target-uri", "https://join.example.org/usher/api/v1/invitations?limit=3"),
      ("@request-target", "/usher/api/v1/invitations?limit=3"),
    ]
    for address in addresses {
      #expect(problem(signed([("@method", "POST"), address, digest]), query: "limit=3") == nil)
    }
    let all = [
      ("@scheme", "https"), ("@authority", "join.example.org"), ("@method", "POST"),
      ("@path", "/usher/api/v1/invitations"), ("@query", "?limit=3"), digest,
    ]
    #expect(problem(signed(all), query: "limit=3") == nil)
    let parameters = ";created=1000;keyid=\"k\";alg=\"hmac-sha256\";nonce=\"n\""
    #expect(problem(signed(parameters: parameters)) == nil)
  }

  @Test("What has to be covered")
  func uncovered() {
    let digest = ("content-digest", Self.digest)
    let path = ("@path", "/usher/api/v1/invitations")
    #expect(problem(signed([path, digest])) == .uncovered("@method"))
    #expect(problem(signed([("@method", "POST"), digest])) == .uncovered("@path"))
    #expect(problem(signed([("@method", "POST"), path])) == .uncovered("content-digest"))
    #expect(problem(signed(), query: "limit=3") == .uncovered("@query"))
  }

  @Test("What is wrong is named")
  func wrong() {
    #expect(problem([:]) == .missing)
    #expect(problem(signed(secret: "another")) == .wrong)
    #expect(problem(signed(parameters: ";keyid=\"k\"")) == .parameter("created"))
    #expect(problem(signed(parameters: ";created=1000")) == .parameter("keyid"))
    #expect(
      problem(signed(parameters: ";created=1000;keyid=\"k\";alg=\"ed25519\"")) == .algorithm)
    #expect(
      problem(signed([("@method", "POST"), ("@status", "200")])) == .uncovered("@path"))
    var fields = signed()
    fields["signature"] = "sig2=:AAAA:"
    #expect(problem(fields) == .malformed(field: "Signature"))
    fields["signature"] = ":::"
    #expect(problem(fields) == .malformed(field: "Signature"))
    fields = signed()
    fields["signature-input"] = "sig1=1"
    #expect(problem(fields) == .malformed(field: "Signature-Input"))
    fields = signed()
    fields["signature-input"]? += ", sig2=(\"@method\");created=1000;keyid=\"k\""
    #expect(problem(fields) == .several)
    // Signed as it is, and yet not the body's.
    let other = "sha-256=:\(Self.base64(sha256([1]))):"
    #expect(problem(signed(digest: other)) == .digest)
    #expect(problem(signed(digest: "md5=:AAAA:")) == .digest)
    // One right, the other not.
    #expect(problem(signed(digest: "\(Self.digest), sha-512=:AAAA:")) == .digest)
    let both = "\(Self.digest), sha-512=:\(Self.base64(sha512(Self.body))):"
    #expect(problem(signed(digest: both)) == nil)
    let unknown = [
      ("@method", "POST"), ("@path", "/usher/api/v1/invitations"), ("content-digest", Self.digest),
      ("x-absent", ""),
    ]
    #expect(problem(signed(unknown)) == .unknownComponent("x-absent"))
  }

  @Test("Each has a digest of its own, which the same one has again")
  func once() throws {
    let one = try MessageSignature(of: message(signed()))
    #expect(try MessageSignature(of: message(signed())).digest == one.digest)
    let other = signed(parameters: ";created=1000;keyid=\"k\";nonce=\"2\"")
    #expect(try MessageSignature(of: message(other)).digest != one.digest)
  }
}
