"""The server as people start it."""

import os
import signal
import subprocess
import sys
import urllib.request

from tests.serving import free_port


def test_it_serves_what_was_published(desk, live):
    claim = desk.claim(visibility="public")
    desk.published(claim)
    with urllib.request.urlopen(f"{live.url}/api/v1/claims/{claim['id']}/verdict") as answer:
        assert answer.status == 200


SLOW_TO_BOOT = """
import sys, time
from service import server
from service.settings import read_settings

class SlowToBoot(server.Server):
    def load_config(self):
        super().load_config()
        ours = self.cfg.post_fork
        def post_fork(arbiter, worker):
            print("forked", flush=True)
            time.sleep(2)
            ours(arbiter, worker)
        self.cfg.set("post_fork", post_fork)

sys.argv = ["claimdesk"]
server.Server = SlowToBoot
server.serve(read_settings())
"""


def test_a_worker_told_to_stop_while_it_boots_stops(tmp_path):
    """Else a stop right after a start takes as long as the longest request may."""
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db", "PORT": str(free_port())}
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_TO_BOOT],
        env=os.environ | settings | {"HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout.readline() == b"forked\n"
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(15) == 0
        finally:
            process.kill()
