# SPDX-License-Identifier: Apache-2.0
"""What benches of reading share: a demo cluster, mounts of it, the libfuse example that copies a
folder, curl over the same blocks, and rows of figures."""
import json
import os
import re
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

BIN = os.environ.get("ARV_BIN") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../../build/bin")
MIB = 1 << 20
BLOCK = 64 * MIB
median = statistics.median
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by way of all that cleans up


def row(what, ours, baseline="-", ratio="-", bar="-", aim="-"):
    if isinstance(ratio, float):
        ratio = f"{ratio:.2f}"
    print(f"{what:<50} {ours:>13} {baseline:>13} {ratio:>7}  {bar:<14} {aim}", flush=True)


def say(text):
    print(text, flush=True)


def rate(size, seconds):
    return f"{size / seconds / 1e6:.0f} MB/s"


def timed(*command):
    began = time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def read_whole(path):
    """Seconds that a program takes to read it, a MiB at a time."""
    return timed("dd", "if=" + path, "of=/dev/null", "bs=1M", "status=none")


def drop_pages(path):
    """The kernel forgets what it has of this one file."""
    descriptor = os.open(path, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def available_memory():
    with open("/proc/meminfo") as figures:
        return int(re.search(r"MemAvailable:\s+(\d+)", figures.read()).group(1)) * 1024


def blocks_that_fit(wanted, copies):
    """How many blocks may be measured where each takes memory so many times."""
    fitting = int(available_memory() * 0.8) // (copies * BLOCK)
    if fitting < wanted:
        say(f"  ({fitting} blocks instead of {wanted}: there is no memory for more)")
    return max(1, min(wanted, fitting))


class Process:
    """A program that runs until it is told to end, and ends with us whatever happens."""

    def __init__(self, command, **how):
        self.process = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command],
                                        stdin=subprocess.DEVNULL, **how)

    @property
    def pid(self):
        return self.process.pid

    def processor(self):
        """User and system seconds so far."""
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        """Resident memory at its most, in MiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Demo(Process):
    """A demo cluster without the sample world, and what curl needs to read from it."""

    def __init__(self, folder, *options):
        self.folder = folder
        self.socket_path = os.path.join(folder, "control")
        super().__init__([os.path.join(BIN, "arvados-drive-demo"), "--serve", "--empty", "--json",
                          "--control", self.socket_path, *options], stdout=subprocess.PIPE)
        self.facts = json.loads(self.process.stdout.readline() or b"{}")
        if not self.facts:
            raise SystemExit("the demo cluster did not start")
        self.environment = {key: str(self.facts[key]) for key in self.facts if key.isupper()}

    def keep_requests(self):
        """Blocks that were asked for since the last call."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(self.socket_path)
            control.sendall(b'{"requests":"forget"}\n')
            lines = json.loads(control.makefile().readline())["requests"]
        return [line for line in lines if re.match(r"\w+ /[0-9a-f]{32}", line)]

    def api(self, path):
        return json.loads(subprocess.check_output(
            ["curl", "-sSf", "--cacert", self.environment["SSL_CERT_FILE"], "-H",
             "Authorization: Bearer " + self.environment["ARVADOS_API_TOKEN"],
             f"https://{self.environment['ARVADOS_API_HOST']}/arvados/v1/{path}"]))

    def locators(self, collection):
        """Of the first stream of the collection of that name, signed."""
        for item in self.api("collections")["items"]:
            if item["name"] == collection:
                text = self.api("collections/" + item["uuid"])["manifest_text"]
                return re.findall(r"[0-9a-f]{32}\+[1-9]\S+", text.split("\n")[0])
        raise SystemExit(f"the demo cluster has no collection {collection}")

    def curl_of(self, locators, write_out=""):
        """A command that gets the blocks one after the other on one connection."""
        path = os.path.join(self.folder, "curl")
        with open(path, "w") as config:
            config.write('header = "Authorization: Bearer '
                         f'{self.environment["ARVADOS_API_TOKEN"]}"\n'
                         f'cacert = "{self.environment["SSL_CERT_FILE"]}"\n'
                         "silent\nshow-error\nfail\n")
            if write_out:
                config.write(f'write-out = "{write_out}\\n"\n')
            for locator in locators:
                config.write(f'url = "{self.facts["keep"][0]}{locator}"\noutput = "/dev/null"\n')
        return ["curl", "-K", path]


class Mount(Process):
    """The user's home, mounted by a process of its own with empty caches."""

    def __init__(self, demo, *options):
        self.folder = os.path.join(demo.folder, "m")
        os.makedirs(self.folder, exist_ok=True)
        caches = os.path.join(demo.folder, "cache")
        shutil.rmtree(caches, ignore_errors=True)
        self.log_path = os.path.join(demo.folder, "mount.log")
        environment = {**os.environ, **demo.environment, "HOME": demo.folder,
                       "XDG_CACHE_HOME": caches}
        for name in ("CONFIG", "STATE", "DATA"):
            environment[f"XDG_{name}_HOME"] = os.path.join(demo.folder, name.lower())
        more = shlex.split(os.environ.get("ARV_BENCH_MOUNT_OPTIONS", ""))
        with open(self.log_path, "w") as log:
            super().__init__([os.path.join(BIN, "arvados-drive"), "mount", "--foreground", "--home",
                              *options, *more, self.folder], stdout=log, stderr=log,
                             env=environment)
        while "is mounted at" not in self.log():
            if self.process.poll() is not None:
                raise SystemExit(self.log())
            time.sleep(0.02)

    def log(self):
        with open(self.log_path, errors="replace") as log:
            return log.read()

    def file(self, *names):
        """The path of a file whose name and attributes are known already: only bytes are cold."""
        path = os.path.join(self.folder, *names)
        os.stat(path)
        return path

    def stop(self):
        super().stop()
        subprocess.run(["fusermount3", "-u", "-z", self.folder], stderr=subprocess.DEVNULL,
                       check=False)

    @staticmethod
    def help():
        return subprocess.run([os.path.join(BIN, "arvados-drive"), "mount", "--help"],
                              stdout=subprocess.PIPE, text=True, check=True).stdout


class Passthrough(Process):
    """libfuse's example passthrough_hp over a folder. Its source comes from the distribution into
    the bench's own folder; ARV_BENCH_PASSTHROUGH_HP names a program that is there already."""

    def __init__(self, program, source, folder):
        os.makedirs(folder)
        self.folder = folder
        super().__init__([program, "--foreground", source, folder], stdout=subprocess.DEVNULL)
        while not os.path.ismount(folder):
            if self.process.poll() is not None:
                raise SystemExit("passthrough_hp did not start")
            time.sleep(0.02)

    def stop(self):
        subprocess.run(["fusermount3", "-u", self.folder], check=False)
        super().stop()

    @staticmethod
    def program(folder):
        """Its path; or none, and the reason is printed."""
        given = os.environ.get("ARV_BENCH_PASSTHROUGH_HP")
        if given:
            return given if os.access(given, os.X_OK) else say(f"  (no passthrough_hp at {given})")
        try:
            return Passthrough.build(os.path.join(folder, "fuse3"))
        except (subprocess.CalledProcessError, OSError) as problem:
            detail = (getattr(problem, "stderr", None) or str(problem)).strip().split("\n")[-1]
            return say(f"  (passthrough_hp cannot be had: {detail})")

    @staticmethod
    def build(folder):
        for name in ("lists/partial", "archives/partial"):
            os.makedirs(os.path.join(folder, name))
        with open(os.path.join(folder, "sources.list"), "w") as sources:
            sources.write("deb-src http://deb.debian.org/debian bookworm main\n")
        apt = ["apt-get", "-q", "-o", f"Dir::Etc::sourcelist={folder}/sources.list", "-o",
               "Dir::Etc::sourceparts=-", "-o", f"Dir::State::lists={folder}/lists", "-o",
               f"Dir::Cache::archives={folder}/archives", "-o", "APT::Update::Error-Mode=any"]

        def run(*command):
            return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.PIPE, check=True).stdout

        run(*apt, "update")
        run(*apt, "--download-only", "source", "fuse3")
        archive = next(name for name in os.listdir(folder) if name.endswith(".orig.tar.xz"))
        run("tar", "--strip-components=2", "--wildcards", "-xf", archive, "*/example/*.cc",
            "*/example/*.hpp")
        flags = run("pkg-config", "fuse3", "--cflags", "--libs").split()
        run("g++", "-std=c++17", "-O2", "-w", "passthrough_hp.cc", *flags, "-o", "passthrough_hp")
        return os.path.join(folder, "passthrough_hp")
