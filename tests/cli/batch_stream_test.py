"""/v1/batch over raw sockets: answers while the body still comes, a body that breaks off, clients that take nothing."""

import json
import pathlib
import re
import socket
import time
import unittest

from serve_test import Served

RULES = "rules/benchmark/transaction.yaml"
LINE = b'{"answers":{"size":"small"}}\n'


class Stream(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = Served(RULES)

    @classmethod
    def tearDownClass(cls):
        cls.served.__exit__()

    def open(self, length=None):
        client = socket.create_connection(("localhost", self.served.port), 20)
        framed = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
        client.sendall(f"POST /v1/batch HTTP/1.1\r\nHost: localhost:{self.served.port}\r\nContent-Type: application/jsonl\r\n{framed}\r\n\r\n".encode())
        self.addCleanup(client.close)
        return client

    def lines_until(self, client, count, seconds=10):
        """Reads until so many lines have come, or the connection ended."""
        client.settimeout(seconds)
        got = b""
        made = []
        while len(made) < count:
            piece = client.recv(65536)
            if not piece:
                break
            got += piece
            made = [json.loads(one) for one in re.findall(rb'(?m)^(\{"line".*)\n', got)]
        return made

    def test_a_line_is_answered_before_the_next_one_is_sent(self):
        client = self.open(100_000)
        for number in range(1, 4):
            client.sendall(LINE)
            self.assertEqual([one["line"] for one in self.lines_until(client, 1)], [number])
        chunked = self.open()
        chunked.sendall(b"%x\r\n" % len(LINE) + LINE + b"\r\n")
        self.assertEqual([one["line"] for one in self.lines_until(chunked, 1)], [1])

    def test_a_body_that_breaks_off_names_the_line_behind_those_that_were_answered(self):
        for rest in (b"", b'{"answers":{"si'):
            client = self.open(100_000)
            client.sendall(LINE * 3 + rest)
            client.shutdown(socket.SHUT_WR)
            made = self.lines_until(client, 5)
            self.assertEqual([one["line"] for one in made], [1, 2, 3, 4], rest)
            self.assertEqual([one.get("status") for one in made], [None, None, None, 400], rest)
            self.assertIn("broke off", made[3]["detail"])

    def test_clients_that_take_no_answers_hold_nobody_up_and_little_memory(self):
        def memory():
            status = pathlib.Path(f"/proc/{self.served.process.pid}/status").read_text(encoding="ascii")
            return int(re.search(r"VmRSS:\s+(\d+)", status).group(1))

        before = memory()
        clients = []
        for _ in range(16):
            client = self.open(1 << 20)
            client.settimeout(0.2)
            clients.append(client)
            try:
                client.sendall(b"\n" * 70_000)   # each blank line is answered by more than a hundred bytes
            except TimeoutError:
                pass
        begun = time.monotonic()
        with socket.create_connection(("localhost", self.served.port), 20) as other:
            other.sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{self.served.port}\r\nConnection: close\r\n\r\n".encode())
            self.assertTrue(other.recv(4096).startswith(b"HTTP/1.1 200"))
        self.assertLess(time.monotonic() - begun, 10)
        self.assertLess(memory() - before, 96 << 10, "KiB for 16 clients")   # a sanitizer keeps what was freed; without a bound it was ten times as much
        for client in clients:
            client.close()
        time.sleep(0.5)   # what those who went away sent is not worked off
        begun = time.monotonic()
        again = self.open(len(LINE))
        again.sendall(LINE)
        self.assertEqual([one["line"] for one in self.lines_until(again, 1)], [1])
        self.assertLess(time.monotonic() - begun, 10)


if __name__ == "__main__":
    unittest.main()
