// Starts `huiqi lsp` and hands rule files to it.
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

let client;

function start() {
  const settings = vscode.workspace.getConfiguration("huiqi");
  const server = { command: settings.get("program") || "huiqi", args: ["lsp"], transport: TransportKind.stdio };
  client = new LanguageClient("huiqi", "惠企 Huiqi", { run: server, debug: server }, {
    documentSelector: [
      { language: "huiqi" },
      // a rule file that stands elsewhere; the server says nothing about other YAML
      { language: "yaml", scheme: "file" },
    ],
    initializationOptions: { locale: settings.get("locale") || vscode.env.language },
  });
  return client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  if (running) await running.stop();
}

async function restart() {
  await stop();
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("huiqi.restart", restart),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("huiqi")) return restart();
    }),
  );
  await start();
};

exports.deactivate = stop;
