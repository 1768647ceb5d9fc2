// `usher doctor`: whether what usher.conf names is there, and lies where no web server serves it.

import Actions
import Foundation
import Secrets

struct PathCheck {
  private let site: Configuration
  private let files = FileManager.default

  init(_ configuration: Configuration) { site = configuration }

  func findings() -> [Finding] {
    [named(), key(), place(), contents()].flatMap { $0 }
  }

  private func named() -> [Finding] {
    var missing: [Finding] = []
    func look(_ name: String, _ path: String, _ mend: String) {
      if !files.fileExists(atPath: path) {
        missing.append(
          .fault("usher.conf", "\(name) names \(path), which is not there", mend: mend))
      }
    }
    look("database", site.database, "put it back, or `usher restore` a backup")
    look("public", site.published, "mend the path; `usher build` makes the folder")
    look(
      "installed", "\(site.installed)/templates/landing.html.mustache",
      "name the folder that came with Usher (share/usher)")
    look("usher", site.usher, "name the program usher: \(InstalledSet.program)")
    if files.fileExists(atPath: site.usher), !files.isExecutableFile(atPath: site.usher) {
      missing.append(
        .fault(
          "usher.conf", "\(site.usher) cannot be run by this user",
          mend: "mend the rights of it and of its folders"))
    }
    return missing.isEmpty ? [.fine("usher.conf", "whatever it names is there")] : missing
  }

  private func key() -> [Finding] {
    do {
      _ = try SealingKey(file: site.key)
      return [.fine("usher.key", "32 bytes")]
    } catch {
      return [
        .fault(
          "usher.key", "\(error)",
          mend: "put the file back; if it is lost: `head -c 32 /dev/urandom > \(site.key)`, "
            + "`chmod 600 \(site.key)`, then `usher account reissue` for whom mail waits")
      ]
    }
  }

  /// Nothing of the site's own may lie where the web server looks.
  private func place() -> [Finding] {
    let root = resolved(site.published)
    let inside = [
      ("usher.conf", "\(site.directory)/usher.conf"), ("database", site.database),
      ("key", site.key), ("templates", site.templates),
    ].filter { "\(resolved($0.1))/".hasPrefix("\(root)/") }
    if inside.isEmpty { return [.fine("document root", "holds nothing of the site's own")] }
    if root == resolved(site.directory) || "\(resolved(site.directory))/".hasPrefix("\(root)/") {
      return [
        .fault(
          "document root", "\(site.published) is the site's own folder, or above it",
          mend: "have usher.conf say `public = public`, and the web server serve that folder alone")
      ]
    }
    return inside.map { name, path in
      .fault(
        "document root", "the \(name) \(path) lies in it, where anybody may fetch it",
        mend: "move it out of \(site.published), and change usher.conf")
    }
  }

  /// What was copied there by mistake; links' folders hold nothing but their pages.
  private func contents() -> [Finding] {
    let names = (try? files.contentsOfDirectory(atPath: site.published)) ?? []
    var found = names.filter(isPrivate)
    for folder in names where folder != "I" && folder != ".git" {
      let below = (try? files.contentsOfDirectory(atPath: "\(site.published)/\(folder)")) ?? []
      found += below.filter(isPrivate).map { "\(folder)/\($0)" }
    }
    return found.sorted().map { name in
      .fault(
        "document root", "\(site.published)/\(name) is for nobody else's eyes",
        mend: "remove it from there")
    }
  }

  private func isPrivate(_ name: String) -> Bool {
    [".git", "usher.conf", "SHA256SUMS"].contains(name)
      || [".db", ".key", ".sqlite", ".sql", ".gate"].contains { name.hasSuffix($0) }
      || name.contains(".db.before-")
  }

  private func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }
}
