// Tests the names in a department's path, and what a name may be.

import Membership
import Testing

@Suite struct DepartmentTests {
  @Test(
    "A path is names between slashes, with or without spaces",
    arguments: [
      ("Sales", ["Sales"]), ("Sales/North", ["Sales", "North"]),
      ("Sales / North", ["Sales", "North"]),
      (" Sales /North / ", ["Sales", "North", ""]), ("", [""]), ("/", ["", ""]),
      ("Sales//North", ["Sales", "", "North"]), ("研发 / 平台 组", ["研发", "平台 组"]),
    ])
  func names(path: String, names: [String]) {
    #expect(Department.names(inPath: path) == names)
  }

  @Test("Names joined by the separator read back")
  func roundTrip() {
    let names = ["Sales", "North & West", "研发"]
    #expect(Department.names(inPath: names.joined(separator: Department.separator)) == names)
  }

  @Test(
    "A name is 1 to 100 characters without slash or control characters",
    arguments: [
      ("Sales", true), ("S", true), (String(repeating: "x", count: 100), true), ("", false),
      (String(repeating: "x", count: 101), false), ("A/B", false), ("A\nB", false),
      ("A\u{202E}B", false),
    ])
  func name(text: String, isName: Bool) {
    #expect(Department.isName(text) == isName)
  }
}
