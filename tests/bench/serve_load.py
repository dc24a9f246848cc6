#!/usr/bin/env python3
"""How `huiqi serve` bears load. Reports, judges nothing: the figures depend on the machine.

    tests/bench/serve_load.py build/release/huiqi [SECONDS]

Evaluations of the five incentives over keep-alive connections (rate, median, 99th percentile); a new request beside 10,000 idle
connections; slow clients; bodies that never end and answers that nobody takes, thousands of them; a body of 1 GB; what is no HTTP; the server's memory."""

import os
import pathlib
import random
import re
import resource
import selectors
import socket
import subprocess
import sys
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BODY = ('{"answers":{"size":"small","related_party":false,"contract_date":"2022-08-15","contract_amount":"1200000","paid_amount":"1200000.00",'
        '"recognition":"national","first_time":true,"loan_principal":"5000000","loan_rate":"4.35%/年","loan_start":"2022-01-10",'
        '"loan_end":"2022-12-20","repaid_on_time":true,"premium":"30000","insured":"execution","equipment_sales":"900000"}}').encode()


def connect(port):
    return socket.create_connection(("127.0.0.1", port), 60)


def request(port, path=b"/v1/evaluate", body=BODY):
    return (b"POST " + path + b" HTTP/1.1\r\nHost: localhost:" + str(port).encode() + b"\r\nContent-Type: application/json\r\nContent-Length: " +
            str(len(body)).encode() + b"\r\n\r\n" + body)


def whole(data):
    """The length of the first response in data, or 0 while it is not whole."""
    end = data.find(b"\r\n\r\n")
    found = re.search(rb"Content-Length: (\d+)", data[:end]) if end > 0 else None
    return end + 4 + int(found.group(1)) if found and len(data) >= end + 4 + int(found.group(1)) else 0


def cpu(process):
    """Seconds of processor that the server has used."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settled(port, process):
    """Waits until the server has let go of the connections before."""
    for _ in range(100):
        with connect(port) as client:
            client.sendall(f"GET /metrics HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
            data = b""
            while piece := client.recv(65536):
                data += piece
        if int(re.search(rb"huiqi_connections (\d+)", data).group(1)) <= 2:
            return
        time.sleep(0.1)


def memory(process):
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) // 1024


def throughput(port, process, seconds, connections=8):
    chooser = selectors.DefaultSelector()
    sent = request(port)
    times, state = [], {}
    for _ in range(connections):
        client = connect(port)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(sent)
        state[client] = [time.perf_counter(), b""]
        chooser.register(client, selectors.EVENT_READ)
    begun, used = time.perf_counter(), cpu(process)
    while (now := time.perf_counter()) < begun + seconds:
        for key, _ in chooser.select(1):
            client = key.fileobj
            one = state[client]
            one[1] += client.recv(65536)
            length = whole(one[1])
            if length:
                assert one[1].startswith(b"HTTP/1.1 200"), one[1][:200]
                now = time.perf_counter()
                times.append(now - one[0])
                client.sendall(sent)
                state[client] = [now, one[1][length:]]
    times.sort()
    print(f"{len(times) / (now - begun):.0f} evaluations a second over {connections} connections, median {times[len(times) // 2] * 1000:.2f} ms, "
          f"p99 {times[len(times) * 99 // 100] * 1000:.2f} ms; {len(times) / max(0.01, cpu(process) - used):.0f} a second of the server's processor")
    for client in state:
        client.close()


def one_request(port):
    begun = time.perf_counter()
    with connect(port) as client:
        client.sendall(request(port))
        data = b""
        while not whole(data):
            data += client.recv(65536)
        assert data.startswith(b"HTTP/1.1 200"), data[:100]
    return (time.perf_counter() - begun) * 1000


def idle(port, process, count=10_000):
    clients = []
    try:
        for _ in range(count):
            clients.append(connect(port))
    except OSError as error:
        print(f"only {len(clients)} connections: {error}")
    worst = max(one_request(port) for _ in range(20))
    print(f"{len(clients)} idle connections: a new request took at most {worst:.1f} ms of 20; the server has {memory(process)} MB")
    for client in clients:
        client.close()


def metric(port, name):
    with connect(port) as client:
        client.sendall(f"GET /metrics HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
        data = b""
        while piece := client.recv(65536):
            data += piece
    return int(re.search(rf"{name} (\d+)".encode(), data).group(1))


def unfinished(port, process, count=2000):
    """Clients that send a tenth of an announced body of 1 MB and then nothing; clients that send blank lines and read no answer."""
    clients = []
    head = b"POST /v1/%s HTTP/1.1\r\nHost: localhost:" + str(port).encode() + b"\r\nContent-Type: %s\r\nContent-Length: 1048576\r\n\r\n"
    for _ in range(count):
        client = connect(port)
        clients.append(client)
        try:
            client.sendall(head % (b"evaluate", b"application/json") + b" " * 100_000)
        except OSError:
            pass
    worst = max(one_request(port) for _ in range(20))
    print(f"{count} bodies of 1 MB of which a tenth came: {metric(port, 'huiqi_unfinished_bytes') >> 20} MB held beyond what each connection has, "
          f"{metric(port, 'huiqi_refused_total')} refused; a new request took at most {worst:.1f} ms of 20; the server has {memory(process)} MB")
    for client in clients:
        client.close()
    settled(port, process)
    clients = []
    for _ in range(100):
        client = connect(port)
        client.settimeout(0.2)
        clients.append(client)
        try:
            client.sendall(head % (b"batch", b"application/jsonl") + b"\n" * 1048576)
        except OSError:
            pass
    worst = max(one_request(port) for _ in range(20))
    print(f"100 bodies of blank lines whose answers nobody takes: {metric(port, 'huiqi_unfinished_bytes') >> 20} MB held; "
          f"a new request took at most {worst:.1f} ms of 20; the server has {memory(process)} MB")
    for client in clients:
        client.close()
    settled(port, process)


def hostile(port, process):
    slow = [connect(port) for _ in range(200)]
    for client in slow:
        client.sendall(b"POST /v1/evaluate HTTP/1.1\r\nHost: lo")
    print(f"200 slow clients: a new request took at most {max(one_request(port) for _ in range(20)):.1f} ms")
    for length in (b"Content-Length: 1000000000\r\n", b"Transfer-Encoding: chunked\r\n"):
        sent = 0
        with connect(port) as client:
            try:
                client.sendall(b"POST /v1/evaluate HTTP/1.1\r\nHost: localhost:" + str(port).encode() + b"\r\nContent-Type: application/json\r\n" + length + b"\r\n")
                piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
                while sent < 1_000_000_000:
                    client.sendall(piece)
                    sent += 65536
            except OSError:
                pass
        print(f"a body of 1 GB ({length.split(b':')[0].decode()}): ended after {sent // 1024} KB; the server has {memory(process)} MB")
    for client in slow:
        client.close()
    chance = random.Random(1)
    good = request(port)
    for _ in range(2000):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 8)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        with connect(port) as client:
            try:
                client.sendall(bytes(bad[:chance.randint(1, len(bad))]))
            except OSError:
                pass
    settled(port, process)
    print(f"2000 malformed requests: a new one took {one_request(port):.1f} ms; the server has {memory(process)} MB, alive: {process.poll() is None}")


def main():
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    process = subprocess.Popen([sys.argv[1], "serve", str(SOURCE / "rules/benchmark"), "--port", "0"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        port = int(re.search(r":(\d+)/", process.stdout.readline()).group(1))
        print(f"{os.cpu_count()} processors, shared with this client; the server has {memory(process)} MB")
        throughput(port, process, float(sys.argv[2]) if len(sys.argv) > 2 else 10)
        idle(port, process)
        settled(port, process)
        unfinished(port, process)
        hostile(port, process)
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()
