// That the time of a sign-in does not tell whether there is such an account. Measured twice: by the clock,
// as a stranger would, and by the processor time of this thread, which other programs on the machine do not
// blur, so that it would show a smaller difference; waiting for the disk shows by the clock alone.

import Actions
import Foundation
import Membership
import Store
import TestSite
import Testing

@Suite("The time of a sign-in") struct SignInTimeTests {
  private enum Kind: CaseIterable { case unknown, known, suspended, shared, blank }

  private struct Sample {
    var clock, processor: Double
  }

  /// Seconds.
  private func reading(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Welch's t of two samples.
  private func t(_ one: [Double], _ other: [Double]) -> Double {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    /// Of the mean.
    func variance(_ values: [Double]) -> Double {
      let mean = mean(values)
      let count = Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
    }
    return (mean(one) - mean(other)) / (variance(one) + variance(other)).squareRoot()
  }

  @Test("Unknown, known, suspended, public, without a password: |t| < 5 over 3,335 sign-ins")
  func time() throws {
    let site = try TestSite()
    let suspended = AddAdministrator(
      login: try #require(Login("bob")), name: try PersonName("Bob Lovelace"),
      email: try EmailAddress("bob@example.org"), language: .english,
      password: try Password(TestSite.password, personal: []))
    _ = try suspended.perform(in: site.open(), at: .now)
    try site.run("UPDATE account SET state = 'suspended' WHERE login = 'bob'")
    _ = try site.publicAccount("press")
    // Imported, and without a password yet.
    _ = try site.administrator("cai", "Cai Lovelace")
    try site.run("UPDATE account SET password_hash = '' WHERE login = 'cai'")
    let names: [Kind: String] = [
      .unknown: "eve", .known: "ada", .suspended: "bob", .shared: "press",
      .blank: "cai",
    ]
    var samples: [Kind: [Sample]] = [:]
    let kinds = (0..<3_335).map { Kind.allCases[$0 % 5] }.shuffled()
    let installation = try site.open()
    for kind in kinds {
      try installation.store.write {
        try installation.store.guesses.deleteAll(before: .now + 1000)
        try installation.store.quotas.deleteAll(before: .now + 1000)
      }
      let signIn = SignIn(
        name: names[kind] ?? "", password: "wrong wrong wrong",
        client: NetworkAddress("192.0.2.1"))
      let before = Sample(
        clock: reading(CLOCK_MONOTONIC), processor: reading(CLOCK_THREAD_CPUTIME_ID))
      let outcome = try signIn.perform(in: installation, at: .now)
      let sample = Sample(
        clock: reading(CLOCK_MONOTONIC) - before.clock,
        processor: reading(CLOCK_THREAD_CPUTIME_ID) - before.processor)
      guard case .refused = outcome else { return #expect(Bool(false), "\(outcome)") }
      samples[kind, default: []].append(sample)
    }
    let pairs: [(Kind, Kind)] = [
      (.unknown, .known), (.known, .suspended), (.unknown, .suspended), (.unknown, .shared),
      (.unknown, .blank),
    ]
    for (one, other) in pairs {
      let (first, second) = (samples[one] ?? [], samples[other] ?? [])
      #expect(first.count + second.count > 1_300)
      for measure in [\Sample.clock, \Sample.processor] {
        let (first, second) = (
          first.map { $0[keyPath: measure] }, second.map { $0[keyPath: measure] }
        )
        let found = t(first, second)
        #expect(abs(found) < 5, "\(one) and \(other): \(found)")
      }
      // What this would have shown: three milliseconds of the thirty.
      #expect(t(first.map { $0.processor + 0.003 }, second.map(\.processor)) > 5)
    }
  }
}
