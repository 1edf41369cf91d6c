"""A Dask cluster as an operator would start it: a scheduler and workers, each a process, over TLS.

Its certificates are made here, by an authority that lives as long as the test.
"""

import datetime as dt
import ipaddress
import json
import subprocess
import sys
import time
from contextlib import contextmanager

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows import clock
from tests.conftest import ROOT

LONGEST_START = 120
"""Seconds; a start takes three where nothing else runs."""


class Cluster:
    """The processes of a cluster."""

    def __init__(self, folder, certificates):
        self.folder, self.certificates = folder, certificates
        self.processes = []

    def start(self, program, *options):
        """Start one of Dask's programs and return its process."""
        files = ("--tls-ca-file", "ca.pem", "--tls-cert", "cert.pem", "--tls-key", "key.pem")
        tls = [self.certificates / word if word.endswith(".pem") else word for word in files]
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{program}", *tls, *options],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / f"{program}.log").open("a"),
        )
        self.processes.append(process)
        return process

    def start_scheduler(self):
        """Start the scheduler on a free port of this machine, and return its address."""
        told = self.folder / "scheduler.json"
        where = ("--host", "127.0.0.1", "--port", "0", "--protocol", "tls")
        self.start("scheduler", *where, "--scheduler-file", told, "--no-dashboard", "--no-jupyter")
        until(told.is_file)
        self.address = json.loads(told.read_text())["address"]
        return self.address

    def start_worker(self):
        """Start a worker that nobody starts again, and return its process."""
        scratch = ("--local-directory", self.folder / "scratch")
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        return self.start("worker", self.address, *alone, *scratch)

    def end(self):
        """End what was started here."""
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def cluster(folder, workers=2):
    """Yield a cluster of a scheduler and so many workers, its files in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Cluster(folder, make_certificates(folder / "certificates"))
    try:
        found.start_scheduler()
        for _ in range(workers):
            found.start_worker()
        yield found
    finally:
        found.end()


def until(there):
    """Return when *there* says so."""
    begun = time.monotonic()
    while not there():
        assert time.monotonic() - begun < LONGEST_START
        time.sleep(0.1)


def make_certificates(folder):
    """Write an authority, and one certificate of it for everybody, and return the folder."""
    folder.mkdir(parents=True)
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    by = _name("the test's own authority")
    signed = _certificate(by, by, authority.public_key()).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    for_all = _certificate(_name("worker"), by, own.public_key()).add_extension(here, False)
    (folder / "ca.pem").write_bytes(_pem(signed.sign(authority, hashes.SHA256())))
    (folder / "cert.pem").write_bytes(_pem(for_all.sign(authority, hashes.SHA256())))
    (folder / "key.pem").write_bytes(
        own.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


def _name(common):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject, issuer, key):
    begun = clock.now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begun - dt.timedelta(minutes=5))
        .not_valid_after(begun + dt.timedelta(days=1))
    )


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)
