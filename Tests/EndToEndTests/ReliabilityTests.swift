// What survives kills, faults, crowds and hostile clients: the scripts of Tests/Soak in their short form. `make
// soak` runs them in full size and prints how long everything took.

import Testing

@Suite("Reliability", .serialized) struct ReliabilityTests {
  @Test(
    "Nothing acknowledged is lost, nothing is half done, nobody holds up others",
    arguments: [
      // In which order things reach the disk; the n-th call fails; a full disk.
      "order", "faults --only application", "faults --only new_pages",
      "faults --only revived_pages", "faults --only mails", "full_disk",
      // Many at once, kills meanwhile, many one after another.
      "writers", "kills", "endurance",
      // Hostile and slow clients; next to no rights.
      "wire", "unprivileged",
    ])
  func holds(_ part: String) throws {
    let words = part.split(separator: " ").map(String.init)
    // As whoever runs the tests: they give up being root by themselves, where they are.
    let ran = try Shell.run(
      ["/usr/bin/python3", "-B", "\(HostedSite.repository)/Tests/Soak/\(words[0]).py"]
        + words.dropFirst(), asRoot: true)
    print(ran.output)
    #expect(ran.exit == 0, "\(ran)")
    #expect(ran.output.contains("ok "), "\(ran)")
  }
}
