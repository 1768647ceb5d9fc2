// This machine as a Debian that nobody has set anything up on: its own /etc, /run, /srv and ports, in namespaces
// of root's. What is typed there is what somebody types who follows the words of `usher hosting`.

import Foundation

final class DebianHost {
  static let name = "join.acme.test"
  static let site = "/srv/join"
  static let base = "https://\(name)"

  /// Not for everybody, nor in every container.
  static let isPossible =
    geteuid() == 0
    && (try? Shell.run(["unshare", "--mount", "--net", "--pid", "--fork", "true"], asRoot: true)
      .exit)
      == 0

  private let folder = NSTemporaryDirectory() + "usher-host-\(UUID().uuidString)"
  private let process: Process

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// With Usher installed, and a certificate that the host's own programs trust.
  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let live = "/etc/letsencrypt/live/\(Self.name)"
    // Whatever is mounted is mounted in there, before anything else comes in.
    let setUp = """
      exec >\(folder)/log 2>&1
      ip link set lo up
      for kept in /etc /var/lib/apache2; do
        mkdir -p \(folder)$kept; cp -a $kept/. \(folder)$kept; mount --bind \(folder)$kept $kept
      done
      mkdir \(folder)/srv; mount --bind \(folder)/srv /srv
      for empty in /run /mnt /var/log; do mount -t tmpfs -o mode=755 none $empty; done
      mkdir -m 1777 /run/lock
      mkdir /var/log/apache2 /var/log/nginx
      install -d -o www-data -g www-data /var/log/lighttpd
      # What the package apache2-suexec-custom does where it is alone.
      ln -sfn /usr/lib/apache2/suexec-custom /etc/alternatives/suexec
      echo '127.0.0.1 localhost \(Self.name)' >/etc/hosts
      mkdir -p \(live)
      openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=\(Self.name) \
        -addext subjectAltName=DNS:\(Self.name) -keyout \(live)/privkey.pem -out \(live)/fullchain.pem
      cat \(live)/fullchain.pem >>/etc/ssl/certs/ca-certificates.crt
      # Nobody has made the user yet.
      sed -i /^usher:/d /etc/passwd /etc/shadow /etc/group /etc/gshadow
      \(HostedSite.repository)/packaging/install "" /mnt
      touch \(folder)/ready
      exec sleep infinity
      """
    process = Shell.process(
      [
        "unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc",
        "bash", "-ec", setUp,
      ], asRoot: true)
    try Shell.start(process)
    let ready = folder + "/ready"
    guard
      Shell.wait(until: { FileManager.default.fileExists(atPath: ready) || !process.isRunning }),
      process.isRunning
    else {
      let log = FileManager.default.contents(atPath: folder + "/log") ?? Data()
      throw Failed(description: String(decoding: log, as: UTF8.self))
    }
  }

  deinit {
    // Whatever runs in there ends with it.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  func run(_ commands: String) throws -> Ran {
    let place = "/proc/\(process.processIdentifier)/ns"
    // A server that goes on takes along whatever was open, by which the test would think that this has not ended.
    let alone = """
      (
        for open in /proc/$BASHPID/fd/*; do
          open=${open##*/}
          [ "$open" -le 2 ] || eval "exec $open>&-"
        done
        exec bash -ec "$1"
      )
      exit $?
      """
    return try Shell.run(
      [
        "nsenter", "--mount=\(place)/mnt", "--net=\(place)/net",
        "--pid=\(place)/pid_for_children", "/usr/bin/env",
        "PATH=/mnt/bin:/usr/bin:/bin:/usr/sbin:/sbin", "bash", "-c", alone, "sh", commands,
      ], in: "/", asRoot: true)
  }

  @discardableResult
  func must(_ commands: String) throws -> String {
    let ran = try run(commands)
    guard ran.exit == 0 else { throw Failed(description: "\(commands)\n\(ran)") }
    return ran.output
  }

  /// Follows the words at the top of what is printed, except for what needs the network or systemd.
  func follow(_ recipe: String, savedAs file: String) throws {
    try must("cat >\(file) <<'END'\n\(recipe)\nEND")
    let typed = recipe.split(separator: "\n").filter { $0.hasPrefix("#   ") }.map {
      $0.dropFirst(4)
    }
    let elsewhere = ["apt ", "certbot ", "systemctl ", "  systemctl "]
    let commands = typed.filter { line in !elsewhere.contains { line.hasPrefix($0) } }
    try must(
      "{\n\(commands.joined(separator: "\n"))\n} </dev/null >/var/log/typed 2>&1 || { cat /var/log/typed; exit 1; }"
    )
  }

  /// Status, headers and body.
  func ask(_ address: String, _ form: [String: String] = [:]) throws -> HostedSite.Answer {
    let fields = form.map { "--data-urlencode '\($0)=\($1)' " }.sorted().joined()
    let origin = form.isEmpty ? "" : "--header 'Origin: \(Self.base)' "
    let text = try must(
      "curl --silent --show-error --include --path-as-is --globoff --max-time 30 \(origin)\(fields)'\(address)'"
    )
    let cut = text.range(of: "\r\n\r\n") ?? text.endIndex..<text.endIndex
    let head = String(text[..<cut.lowerBound])
    let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
    return HostedSite.Answer(status: status, head: head, body: String(text[cut.upperBound...]))
  }
}
