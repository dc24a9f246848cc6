"""The language server: driven by the client library of VS Code (lsp.mjs), and from below with bytes that no client would send."""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from program import PROGRAM, SOURCE

MODULES = pathlib.Path(os.environ.get("HUIQI_BROWSER_MODULES", SOURCE / "build/browser"))


def framed(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def request(number, method, params=None):
    return framed({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


def notice(method, params=None):
    return framed({"jsonrpc": "2.0", "method": method, "params": params})


def conversation(*parts, timeout=120):
    """Sends bytes, closes the input, and gives the exit code and every message that came back."""
    done = subprocess.run([PROGRAM, "lsp"], input=b"".join(parts), capture_output=True, timeout=timeout, check=False,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))
    messages, rest = [], done.stdout
    while rest:
        header, rest = rest.split(b"\r\n\r\n", 1)
        length = int(header.split(b":")[1])
        messages.append(json.loads(rest[:length]))
        rest = rest[length:]
    return done.returncode, messages


BEGIN = request(0, "initialize", {"capabilities": {}}) + notice("initialized", {})
END = request(99, "shutdown") + notice("exit")


class LanguageServer(unittest.TestCase):
    def test_with_a_real_client(self):
        if shutil.which("node") is None or not (MODULES / "node_modules/vscode-languageserver-protocol").is_dir():
            self.skipTest("node or vscode-languageserver-protocol not there; tools/install-dependencies browser installs them")
        done = subprocess.run(["node", str(SOURCE / "tests/cli/lsp.mjs"), str(MODULES), PROGRAM, str(SOURCE)], capture_output=True,
                              text=True, timeout=900, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_extension_starts_the_server(self):
        if shutil.which("node") is None:
            self.skipTest("node not there")
        folder = SOURCE / "tools/vscode"
        for name in ("package.json", "language-configuration.json", "huiqi.tmLanguage.json"):
            json.loads((folder / name).read_text(encoding="utf-8"))
        # both libraries are played by what notes how they are used
        script = """
            const Module = require("module"); const load = Module._load; const seen = [];
            class LanguageClient { constructor(...all) { seen.push(all); } start() {} stop() {} }
            const vscode = { workspace: { getConfiguration: () => ({ get: (key) => ({ program: "/opt/huiqi" })[key] }), onDidChangeConfiguration: () => ({}) },
                             commands: { registerCommand: () => ({}) }, env: { language: "zh-cn" } };
            Module._load = (name, ...rest) => name === "vscode" ? vscode : name.startsWith("vscode-languageclient")
                ? { LanguageClient, TransportKind: { stdio: 0 } } : load(name, ...rest);
            require(process.argv[1]).activate({ subscriptions: [] }).then(() => console.log(JSON.stringify(seen)));
        """
        done = subprocess.run(["node", "-e", script, str(folder / "extension.js")], capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        [[_, _, server, client]] = json.loads(done.stdout)
        self.assertEqual((server["run"]["command"], server["run"]["args"]), ("/opt/huiqi", ["lsp"]))
        self.assertEqual(client["initializationOptions"], {"locale": "zh-cn"})

    def test_broken_messages_are_refused_and_the_next_is_read(self):
        for broken, code in ((b"Content-Length: x\r\n\r\n", -32700), (b"Content-Type: a\r\n\r\n", -32700), (framed(b"{"), -32700),
                             (framed(b"\xff\xfe"), -32700), (framed(b"[]"), -32600), (framed(b"17"), -32600),
                             (framed({"id": {"a": 1}, "method": "shutdown"}), -32600), (framed({"id": 5}), -32600),
                             (framed(b"[" * 100000), -32700), (b"Content-Length: 999999999999999999999999\r\n\r\n", -32700),
                             (b"x" * 20000 + b"\r\n\r\n", -32700), (b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n", -32700)):
            with self.subTest(broken[:40]):
                exit_code, messages = conversation(BEGIN, broken, END)
                self.assertEqual(exit_code, 0)
                self.assertEqual([one["error"]["code"] for one in messages if "error" in one], [code])
                self.assertEqual(messages[-1], {"jsonrpc": "2.0", "id": 99, "result": None})

    def test_a_message_that_is_too_long_is_passed_over(self):
        exit_code, messages = conversation(BEGIN, b"Content-Length: %d\r\n\r\n" % (65 << 20), b" " * (65 << 20), END)
        self.assertEqual(exit_code, 0)
        self.assertEqual([one["error"]["code"] for one in messages if "error" in one], [-32700])

    def test_the_order_of_a_conversation(self):
        self.assertEqual(conversation(), (1, []))
        self.assertEqual(conversation(notice("exit")), (1, []))
        exit_code, messages = conversation(request(1, "textDocument/hover", {}), BEGIN, request(2, "initialize", {}), END)
        self.assertEqual(exit_code, 0)
        self.assertEqual([one["error"]["code"] for one in messages if "error" in one], [-32002, -32600])
        _, messages = conversation(BEGIN, request(1, "shutdown"), request(2, "textDocument/hover", {}), notice("exit"))
        self.assertEqual(messages[-1]["error"]["code"], -32600)

    def test_no_params_stop_it(self):
        odd = [None, [], 3, "x", {}, {"textDocument": 1}, {"textDocument": {"uri": ""}}, {"textDocument": {"uri": "file:///"}},
               {"textDocument": {"uri": "file:///a%00b%zz"}, "position": {"line": -1, "character": 1e300}},
               {"textDocument": {"uri": "file:///a.yaml", "text": 1}, "contentChanges": [1, {"range": {}, "text": None}, {"text": "x"}]},
               {"textDocument": {"uri": "file:///a.yaml"}, "position": {"line": 4294967295, "character": 4294967295}},
               {"textDocument": {"uri": "file:///a.yaml"}, "position": {"line": 0, "character": 7},
                "range": {"start": {"line": 9, "character": 9}, "end": {"line": 0, "character": 0}}, "context": 1, "newName": 5}]
        methods = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didSave", "textDocument/didClose",
                   "workspace/didChangeWatchedFiles", "workspace/didChangeWorkspaceFolders", "workspace/didChangeConfiguration",
                   "textDocument/formatting", "textDocument/hover", "textDocument/completion", "textDocument/definition",
                   "textDocument/references", "textDocument/rename", "textDocument/prepareRename", "textDocument/codeAction",
                   "textDocument/documentSymbol"]
        opened = notice("textDocument/didOpen", {"textDocument": {"uri": "file:///a.yaml", "version": 1, "text": "种类: 事项\n条件: [{"}})
        parts = [opened]
        for number, (method, params) in enumerate((method, params) for method in methods for params in odd):
            parts += [notice(method, params), request(100 + number, method, params)]
        exit_code, messages = conversation(BEGIN, *parts, END)
        self.assertEqual(exit_code, 0)
        answered = [one["id"] for one in messages if "id" in one and one["id"] != "huiqi.files"]
        self.assertEqual(answered, [0, *range(100, 100 + len(methods) * len(odd)), 99])
        self.assertNotIn(-32603, [one["error"]["code"] for one in messages if "error" in one])

    def test_half_an_emoji_keeps_the_text_in_step(self):
        uri = "file:///a.yaml"
        change = (b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"%s","version":2},'
                  b'"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"# \\ud83d\\n"}]}}')
        _, messages = conversation(BEGIN, notice("textDocument/didOpen", {"textDocument": {"uri": uri, "version": 1, "text": "种类:   事项\n编号: 甲\n"}}),
                                   framed(change % uri.encode()), request(1, "textDocument/formatting", {"textDocument": {"uri": uri}}), END)
        # what is laid out has moved down by the line that came in
        [answer] = [one["result"] for one in messages if one.get("id") == 1]
        self.assertEqual(answer, [{"newText": "种类: 事项\n", "range": {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}}])


if __name__ == "__main__":
    unittest.main()
