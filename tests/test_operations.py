"""What operators rely on: health, metrics, logs, a graceful stop, one sentence for no start."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from app import create_app
from service.logs import set_up_logs
from service.settings import Settings
from tests.serving import COMMAND, SECONDS_TO_STOP, free_port, serving

LINE = {"request_id", "method", "path", "status", "ms", "user_id", "event", "level", "timestamp"}


def ask(url, **headers):
    """The status, the headers and the body of an answer."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers, refusal.read()


def log_lines(server):
    """What the server logged, when it has stopped."""
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(SECONDS_TO_STOP) == 0
    return [json.loads(line) for line in server.log.read_text().splitlines()]


def test_it_is_well_and_ready(desk):
    assert desk.stranger.get("/healthz").get_json() == {"status": "ok"}
    assert desk.stranger.get("/readyz").get_json()["status"] == "ok"


def test_on_a_database_that_is_not_migrated_it_is_well_but_not_ready(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/empty.db"))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    app.extensions["database"].engine.dispose()
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.get_json()["code"] == "unavailable"
    assert "migrate" in answer.get_json()["detail"]


def test_without_its_database_it_is_well_but_not_ready():
    url = f"postgresql://desk:s3cret@127.0.0.1:{free_port()}/desk"
    app = create_app(Settings(database_url=url))
    client = app.test_client()
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    read = client.get("/api/v1/claims/1/verdict")
    assert (read.status_code, read.get_json()["code"]) == (503, "unavailable")
    assert read.headers["Retry-After"]
    assert "s3cret" not in answer.text + read.text


@pytest.mark.parametrize("backend", ["sqlite"])
def test_metrics_are_those_of_all_workers_together(app, database, tmp_path):
    url = database.engine.url.render_as_string(hide_password=False)
    with serving(url, tmp_path / "log", WORKERS="2") as server:
        count = 40
        before = counted(server)
        asking = [
            threading.Thread(target=ask, args=(f"{server.url}/readyz",)) for _ in range(count)
        ]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join()
        assert counted(server) - before == count
        assert counted(server) - before == count, "whichever worker answers"


def counted(server):
    body = ask(f"{server.url}/metrics")[2].decode()
    found = re.search(r'claimdesk_requests_total\{[^}]*route="/readyz"[^}]*\} (\S+)', body)
    return float(found[1]) if found else 0


def test_the_log_is_json_with_the_request_id_and_without_secrets(desk, live):
    secret = desk.annotator.key
    authorization = {"Authorization": f"Bearer {secret}"}
    status, headers, body = ask(
        f"{live.url}/api/v1/claims/999?api_key=hunter2&q=Zebrafinch", **authorization
    )
    assert status in (404, 422)
    problem = json.loads(body)
    assert problem["request_id"] == headers["X-Request-Id"]
    ask(f"{live.url}/healthz", **{"X-Request-Id": "from-the-proxy.7"})
    ask(f"{live.url}/healthz", **{"X-Request-Id": "no good id"})
    ask(f"{live.url}/api/v1/documents", Authorization="Bearer cdk_unknown")
    lines = [line for line in log_lines(live) if line["event"] == "request"]
    assert all(set(line) == LINE for line in lines)
    (line,) = [line for line in lines if line["request_id"] == problem["request_id"]]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/v1/claims/999", status)
    assert line["user_id"] == desk.annotator.viewer.id
    ids = {line["request_id"] for line in lines}
    assert "from-the-proxy.7" in ids
    assert "no good id" not in ids
    logged = live.log.read_text()
    for hidden in (secret, secret[4:], "cdk_", "Authorization", "Bearer", "hunter2", "Zebrafinch"):
        assert hidden not in logged


@pytest.mark.usefixtures("logs_as_before")
def test_a_line_of_the_log_is_written_whatever_stands_in_it(capsysbinary):
    set_up_logs("info")
    structlog.get_logger().info("broke", text="half \ud83d", number=2**70)
    written = json.loads(capsysbinary.readouterr().err)
    assert (written["text"], written["number"]) == ("half \ud83d", 2**70)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_a_request_that_runs_is_finished_before_the_stop(desk, database, live):
    """It waits for a lock that this test holds until the stop has begun."""
    port = int(live.url.rpartition(":")[2])
    answer = {}

    def add():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {desk.annotator.key}"}
        headers["Content-Type"] = "application/json"
        body = json.dumps({"text": "It was slow."})
        try:
            connection.request("POST", "/api/v1/documents", body, headers)
            answer["status"] = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            answer["error"] = error
        finally:
            connection.close()

    with database.transaction() as session:
        session.execute(sa.text("LOCK TABLE documents IN SHARE MODE"))
        thread = threading.Thread(target=add)
        thread.start()
        wait_until_it_waits(database)
        live.process.send_signal(signal.SIGTERM)
        wait_until_one_worker_left(live)
        assert live.process.poll() is None
    thread.join(60)
    assert answer == {"status": 201}
    assert live.process.wait(SECONDS_TO_STOP) == 0


def wait_until_it_waits(database):
    """Until somebody stands before the lock."""
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    pause = threading.Event()
    for _ in range(3000):
        with database.reading() as session:
            if session.scalar(waiting):
                return
        pause.wait(0.01)
    raise AssertionError("the request did not arrive")


def wait_until_one_worker_left(server):
    """Until the stop has begun: of the two workers the idle one is gone."""
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    pause = threading.Event()
    for _ in range(3000):
        if len(children.read_text().split()) == 1:
            return
        pause.wait(0.01)
    raise AssertionError("the idle worker is still there")


@pytest.mark.parametrize("signal_sent", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("backend", ["sqlite"])
def test_told_to_stop_it_ends_with_0_and_leaves_nothing(app, database, tmp_path, signal_sent):
    url = database.engine.url.render_as_string(hide_password=False)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with serving(url, tmp_path / "log", TMPDIR=str(temporary)) as server:
        assert list(temporary.iterdir())
        server.process.send_signal(signal_sent)
        assert server.process.wait(SECONDS_TO_STOP) == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "start"])
def test_a_port_that_is_taken_is_told_in_one_sentence(command, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = subprocess.run(
            [COMMAND, command],
            cwd=tmp_path,
            env=os.environ | {"PORT": str(port), "DATABASE_URL": "sqlite:///desk.db"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(rf"claimdesk: [^\n]*127\.0\.0\.1:{port}[^\n]*\.\n", result.stderr)
    assert not (tmp_path / "desk.db").exists()


def test_a_host_that_is_not_there_is_told_in_one_sentence(tmp_path):
    result = subprocess.run(
        [COMMAND, "serve", "--host", "192.0.2.1", "--port", str(free_port())],
        cwd=tmp_path,
        env=os.environ | {"DATABASE_URL": "sqlite:///desk.db"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
