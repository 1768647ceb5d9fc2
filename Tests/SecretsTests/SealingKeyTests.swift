// Tests how secrets are sealed: only the same key opens them, unchanged; and how the key's file is made.

import Foundation
import Secrets
import TestTools
import Testing

@Suite final class SealingKeyTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func key(_ name: String = "usher.key") throws -> SealingKey {
    let file = path(name)
    try SealingKey.create(file: file)
    return try SealingKey(file: file)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func opens(_ text: String, with key: SealingKey) -> Bool { (try? key.open(text)) != nil }

  @Test(
    "What is sealed opens with the same key, read again",
    arguments: ["", "7k3m-q9xt-2hva-b123", "a\0b", "密码😀", String(repeating: "x", count: 100_000)])
  func roundTrip(text: String) throws {
    let sealed = try key().seal(text)
    #expect(try SealingKey(file: path("usher.key")).open(sealed) == text)
    #expect(sealed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    #expect(text.count < 5 || !sealed.contains(text))
  }

  @Test("The same text is sealed differently each time")
  func nonce() throws {
    let key = try key()
    #expect(Set((0..<100).map { _ in key.seal("x") }).count == 100)
  }

  @Test("Another key opens nothing")
  func otherKey() throws {
    let sealed = try key("one").seal("secret")
    let other = try key("other")
    #expect(throws: SecretsError.self) { try other.open(sealed) }
  }

  @Test("A change of any character is found")
  func tampering() throws {
    let key = try key()
    let sealed = Array(key.seal("7k3m-q9xt").utf8)
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \n\0".utf8)
    for place in sealed.indices {
      for letter in alphabet where letter != sealed[place] {
        var changed = sealed
        changed[place] = letter
        #expect(!opens(String(decoding: changed, as: UTF8.self), with: key))
      }
    }
  }

  @Test("A text that is cut or longer opens nothing")
  func length() throws {
    let key = try key()
    let sealed = key.seal("7k3m-q9xt")
    for count in 0..<sealed.count { #expect(!opens(String(sealed.prefix(count)), with: key)) }
    for more in ["A", "AAAA", "=", "\n", sealed] { #expect(!opens(sealed + more, with: key)) }
    for text in ["", "A", "é", "????", String(repeating: "A", count: 1000)] {
      #expect(!opens(text, with: key))
    }
  }

  @Test("A key file is its owner's alone, and 32 random bytes")
  func file() throws {
    _ = try key("one")
    _ = try key("other")
    let mode =
      try FileManager.default.attributesOfItem(atPath: path("one"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let (one, other) = (
      try Data(contentsOf: URL(fileURLWithPath: path("one"))),
      try Data(contentsOf: URL(fileURLWithPath: path("other")))
    )
    #expect(one.count == 32)
    #expect(one != other)
    #expect(Set(one).count > 8)
  }

  @Test("A key file is never replaced, nor made behind a link")
  func notReplaced() throws {
    _ = try key()
    let before = try Data(contentsOf: URL(fileURLWithPath: path("usher.key")))
    #expect(throws: SecretsError.self) { try SealingKey.create(file: path("usher.key")) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("usher.key"))) == before)
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("target"))
    #expect(throws: SecretsError.self) { try SealingKey.create(file: path("link")) }
    #expect(!FileManager.default.fileExists(atPath: path("target")))
    #expect(throws: SecretsError.self) { try SealingKey.create(file: path("missing/usher.key")) }
  }

  @Test(
    "A file that is no key is refused, and so is a link to one", arguments: [0, 1, 31, 33, 100])
  func noKey(count: Int) throws {
    try Data(repeating: 7, count: count).write(to: URL(fileURLWithPath: path("short")))
    #expect(throws: SecretsError.self) { try SealingKey(file: path("short")) }
    #expect(throws: SecretsError.self) { try SealingKey(file: path("missing")) }
    #expect(throws: SecretsError.self) { try SealingKey(file: folder.path) }
    _ = try key()
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("usher.key"))
    #expect(throws: SecretsError.self) { try SealingKey(file: path("link")) }
  }

  @Test("An error says which file, and nothing of what is in it")
  func errorText() throws {
    do throws(SecretsError) {
      _ = try SealingKey(file: path("missing"))
      Issue.record("a missing file was read")
    } catch {
      #expect(error.description.contains(path("missing")))
      #expect(error.description.contains("No such file"))
    }
  }

  @Test("Any text opens or is refused")
  func anything() throws {
    let key = try key()
    var dice = SplitMix64(seed: 30)
    let alphabet = Array("ABCabc019-_=é\0")
    for _ in 0..<5000 {
      let count = Int.random(in: 0...120, using: &dice)
      #expect(
        !opens(
          String((0..<count).compactMap { _ in alphabet.randomElement(using: &dice) }), with: key))
    }
  }
}
