"""The web servers of requests.py: nginx with FastCGI processes, Apache with mod_cgid, both in a temporary folder, on
free ports, as nobody where root starts them. Each contestant has a port of its own, and the same address there.
"""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

# Processes that answer, of each contestant.
WORKERS = 2
# Below the mount.
PATHS = {"apply": "/apply", "list": "/admin/applications", "auth": "/auth"}
MODULES = Path("/usr/lib/apache2/modules")


class Servers:
    def __init__(self, folder, contestants):
        self.folder = folder / "servers"
        self.folder.mkdir()
        (self.folder / "errors").touch()
        self.contestants = contestants
        self.processes = []
        for contestant in contestants:
            contestant.ports = {"nginx": free_port(), "Apache": free_port()}
            contestant.workers = []

    def __enter__(self):
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody:nogroup", self.folder.parent], check=True)
        try:
            for contestant in self.contestants:
                self.start_workers(contestant)
            self.start_nginx()
            self.start_apache()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            process.wait()

    def start(self, *command, **options):
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        with open(self.folder / "errors", "a") as errors:
            options = {"stdin": subprocess.DEVNULL, "stdout": errors, "stderr": errors} | options
            self.processes.append(subprocess.Popen(command, cwd=self.folder, **options))
        return self.processes[-1]

    def configure(self, name, text):
        file = self.folder / name
        file.write_text(text)
        return file

    def wait_for(self, answers, what):
        for _ in range(100):
            if answers():
                return
            time.sleep(0.1)
        sys.exit(f"{what} does not answer:\n{(self.folder / 'errors').read_text()}")

    # FastCGI

    def socket_file(self, program):
        return self.folder / f"{Path(program).name}.socket"

    def start_workers(self, contestant):
        if contestant.is_php:
            return self.start_fpm(contestant)
        for program in set(contestant.programs.values()):
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(self.socket_file(program)))
                os.chmod(self.socket_file(program), 0o666)
                listening.listen(128)
                for _ in range(WORKERS):
                    contestant.workers.append(self.start(program, stdin=listening, env={}).pid)

    def start_fpm(self, contestant):
        [fpm, *_] = sorted(Path("/usr/sbin").glob("php-fpm*"), reverse=True)
        file = self.socket_file(contestant.programs["apply"])
        # What was compiled is not looked at again: as it is set up where speed matters.
        configuration = self.configure("fpm.conf", textwrap.dedent(f"""
            [global]
            error_log = {self.folder}/fpm.log
            [site]
            listen = {file}
            pm = static
            pm.max_children = {WORKERS}
            php_admin_value[opcache.validate_timestamps] = 0
            """))
        process = self.start(fpm, "--nodaemonize", "--fpm-config", configuration)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        self.wait_for(lambda: file.exists() and len(children.read_text().split()) == WORKERS, "PHP-FPM")
        contestant.workers += [int(child) for child in children.read_text().split()]

    # The two servers

    def start_nginx(self):
        servers = "".join(self.nginx_server(contestant) for contestant in self.contestants)
        paths = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in [
            "client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        # A page fits into the buffers, so that none is written to a file on its way.
        configuration = self.configure("nginx.conf", f"""
            daemon off; worker_processes 1; pid {self.folder}/nginx.pid; error_log {self.folder}/errors;
            events {{ }}
            http {{
              access_log off; keepalive_requests 10000000; fastcgi_buffers 16 8k; {paths}
              {servers}
            }}
            """)
        self.start("nginx", "-e", f"{self.folder}/errors", "-c", configuration)
        self.wait_for_ports("nginx")

    def nginx_server(self, contestant):
        parameters = Path("/etc/nginx/fastcgi_params").read_text()
        locations = ""
        for work, program in contestant.programs.items():
            path = PATHS[work]
            # PHP-FPM has one socket for all its scripts.
            file = self.socket_file(contestant.programs["apply"] if contestant.is_php else program)
            # One that is given twice may count with its first value or its last.
            own = {
                "SCRIPT_NAME": "/usher", "PATH_INFO": path, "REMOTE_ADDR": "$http_x_address",
                "SCRIPT_FILENAME": program}
            kept = [line for line in parameters.splitlines() if line.startswith("fastcgi") and line.split()[1] not in own]
            values = "\n".join([*kept, *(f"fastcgi_param {name} {value};" for name, value in own.items())])
            locations += f"location = /usher{path} {{ {values}\nfastcgi_pass unix:{file}; }}\n"
        return f"server {{ listen 127.0.0.1:{contestant.ports['nginx']}; {locations} }}\n"

    def start_apache(self):
        modules = ["mpm_event", "authz_core", "alias", "actions", "cgid", "remoteip"]
        loads = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in modules)
        hosts = "".join(self.apache_host(contestant) for contestant in self.contestants)
        configuration = self.configure("apache.conf", f"""
            ServerRoot {self.folder}
            ServerName 127.0.0.1
            PidFile {self.folder}/apache.pid
            ErrorLog {self.folder}/errors
            DefaultRuntimeDir {self.folder}
            MaxKeepAliveRequests 0
            {loads}
            ScriptSock {self.folder}/cgid.socket
            RemoteIPHeader X-Address
            RemoteIPInternalProxy 127.0.0.1
            <Directory />
              Require all granted
              Options +ExecCGI
            </Directory>
            {hosts}
            """)
        self.start("/usr/sbin/apache2", "-D", "FOREGROUND", "-f", configuration)
        self.wait_for_ports("Apache")

    @staticmethod
    def apache_host(contestant):
        lines = [f"Listen 127.0.0.1:{contestant.ports['Apache']}", f"<VirtualHost *:{contestant.ports['Apache']}>"]
        for work, program in contestant.programs.items():
            path = PATHS[work]
            if contestant.is_php:
                lines.append(f"AliasMatch ^/usher{path}$ {program}")
            else:
                lines.append(f"ScriptAliasMatch ^/usher({path})$ {program}$1")
        if contestant.is_php:
            # As Debian's php-cgi package has it.
            lines += ["ScriptAlias /php-cgi /usr/bin/php-cgi", "Action application/x-php /php-cgi",
                      '<FilesMatch "\\.php$">', "SetHandler application/x-php", "</FilesMatch>"]
        return "\n".join([*lines, "</VirtualHost>", ""])

    def wait_for_ports(self, server):
        for contestant in self.contestants:
            self.wait_for(lambda: is_open(contestant.ports[server]), server)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
