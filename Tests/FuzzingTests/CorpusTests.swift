// Replays what libFuzzer found interesting (`make fuzz`), and what has ever trapped: nothing of it does any more.

import Foundation
import Fuzzing
import Testing

@Suite("Corpus of the fuzzer") struct CorpusTests {
  private static let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "Fuzzing/corpus")

  @Test("Holds, whatever the bytes are", arguments: FuzzTarget.allCases)
  func replay(_ target: FuzzTarget) throws {
    let files = try FileManager.default.contentsOfDirectory(
      at: Self.corpus.appendingPathComponent(target.rawValue), includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files { target.run(Array(try Data(contentsOf: file))) }
    target.run([])
  }
}
