// swift-tools-version: 6.2
// Each room is one target, so that the compiler refuses circles; README.md draws the map.
// Release builds are made with `--static-swift-stdlib` (see the Makefile): `usher` then carries the
// Swift runtime in itself, and `usher.cgi` is a fully static executable.

import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A room: a flat folder in Sources that may import the rooms it names and nothing else of ours.
func room(_ name: String, _ rooms: String..., libraries: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: rooms.map { .byName(name: $0) } + libraries,
    swiftSettings: strict)
}

func tests(of name: String, _ rooms: String...) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: rooms.map { .byName(name: $0) },
    swiftSettings: strict)
}

let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let structuredFields = Target.Dependency.product(
  name: "RawStructuredFieldValues", package: "swift-http-structured-headers")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "usher",
  products: [
    .executable(name: "usher", targets: ["usher"]),
    .executable(name: "usher.cgi", targets: ["usher-cgi"]),
    .executable(name: "usher-serve", targets: ["usher-serve"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
  ],
  targets: [
    // System libraries
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(
      name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),
    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CSystem"),
    .systemLibrary(name: "CIdentity"),
    .systemLibrary(name: "CFastCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),

    // Leaves
    room("Membership"),
    room("CGI", "CFastCGI", "CSystem"),
    room("Processes"),
    room("QR", "CQREncode"),
    room("Secrets", "CSodium", "CNettle"),
    room("JSON"),
    room("Signatures", "Secrets", libraries: [structuredFields]),
    room("Database", "CSQLite", "CSystem"),
    room("Templates", "Membership", libraries: [mustache]),
    // Languages takes the words of Membership, so that its sentences for them are total switches.
    room("Languages", "Membership"),

    // Memory
    room("Store", "Membership", "Database", "Secrets"),
    room("Actions", "Membership", "Store", "Database", "Secrets"),

    // Works
    room("Pages", "Membership", "Languages"),
    room(
      "Web", "CGI", "JSON", "Signatures", "Actions", "Pages", "Membership", "Languages", "Processes"
    ),
    room("Site", "Membership", "Languages", "QR", "Secrets", "Templates", "CSystem"),
    room("Mail", "Membership", "Languages", "Templates", "Processes"),

    // Doors
    .executableTarget(
      name: "usher",
      dependencies: [
        "Actions", "Site", "Mail", "Store", "Database", "Secrets", "QR", "Templates", "Processes",
        "Membership", "Languages", "CIdentity", arguments,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "usher-cgi", dependencies: ["CGI", "Web", "Actions", "Processes"],
      swiftSettings: strict,
      linkerSettings: [
        .unsafeFlags(["-static-executable"], .when(configuration: .release))
      ]),
    .executableTarget(
      name: "usher-serve",
      dependencies: [
        "CGI", "Web", "Actions", "Membership", "Processes",
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      swiftSettings: strict,
      // FlyingFox brings FoundationNetworking, which asks for it.
      linkerSettings: [.linkedLibrary("curl")]),

    // Tests
    .target(name: "TestTools", path: "Tests/TestTools", swiftSettings: strict),
    .target(
      name: "TestSite",
      dependencies: ["Actions", "CGI", "Database", "Membership", "Secrets", "Store", "Web"],
      path: "Tests/TestSite", swiftSettings: strict),
    .target(
      name: "Fuzzing",
      dependencies: ["TestSite", "CGI", "JSON", "Signatures", "Membership", "Web"],
      path: "Tests/Fuzzing", exclude: ["corpus"], swiftSettings: strict),
    tests(of: "Fuzzing", "Fuzzing"),
    tests(
      of: "Store", "TestSite", "TestTools", "Actions", "Store", "Membership", "Database", "CSQLite"),
    tests(of: "Actions", "TestSite", "TestTools", "Actions", "Store", "Membership", "Secrets"),
    tests(
      of: "Web", "TestSite", "Web", "CGI", "JSON", "Membership", "Secrets", "Actions", "Store"),
    .testTarget(
      name: "EndToEndTests",
      exclude: [
        "browser.py", "button.py", "desk.py", "fastcgi.py", "interface.py", "inviting.py",
        "member.py",
        "pages.py", "qr.py",
        "receiver.py",
        "screenshot.py",
        "smtp.py",
        "strangers.py", "walk.py",
      ],
      swiftSettings: strict),
    tests(of: "Site", "TestSite", "Site", "Templates", "Languages", "Membership"),
    tests(of: "Membership", "TestTools", "Membership"),
    tests(of: "CGI", "TestTools", "CGI"),
    tests(of: "QR", "TestTools", "QR"),
    tests(of: "Secrets", "TestTools", "Secrets", "CSodium"),
    tests(of: "JSON", "JSON"),
    tests(of: "Signatures", "Signatures", "Secrets"),
    tests(of: "Database", "TestTools", "Database", "CSQLite"),
    tests(of: "Processes", "Processes"),
    tests(of: "Templates", "TestTools", "Templates", "Membership"),
    tests(of: "Languages", "Languages", "Membership"),
    tests(of: "Mail", "TestTools", "Mail", "Membership", "Languages", "Templates"),
    tests(of: "Pages", "TestTools", "Pages", "Membership", "Languages"),
  ]
)

// `make fuzz` alone builds it, with libFuzzer's eyes in every room.
if Context.environment["USHER_BUILDS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Fuzzing"], path: "Tests/FuzzProgram",
      exclude: ["fuzz"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      // The default, gold, fails on libFuzzer's debugging information.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]))
}
