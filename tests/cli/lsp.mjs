// Drives `huiqi lsp` with the client library of VS Code: node lsp.mjs MODULES PROGRAM SOURCE. Fails when a test does.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [, , MODULES, PROGRAM, SOURCE] = process.argv;
const require = createRequire(MODULES + "/package.json");
const rpc = require("vscode-jsonrpc/node");
const lsp = require("vscode-languageserver-protocol");

/** A server with its connection; `find` waits for what it publishes about a file. */
class Editor {
  static async start({ folder, locale = "en", encodings } = {}) {
    const editor = new Editor();
    editor.process = spawn(PROGRAM, ["lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    editor.connection = rpc.createMessageConnection(
      new rpc.StreamMessageReader(editor.process.stdout), new rpc.StreamMessageWriter(editor.process.stdin));
    editor.published = new Map();
    editor.waiting = [];
    editor.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (one) => {
      editor.published.set(one.uri, one);
      editor.waiting = editor.waiting.filter((wait) => !wait());
    });
    editor.registered = [];
    editor.connection.onRequest(lsp.RegistrationRequest.type, (one) => void editor.registered.push(...one.registrations));
    editor.connection.listen();
    editor.result = await editor.connection.sendRequest(lsp.InitializeRequest.type, {
      processId: process.pid, rootUri: null, locale,
      capabilities: { general: { positionEncodings: encodings }, workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
      workspaceFolders: folder ? [{ uri: pathToFileURL(folder).href, name: "rules" }] : null,
    });
    await editor.connection.sendNotification(lsp.InitializedNotification.type, {});
    return editor;
  }

  open(uri, text) {
    this.texts = { ...this.texts, [uri]: text };
    return this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type,
      { textDocument: { uri, languageId: "huiqi", version: 1, text } });
  }

  change(uri, version, ...contentChanges) {
    return this.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type,
      { textDocument: { uri, version }, contentChanges });
  }

  /** Waits for findings of a file with this version. */
  findings(uri, version = 1) {
    return new Promise((resolve) => {
      const look = () => {
        const one = this.published.get(uri);
        if (one && one.version === version) resolve(one.diagnostics);
        return Boolean(one && one.version === version);
      };
      if (!look()) this.waiting.push(look);
    });
  }

  ask(type, uri, more = {}) {
    return this.connection.sendRequest(type, { textDocument: { uri }, ...more });
  }

  async stop() {
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    await this.connection.sendNotification(lsp.ExitNotification.type);
    assert.equal(await ended, 0);
    this.connection.dispose();
  }
}

/** A place in a text, as UTF-16, by what stands there; `|` marks the place within. */
function place(text, marked, nth = 0) {
  const within = marked.indexOf("|");
  const words = marked.replace("|", "");
  let at = -1;
  for (let count = 0; count <= nth; ++count) at = text.indexOf(words, at + 1);
  assert.notEqual(at, -1, marked);
  at += Math.max(within, 0);
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length - 1, character: lines.at(-1).length };
}

/** The text that a range holds. */
function slice(text, { start, end }) {
  const lines = text.split("\n");
  const offset = ({ line, character }) => lines.slice(0, line).join("\n").length + (line ? 1 : 0) + character;
  return text.slice(offset(start), offset(end));
}

/** A text with edits made, the last first. */
function edited(text, edits) {
  const offset = ({ line, character }) => text.split("\n").slice(0, line).join("\n").length + (line ? 1 : 0) + character;
  return [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce((before, one) => before.slice(0, offset(one.range.start)) + one.newText + before.slice(offset(one.range.end)), text);
}

function temporary(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "huiqi-lsp-"));
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const uriIn = (folder, name) => pathToFileURL(path.join(folder, name)).href;

const RULE = `种类: 事项
编号: 某市.保费补贴
依据:
  办法: {文件: 某市保费补贴办法, 文号: 某发〔2024〕1号}
  二: {属于: 办法, 条款: 第二条, 原文: 按保费的5%给予补贴}
参数:
  比例: {类型: 比例, 历次: {2024-01-01: 5%, 2025-01-01: 8%}, 依据: 二, 解释: 2025年起按新的比例}
申报:
  保费: {类型: 金额, 小数: 2, 范围: 0元以上}
  投保日: 日期
施行: {自: 2024-01-01, 按: 投保日, 依据: 办法}
计算:
  补贴额: {值: 保费 * 比例, 依据: 二}
条件:
  - {编号: 已投保, 要求: 保费 > 0, 不符合时: "😀没有投保", 依据: 二}
奖补:
  - {基数: 补贴额, 依据: 二}
  - {取整: 四舍五入到分, 解释: 没有规定取整}
用例:
  - 名称: 一百元
    申报: {保费: 100.00, 投保日: 2024-05-01}
    结果: {符合: 是, 金额: 5元, 补贴额: 5元}
`;

test("a server says what it can and ends when it is asked to", async () => {
  for (const [encodings, agreed] of [[undefined, "utf-16"], [["utf-8", "utf-16"], "utf-8"], [["utf-7", "utf-32"], "utf-32"]]) {
    const editor = await Editor.start({ encodings });
    assert.equal(editor.result.capabilities.positionEncoding, agreed);
    assert.equal(editor.result.capabilities.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
    await editor.stop();
    assert.equal(editor.registered[0].method, "workspace/didChangeWatchedFiles");
  }
});

test("findings follow the text as it is typed, in the language of the editor, with places in its units", async () => {
  const folder = temporary({ "rule.yaml": RULE });
  const uri = uriIn(folder, "rule.yaml");
  for (const [locale, encodings, unit] of [["zh-cn", undefined, (c) => c.length], ["en", ["utf-8"], (c) => Buffer.byteLength(c)]]) {
    const editor = await Editor.start({ folder, locale, encodings });
    await editor.open(uri, RULE);
    assert.deepEqual(await editor.findings(uri), []);
    // behind an emoji, which is two units of UTF-16 and four bytes
    const broken = RULE.replace("没有投保\", 依据: 二", "没有投保\", 依据: 三");
    await editor.change(uri, 2, { text: broken });
    const [finding] = await editor.findings(uri, 2);
    const line = broken.split("\n").find((one) => one.includes("😀"));
    const before = line.slice(0, line.indexOf("三"));
    assert.equal(finding.range.start.character, unit(before));
    assert.equal(finding.range.end.character, unit(before + "三"));
    assert.equal(finding.severity, lsp.DiagnosticSeverity.Error);
    assert.equal(finding.source, "huiqi");
    assert.match(finding.message, locale === "en" ? /no source/ : /没有/);
    // a change of one character behind it mends it again
    await editor.change(uri, 3, { range: finding.range, text: "二" });
    assert.deepEqual(await editor.findings(uri, 3), []);
    await editor.stop();
  }
});

test("an unsaved text stands for the file wherever another file needs it", async () => {
  const folder = temporary({
    "rules/rule.yaml": RULE,
    "rules/bundle.yaml": "种类: 组合\n编号: 某市.组合\n事项: [某市.保费补贴]\n主键: {申请: 申请编号}\n汇总: {合计: 保费补贴}\n",
  });
  const editor = await Editor.start({ folder });
  const bundle = uriIn(folder, "rules/bundle.yaml");
  const rule = uriIn(folder, "rules/rule.yaml");
  await editor.open(bundle, fs.readFileSync(path.join(folder, "rules/bundle.yaml"), "utf8"));
  assert.deepEqual(await editor.findings(bundle), []);
  await editor.open(rule, RULE.replace("某市.保费补贴", "某市.保险补贴"));
  await editor.findings(rule);
  await editor.change(bundle, 2, { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "# 改\n" });
  const [finding] = await editor.findings(bundle, 2);
  assert.equal(finding.code, "E309");
  await editor.connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument: { uri: rule } });
  await editor.change(bundle, 3, { range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }, text: "" });
  assert.deepEqual(await editor.findings(bundle, 3), []);
  assert.deepEqual(editor.published.get(rule).diagnostics, []);
  await editor.stop();
});

test("a file that was never saved, and one that is no rule file", async () => {
  const folder = temporary({ "rules/rule.yaml": RULE });
  const editor = await Editor.start({ folder });
  const cases = "种类: 用例\n事项: 某市.保费补贴\n用例:\n  - 名称: 甲\n    申报: {保费: 1.00, 投保日: 2024-05-01}\n    结果: {金额: 0.05元}\n";
  await editor.open(uriIn(folder, "rules/cases.yaml"), cases);
  assert.deepEqual(await editor.findings(uriIn(folder, "rules/cases.yaml")), []);
  await editor.open(uriIn(folder, "compose.yaml"), "services:\n  web: {image: x}\n");
  assert.deepEqual(await editor.findings(uriIn(folder, "compose.yaml")), []);
  await editor.open("untitled:Untitled-1", "种类: 事项\n编号: 甲\n奖: 1\n");
  assert.equal((await editor.findings("untitled:Untitled-1"))[0].code, "E450");
  await editor.stop();
});

test("a text is laid out as fmt does it, and left alone when it is no YAML", async () => {
  const editor = await Editor.start();
  const uri = "file:///nowhere/rule.yaml";
  const loose = RULE.replace("参数:\n  比例: {", "参数:\n\n\n    比例:   {").replaceAll("\n", "\r\n");
  await editor.open(uri, loose);
  const edits = await editor.ask(lsp.DocumentFormattingRequest.type, uri, { options: { tabSize: 2, insertSpaces: true } });
  const text = lsp.TextEdit ? edited(loose, edits) : "";
  assert.equal(text.replaceAll("\r", ""), text);
  await editor.change(uri, 2, { text });
  assert.deepEqual(await editor.ask(lsp.DocumentFormattingRequest.type, uri, { options: {} }), []);
  await editor.change(uri, 3, { text: "a: [1\nb: }" });
  assert.equal(await editor.ask(lsp.DocumentFormattingRequest.type, uri, { options: {} }), null);
  await editor.stop();
});

test("a request that was called off is refused, and unknown methods are", async () => {
  const editor = await Editor.start();
  await editor.open("file:///nowhere/rule.yaml", RULE + "#".repeat(1000000));
  const token = new rpc.CancellationTokenSource();
  const slow = [1, 2, 3, 4].map(() => editor.connection.sendRequest(lsp.DocumentFormattingRequest.type,
    { textDocument: { uri: "file:///nowhere/rule.yaml" }, options: {} }, token.token));
  token.cancel();
  const answers = await Promise.allSettled(slow);
  assert.ok(answers.some((one) => one.status === "rejected" && one.reason.code === lsp.LSPErrorCodes.RequestCancelled));
  await assert.rejects(editor.connection.sendRequest("huiqi/nothing", {}), { code: rpc.ErrorCodes.MethodNotFound });
  await editor.stop();
});
