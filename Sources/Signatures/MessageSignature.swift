// HTTP Message Signatures (RFC 9421) with HMAC-SHA-256 (section 3.3.3), from the side of who checks them; and the digest
// of a body (RFC 9530), by which a signature covers that too.

import RawStructuredFieldValues
import Secrets

package enum SignatureProblem: Error, Hashable, Sendable {
  /// There is none, or more than one.
  case missing, several
  /// A field of the signature that cannot be read.
  case malformed(field: String)
  /// Another than `hmac-sha256`.
  case algorithm
  /// A parameter that has to be there: `created`, `keyid`.
  case parameter(String)
  /// What has to be covered and is not.
  case uncovered(String)
  /// It covers what the request does not have, or what cannot be checked here.
  case unknownComponent(String)
  /// The digest is not the body's, or of no known kind.
  case digest
  /// Made too long ago, or in the future.
  case stale
  /// It is not what the secret makes of the request.
  case wrong
}

package struct MessageSignature: Sendable {
  /// Which secret it was made with.
  package let keyID: String
  private let created: Int64
  private let expires: Int64?
  private let input: InnerList
  private let signature: [UInt8]

  /// Seconds for which it is taken, either way: clocks differ.
  package static let tolerance: Int64 = 300

  package init(of message: SignedMessage) throws(SignatureProblem) {
    guard let input = message.field("signature-input"), let value = message.field("signature")
    else { throw .missing }
    let inputs = try Self.dictionary(input, "Signature-Input")
    let values = try Self.dictionary(value, "Signature")
    guard let (label, member) = inputs.first.map({ ($0.0, $0.1) }) else { throw .missing }
    guard inputs.count == 1, values.count == 1 else { throw .several }
    guard case .innerList(let list) = member else { throw .malformed(field: "Signature-Input") }
    guard case .item(let item)? = values[label],
      case .undecodedByteSequence(let text) = item.rfc9651BareItem,
      let signature = bytes(base64: text)
    else { throw .malformed(field: "Signature") }
    self.input = list
    self.signature = signature
    if case .string(let algorithm)? = list.rfc9651Parameters["alg"], algorithm != "hmac-sha256" {
      throw .algorithm
    }
    guard case .integer(let created)? = list.rfc9651Parameters["created"] else {
      throw .parameter("created")
    }
    guard case .string(let keyID)? = list.rfc9651Parameters["keyid"] else {
      throw .parameter("keyid")
    }
    self.created = created
    self.keyID = keyID
    if case .integer(let expires)? = list.rfc9651Parameters["expires"] {
      self.expires = expires
    } else {
      expires = nil
    }
  }

  private static func dictionary(_ text: String, _ field: String) throws(SignatureProblem)
    -> OrderedMap<String, ItemOrInnerList>
  {
    var parser = StructuredFieldValueParser(Array(text.utf8))
    do { return try parser.parseDictionaryFieldValue() } catch { throw .malformed(field: field) }
  }

  /// What is the same of two signatures only if they are one: to take each once.
  package var digest: String { Secrets.digest("\(keyID) \(signature)") }

  /// Whether it is good for that request: made now, of all that matters, with that secret.
  /// - Parameters:
  ///   - secret: its bytes are the key.
  ///   - now: seconds since 1970.
  package func check(
    _ message: SignedMessage, secret: String, at now: Int64
  ) throws(SignatureProblem) {
    guard abs(now - created) <= Self.tolerance, expires.map({ $0 >= now }) ?? true else {
      throw .stale
    }
    let names = try names()
    let covered = Set(names)
    let target = ["@target-uri", "@request-target"].contains { covered.contains($0) }
    guard covered.contains("@method") else { throw .uncovered("@method") }
    guard target || covered.contains("@path") else { throw .uncovered("@path") }
    guard target || message.query.isEmpty || covered.contains("@query") else {
      throw .uncovered("@query")
    }
    if !message.body.isEmpty {
      guard covered.contains("content-digest") else { throw .uncovered("content-digest") }
    }
    let base = try base(of: message, names)
    let made = hmacSHA256(Array(base.utf8), key: Array(secret.utf8))
    guard isEqualInConstantTime(made, signature) else { throw .wrong }
    // It covers the digest: now that has to be the body's.
    if covered.contains("content-digest") { try checkDigest(of: message) }
  }

  private func names() throws(SignatureProblem) -> [String] {
    var names: [String] = []
    for item in input.bareInnerList {
      guard case .string(let name) = item.rfc9651BareItem else {
        throw .malformed(field: "Signature-Input")
      }
      guard item.rfc9651Parameters.isEmpty else { throw .unknownComponent(name) }
      // Section 2: each once.
      guard !names.contains(name) else { throw .malformed(field: "Signature-Input") }
      names.append(name)
    }
    return names
  }

  /// Section 2.5.
  private func base(
    of message: SignedMessage, _ names: [String]
  ) throws(SignatureProblem) -> String {
    var lines = ""
    for name in names {
      guard let value = message.component(name) else { throw .unknownComponent(name) }
      lines += "\"\(name)\": \(value)\n"
    }
    var serializer = StructuredFieldValueSerializer()
    do {
      let parameters = try serializer.writeListFieldValue([.innerList(input)])
      return lines + "\"@signature-params\": " + String(decoding: parameters, as: UTF8.self)
    } catch {
      throw .malformed(field: "Signature-Input")
    }
  }

  /// RFC 9530, section 2: each digest of a kind that is known here has to be right, and one has to be of such a kind.
  private func checkDigest(of message: SignedMessage) throws(SignatureProblem) {
    let digests = try Self.dictionary(message.field("content-digest") ?? "", "Content-Digest")
    var isChecked = false
    for (kind, member) in digests {
      let made: [UInt8]
      switch kind {
      case "sha-256": made = sha256(message.body)
      case "sha-512": made = sha512(message.body)
      default: continue
      }
      guard case .item(let item) = member,
        case .undecodedByteSequence(let text) = item.rfc9651BareItem,
        bytes(base64: text) == made
      else { throw .digest }
      isChecked = true
    }
    guard isChecked else { throw .digest }
  }
}
