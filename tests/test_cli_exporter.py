"""``exporter``: readings of QDash for Prometheus, and the server that is scraped."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote, urlsplit
from urllib.request import urlopen

import pytest
from command import Command
from fault_server import HANG, Step
from matrix.real_servers import environment_of, free_port, program
from matrix.real_servers import running as serving
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as prometheus_text
from small_lab import CHIP, DOCUMENTS, SmallLab, run, small_lab
from terminal import COMMAND, ROOT

from qdash.client import QDashClient, QDashConfig
from qdash.client.cli.failures import UsageError
from qdash.client.cli.prometheus import scrapes
from qdash.client.cli.prometheus.exporter import Readings
from qdash.client.cli.prometheus.scrapes import ScrapeServer, address_of

__all__ = ["run", "small_lab"]

READING = ["/metrics/config", "/chips", "/metrics/chips/Q4/metrics"]


def values(text: str) -> dict[str, float]:
    """Return the samples of an exposition, which both formats must read alike."""
    found = [
        {
            f"{sample.name}{json.dumps(sample.labels) if sample.labels else ''}": sample.value
            for family in parse(text)
            for sample in family.samples
        }
        for parse in (open_metrics, prometheus_text)
    ]
    assert found[0] == found[1]
    return found[0]


# --- readings ---------------------------------------------------------------------------------------------------------


class Taken:
    """Readings of the small lab, and what they have written about themselves."""

    def __init__(self, lab: SmallLab, chips: Sequence[str], **options: Any) -> None:
        self.notes: list[str] = []
        config = QDashConfig(base_url=lab.server.url, api_token="token-of-the-tests", retry={"max_attempts": 1})
        self.client = QDashClient(config)
        self.readings = Readings(self.client, chips, note=self.notes.append, **options)

    def read(self) -> dict[str, float]:
        self.readings.read()
        return self.values()

    def values(self) -> dict[str, float]:
        return values("\n".join(self.readings.lines()) + "\n")


@pytest.fixture
def take(small_lab: SmallLab) -> Iterator[Callable[..., Taken]]:
    with ExitStack() as stack:

        def take(*chips: str, **options: Any) -> Taken:
            taken = Taken(small_lab, chips, **options)
            stack.callback(taken.client.close)
            return taken

        yield take


def test_before_the_first_reading_there_is_no_state(take: Callable[..., Taken]) -> None:
    found = take().values()
    assert [name.partition("{")[0] for name in found] == ["qdash_exporter_info", "qdash_reading_failures"]


def test_a_reading(small_lab: SmallLab, take: Callable[..., Taken]) -> None:
    taken = take()
    found = taken.read()
    assert small_lab.paths == READING
    assert found["qdash_up"] == 1
    assert found["qdash_reading_failures"] == 0
    assert found['qdash_reading_age_seconds{"chip_id": "Q4"}'] >= 0
    assert found["qdash_reading_duration_seconds"] > 0
    assert found['qdash_qubit_t1_seconds{"chip_id": "Q4", "qid": "10"}'] == 4.471e-05
    assert found['qdash_coupling_zx90_gate_fidelity_ratio{"chip_id": "Q4", "coupling_id": "0-1"}'] == 0.91
    assert found['qdash_metric_misses{"chip_id": "Q4", "entity_type": "qubit", "metric": "t1"}'] == 1
    assert not [name for name in found if name.startswith("qdash_qubit_qubit_frequency_threshold")]
    assert taken.notes == []


@pytest.mark.parametrize("path", READING)
def test_what_cannot_be_read_keeps_its_values(small_lab: SmallLab, take: Callable[..., Taken], path: str) -> None:
    taken = take()
    before = taken.read()
    good = small_lab.documents[path]
    for failures in (1, 2):
        small_lab.documents[path] = 503
        found = taken.read()
        assert (found["qdash_up"], found["qdash_reading_failures"]) == (0, failures)
        assert found.keys() == before.keys()
        assert (
            found['qdash_reading_age_seconds{"chip_id": "Q4"}'] > before['qdash_reading_age_seconds{"chip_id": "Q4"}']
        )
        assert len(taken.notes) == 1, "a failure that lasts is told once"
    assert taken.notes[0].startswith(f"qdash-client: the reading failed: 503 GET {path}")
    small_lab.documents[path] = good
    found = taken.read()
    assert (found["qdash_up"], found["qdash_reading_failures"]) == (1, 2)
    assert taken.notes[1:] == ["qdash-client: QDash answers again"]


def test_of_several_chips_one_may_fail(small_lab: SmallLab, take: Callable[..., Taken]) -> None:
    other = {**DOCUMENTS["/metrics/chips/Q4/metrics"], "chip_id": "Q5"}
    small_lab.documents["/metrics/chips/Q5/metrics"] = other
    taken = take("Q4", "Q5", "Q4")
    found = taken.read()
    assert small_lab.paths == ["/metrics/config", "/metrics/chips/Q4/metrics", "/metrics/chips/Q5/metrics"]
    assert found['qdash_qubit_t1_seconds{"chip_id": "Q5", "qid": "10"}'] == 4.471e-05
    small_lab.documents["/metrics/chips/Q4/metrics"] = 404
    found = taken.read()
    assert found["qdash_up"] == 0
    ages = [found[f'qdash_reading_age_seconds{{"chip_id": "{chip}"}}'] for chip in ("Q4", "Q5")]
    assert ages[0] > ages[1]


def test_the_default_chip_may_change(small_lab: SmallLab, take: Callable[..., Taken]) -> None:
    taken = take()
    taken.read()
    newer = {**CHIP, "chip_id": "Q5", "installed_at": "2026-11-20T00:00:00"}
    small_lab.documents["/chips"] = {"chips": [CHIP, newer], "total": 2}
    small_lab.documents["/metrics/chips/Q5/metrics"] = {**DOCUMENTS["/metrics/chips/Q4/metrics"], "chip_id": "Q5"}
    found = taken.read()
    assert 'qdash_reading_age_seconds{"chip_id": "Q5"}' in found
    assert not [name for name in found if '"Q4"' in name]


def test_a_window(small_lab: SmallLab, take: Callable[..., Taken]) -> None:
    take(window=7200.0).read()
    assert parse_qs(small_lab.server.requests[-1].query)["within_hours"] == ["2"]


def test_an_answer_that_is_none_is_a_failed_reading(small_lab: SmallLab, take: Callable[..., Taken]) -> None:
    small_lab.documents["/metrics/config"] = [1]
    taken = take()
    assert taken.read()["qdash_up"] == 0
    assert taken.notes


# --- the server -------------------------------------------------------------------------------------------------------


@contextmanager
def scraped(host: str = "127.0.0.1", lines: Sequence[str] = ("a 1", "# EOF")) -> Iterator[ScrapeServer]:
    notes: list[str] = []
    with ScrapeServer((host, 0), lambda: lines, notes.append) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
    assert notes == []


def ask(server: ScrapeServer, method: str = "GET", path: str = "/metrics", **headers: str) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(server.server_name, server.server_port, timeout=60)
    with closing(connection):
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        content_type = response.getheader("Content-Type") or ""
        assert response.getheader("Connection") == "close"
        return response.status, content_type, response.read().decode()


TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPEN = "application/openmetrics-text; version=1.0.0; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", TEXT),
        ("*/*", TEXT),
        ("text/plain", TEXT),
        ("text/plain;version=0.0.4;q=1,*/*;q=0.1", TEXT),
        ("application/openmetrics-text", OPEN),
        ("application/openmetrics-text; version=1.0.0; charset=utf-8", OPEN),
        ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
         "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", OPEN),
        ("application/openmetrics-text;version=1.0.0;q=0.2, text/plain;version=0.0.4;q=0.5", TEXT),
        ("application/openmetrics-text;q=0", TEXT),
        ("application/openmetrics-text;q=much", TEXT),
        ("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,"
         "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5", OPEN),
    ],
)  # fmt: skip
def test_the_content_type_is_the_preferred_one(accept: str, content_type: str) -> None:
    with scraped() as server:
        assert ask(server, Accept=accept) == (200, content_type, "a 1\n# EOF\n")


@pytest.mark.parametrize(
    ("method", "path", "status", "text"),
    [
        ("GET", "/metrics?name=t1", 200, "a 1\n# EOF\n"),
        ("HEAD", "/metrics", 200, ""),
        ("GET", "/", 200, "The metrics are at /metrics.\n"),
        ("GET", "/metrics/", 404, "There is only /metrics.\n"),
        ("GET", "/chips", 404, "There is only /metrics.\n"),
        ("HEAD", "/chips", 404, ""),
        ("POST", "/metrics", 405, "There are only GET and HEAD.\n"),
        ("DELETE", "/", 405, "There are only GET and HEAD.\n"),
        ("M-SEARCH", "/metrics", 405, "There are only GET and HEAD.\n"),
    ],
)
def test_paths_and_methods(method: str, path: str, status: int, text: str) -> None:
    with scraped() as server:
        found, content_type, body = ask(server, method, path)
    assert (found, body) == (status, text)
    assert content_type.startswith("text/plain")


@pytest.mark.parametrize(
    "request_text", ["rubbish\r\n\r\n", "GET /metrics HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n"]
)
def test_what_is_no_request_is_refused(request_text: str) -> None:
    with scraped() as server:
        with socket.create_connection((server.server_name, server.server_port), 60) as connection:
            connection.sendall(request_text.encode("latin-1"))
            assert connection.recv(1000)
        assert ask(server)[0] == 200


def test_ipv6() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("there is no IPv6 here")
    with scraped("::1") as server:
        assert server.url == f"http://[::1]:{server.server_port}/metrics"
        assert urlopen(server.url, timeout=60).read() == b"a 1\n# EOF\n"


def test_all_interfaces() -> None:
    with scraped("") as server:
        for host in ("127.0.0.1", "localhost"):
            assert urlopen(f"http://{host}:{server.server_port}/metrics", timeout=60).read() == b"a 1\n# EOF\n"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:9188", ("127.0.0.1", 9188)),
        (":0", ("", 0)),
        ("[::1]:80", ("::1", 80)),
        ("lab.example:65535", ("lab.example", 65535)),
    ],
)
def test_an_address(text: str, address: tuple[str, int]) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize("text", ["", "9188", "localhost", "::1:9188", "a:b", "a:65536", "a:-1", "a:٣", "a:"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match=r"--listen .*: write HOST:PORT"):
        address_of(text)


def test_an_address_that_cannot_be_used() -> None:
    with (
        scraped() as server,
        pytest.raises(OSError, match=r"^cannot listen on 127\.0\.0\.1, port \d+: Address already"),
    ):
        ScrapeServer(("127.0.0.1", server.server_port), lambda: (), print)
    for host in ("no-such-host.invalid", "x" * 70, "é" * 70):
        with pytest.raises(OSError, match=f"^cannot listen on {host}, port 0: "):
            ScrapeServer((host, 0), lambda: (), print)


def wait_for_threads(number: int) -> None:
    deadline = time.monotonic() + 60
    while threading.active_count() != number:
        assert time.monotonic() < deadline, threading.enumerate()
        time.sleep(0.01)


def test_a_connection_that_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with scraped() as server:
        before = threading.active_count()
        where = (server.server_name, server.server_port)
        with socket.create_connection(where, 60) as silent, socket.create_connection(where, 60) as slow:
            slow.sendall(b"GET /metrics HTTP/1.1\r\nAccept: ")
            wait_for_threads(before + 2)
            monkeypatch.setattr(scrapes, "_LONGEST_SEC", 0.0)
            for connection in (silent, slow):
                with suppress(ConnectionError):
                    assert connection.recv(1) == b""
            wait_for_threads(before)


def test_a_reader_that_takes_too_long_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    with scraped(lines=["x" * 1000] * 50_000) as server:
        before = threading.active_count()
        with socket.create_connection((server.server_name, server.server_port), 60) as slow:
            slow.sendall(b"GET /metrics HTTP/1.1\r\n\r\n")
            assert slow.recv(1) == b"H"
            monkeypatch.setattr(scrapes, "_LONGEST_SEC", 0.0)
            wait_for_threads(before)


def test_half_open_connections_keep_nobody_out() -> None:
    with scraped() as server, ExitStack() as stack:
        for _ in range(3 * scrapes._MOST_CONNECTIONS):
            where = (server.server_name, server.server_port)
            stack.enter_context(socket.create_connection(where, 60)).sendall(b"GET /metrics HTT")
        assert ask(server)[0] == 200
        assert threading.active_count() < 2 * scrapes._MOST_CONNECTIONS


# --- the command ------------------------------------------------------------------------------------------------------


class Exporter:
    """The command in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stderr is not None
        self.first_line = process.stderr.readline()
        assert self.first_line.startswith("serving http://"), self.first_line + process.stderr.read()
        self.url = self.first_line.split()[1].rstrip(",")

    def scrape(self) -> dict[str, float]:
        with urlopen(self.url, timeout=60) as response:
            return values(response.read().decode())

    def wait_for(self, name: str, value: float) -> dict[str, float]:
        """Scrape until a gauge has a value."""
        deadline = time.monotonic() + 60
        while (found := self.scrape()).get(name) != value:
            assert time.monotonic() < deadline, found
            time.sleep(0.01)
        return found

    def end(self, number: int) -> tuple[int, str, str]:
        self.process.send_signal(number)
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        # Not `communicate`: it does not know what has been read ahead with the first line.
        out, err = self.process.stdout.read(), self.process.stderr.read()
        return self.process.wait(60), out, err


@contextmanager
def exporter(lab: SmallLab, *words: str, **environment: str) -> Iterator[Exporter]:
    with subprocess.Popen(
        [*COMMAND, "exporter", "--listen", "127.0.0.1:0", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **lab.environment, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        try:
            yield Exporter(process)
        finally:
            process.kill()


def test_qdash_is_asked_once_an_interval_however_many_scrapes_come(small_lab: SmallLab) -> None:
    with exporter(small_lab, "--every", "1h") as running:
        assert running.first_line.endswith(", with a reading of QDash every 3600 s; Ctrl-C ends it\n")
        running.wait_for("qdash_up", 1)
        with ThreadPoolExecutor(16) as pool:
            assert all(found["qdash_up"] == 1 for found in pool.map(lambda _: running.scrape(), range(100)))
        assert running.end(signal.SIGTERM) == (0, "", "")
    assert small_lab.paths == READING


def test_qdash_is_asked_once_an_interval_while_it_is_down(small_lab: SmallLab) -> None:
    small_lab.documents["/metrics/config"] = 503
    with exporter(small_lab, "--every", "1h") as running:
        running.wait_for("qdash_up", 0)
        for _ in range(20):
            assert running.scrape()["qdash_reading_failures"] == 1
        code, out, err = running.end(signal.SIGINT)
    assert (code, out) == (0, "")
    assert err.startswith("qdash-client: the reading failed: 503 GET /metrics/config: refused")
    assert small_lab.paths == ["/metrics/config"]


def test_the_next_interval_has_the_next_reading(small_lab: SmallLab) -> None:
    small_lab.documents["/metrics/config"] = 503
    with exporter(small_lab, "--every", "1") as running:
        running.wait_for("qdash_up", 0)
        small_lab.documents["/metrics/config"] = DOCUMENTS["/metrics/config"]
        running.wait_for("qdash_up", 1)
        code, _, err = running.end(signal.SIGTERM)
    assert code == 0
    assert [line.partition(":")[0] for line in err.splitlines()] == ["qdash-client", "qdash-client"]
    assert err.endswith("QDash answers again\n")


def test_readings_go_on_when_nobody_reads_the_messages(small_lab: SmallLab) -> None:
    small_lab.documents["/metrics/config"] = 503
    with exporter(small_lab, "--every", "1") as running:
        assert running.process.stderr is not None
        running.process.stderr.close()
        running.wait_for("qdash_reading_failures", 2)
        small_lab.documents["/metrics/config"] = DOCUMENTS["/metrics/config"]
        running.wait_for("qdash_up", 1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("step", [HANG, Step(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{", then="hang")])
def test_a_qdash_that_hangs_blocks_neither_scrapes_nor_the_end(
    small_lab: SmallLab, step: Step, number: signal.Signals
) -> None:
    small_lab.documents["/metrics/config"] = step
    with exporter(small_lab, "--every", "1") as running, ExitStack() as stack:
        url = urlsplit(running.url)
        for _ in range(8):
            half_open = stack.enter_context(socket.create_connection((url.hostname, url.port), 60))
            half_open.sendall(b"GET /met")
        small_lab.server.wait_for_request()
        for _ in range(5):
            assert "qdash_up" not in running.scrape()
        assert running.end(number) == (0, "", "")
    assert small_lab.paths == ["/metrics/config"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--listen", "9188"), 2, "--listen '9188': write HOST:PORT"),
        (("--every", "0.5"), 2, "argument --every: '0.5' is not from one second to one day"),
        (("--every", "2d"), 2, "argument --every: '2d' is not from one second to one day"),
        (("--every", "never"), 2, "argument --every: 'never' is not a duration"),
        (("--limit", "3"), 2, "--limit does not go with exporter"),
        (("-o", "json"), 2, "-o json: exporter can write openmetrics"),
        (("--listen", "no-such-host.invalid:1"), 1, "cannot listen on no-such-host.invalid, port 1: "),
    ],
)
def test_usage(small_lab: SmallLab, run: Command, words: tuple[str, ...], code: int, message: str) -> None:
    found, out, err = run("exporter", *words)
    assert (found, out) == (code, "")
    assert message in err
    assert small_lab.paths == []


def test_a_port_that_is_taken(small_lab: SmallLab, run: Command) -> None:
    with scraped() as server:
        code, out, err = run("exporter", "--listen", f"127.0.0.1:{server.server_port}")
    message = f"qdash-client: cannot listen on 127.0.0.1, port {server.server_port}: Address already in use\n"
    assert (code, out, err) == (1, "", message)


def test_settings_that_are_missing_are_an_error_at_once(run: Command, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("QDASH_CONFIG", str(tmp_path / "none.ini"))
    assert run("exporter")[0] == 3


# --- the programs that read it ----------------------------------------------------------------------------------------


@pytest.mark.long
def test_promtool_finds_nothing_to_complain_about(small_lab: SmallLab) -> None:
    promtool = program("promtool")
    with exporter(small_lab) as running:
        running.wait_for("qdash_up", 1)
        text = urlopen(running.url, timeout=60).read()
    check = [promtool, "check", "metrics"]
    process = subprocess.run(check, input=text, capture_output=True, env=environment_of(promtool), timeout=60)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"")


@pytest.mark.long
def test_promtool_accepts_the_alerts_of_the_documentation(tmp_path: Path) -> None:
    promtool = program("promtool")
    page = (ROOT / "qdash/client/docs/command-line.md").read_text("utf-8")
    (rules,) = re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    (tmp_path / "rules.yml").write_text(rules)
    check = [promtool, "check", "rules", str(tmp_path / "rules.yml")]
    process = subprocess.run(check, capture_output=True, encoding="utf-8", env=environment_of(promtool), timeout=60)
    assert (process.returncode, process.stderr) == (0, "")
    assert "SUCCESS: 2 rules found" in process.stdout


def answer(url: str) -> Any:
    """Return what Prometheus answers, as soon as it is ready."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(url, timeout=60) as response:
                return json.load(response)
        except HTTPError as error:
            error.close()
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.long
def test_prometheus_scrapes_it(small_lab: SmallLab, tmp_path: Path) -> None:
    prometheus = program("prometheus")
    port = free_port()
    with exporter(small_lab, "--every", "1") as running:
        running.wait_for("qdash_up", 1)
        settings = {
            "global": {"scrape_interval": "100ms", "scrape_timeout": "100ms"},
            "scrape_configs": [
                {"job_name": "qdash", "static_configs": [{"targets": [urlsplit(running.url).netloc]}]},
            ],
        }
        (tmp_path / "prometheus.yml").write_text(json.dumps(settings))  # JSON is YAML
        command = [
            prometheus,
            f"--config.file={tmp_path / 'prometheus.yml'}",
            f"--storage.tsdb.path={tmp_path / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ]
        with serving(port, *command, log=tmp_path / "log"):

            def query(expression: str) -> list[tuple[dict[str, str], float]]:
                found = answer(f"http://127.0.0.1:{port}/api/v1/query?query={quote(expression)}")["data"]["result"]
                return [(each["metric"], float(each["value"][1])) for each in found]

            def wait_for(expression: str) -> list[tuple[dict[str, str], float]]:
                deadline = time.monotonic() + 60
                while not (found := query(expression)):
                    assert time.monotonic() < deadline, (tmp_path / "log").read_text()
                    time.sleep(0.05)
                return found

            wait_for("qdash_up == 1")
            ((labels, value),) = query("qdash_qubit_t1_seconds < scalar(qdash_qubit_t1_threshold_seconds)")
            assert (labels["chip_id"], labels["qid"], value) == ("Q4", "10", 4.471e-05)
            (target,) = answer(f"http://127.0.0.1:{port}/api/v1/targets")["data"]["activeTargets"]
            assert (target["health"], target["lastError"]) == ("up", "")
            metadata = answer(f"http://127.0.0.1:{port}/api/v1/metadata")["data"]
            (about,) = metadata["qdash_qubit_t1_seconds"]
            assert (about["type"], about["help"]) == ("gauge", "T1 of qubits: How long an excitation lives")
            small_lab.documents["/metrics/config"] = 503
            wait_for("qdash_up == 0")
            assert query("up") == [({"__name__": "up", "instance": labels["instance"], "job": "qdash"}, 1.0)]
            assert query("qdash_qubit_t1_seconds{qid='10'}")


@pytest.mark.long
def test_the_textfile_collector_reads_what_metrics_writes(small_lab: SmallLab, run: Command, tmp_path: Path) -> None:
    node_exporter = program("prometheus-node-exporter")
    assert run("metrics", "--to", str(tmp_path / "qdash.prom"))[0] == 0
    port = free_port()
    command = [
        node_exporter,
        f"--web.listen-address=127.0.0.1:{port}",
        "--collector.disable-defaults",
        "--collector.textfile",
        f"--collector.textfile.directory={tmp_path}",
    ]
    with serving(port, *command, log=tmp_path / "log"):
        text = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60).read().decode()
    found = {
        f"{sample.name} {sample.labels.get('qid', '')}".strip(): sample.value
        for family in prometheus_text(text)
        for sample in family.samples
    }
    assert found["node_textfile_scrape_error"] == 0
    assert found["qdash_qubit_t1_seconds 10"] == 4.471e-05
    assert found["qdash_qubit_anharmonicity_hertz 2"] == -320e6
