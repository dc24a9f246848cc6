// The browser's own back, forward and reload; leaving; links that are damaged. Started by journey_test.py.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");

const renewed = async (page, act) => {
  const before = await page.evaluate(() => document.documentElement.dataset.shown);
  await act();
  await page.waitForFunction((one) => document.documentElement.dataset.shown && document.documentElement.dataset.shown !== one, before);
};
const press = (page, text) => renewed(page, () => page.getByRole("button", { name: text, exact: true }).last().click());
const heading = (page) => page.locator("h1").innerText();

async function begin(page) {
  await page.goto(`${address}?lang=zh`);
  await press(page, "开始");
  await page.getByLabel("小型", { exact: true }).check();
  await press(page, "下一步");
  await page.getByLabel("否", { exact: true }).check();
  await press(page, "下一步");
}

async function back_and_forward(browser) {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 640 } })).newPage();
  await begin(page);
  const third = await heading(page);
  await page.locator("#v").fill("77777");
  await press(page, "上一步");                      // the page's own back keeps what was not posted
  await press(page, "下一步");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await page.locator("#v").fill("88888");
  await press(page, "English");                     // so does changing the language
  assert.equal(await page.locator("#v").inputValue(), "88888");
  await press(page, "中文");
  await page.locator("#v").fill("2022-09-15");
  await press(page, "下一步");
  await page.locator("#v").fill("1234");
  await renewed(page, () => page.goBack());         // the phone's back: the question before, with its answer
  assert.equal(await heading(page), third);
  assert.equal(await page.locator("#v").inputValue(), "2022-09-15");
  await renewed(page, () => page.goForward());
  assert.equal(await page.locator("#v").inputValue(), "1234", "what was typed is there when one comes back");
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#v"));
  assert.equal(await page.locator("#v").inputValue(), "1234", "reloading shows the same question");
  await page.locator("#v").fill("600000");
  await press(page, "下一步");
  for (let times = 0; times < 20 && !(await heading(page)).includes("核对回答"); ++times) await press(page, "不清楚");
  await press(page, "看结果");
  await page.goto(`${address}rules/benchmark.transaction?lang=zh`);
  await page.goBack();
  await page.locator(".total").waitFor();           // from the rules back to the result
  if (shots) await page.screenshot({ path: `${shots}/back-result.png`, fullPage: true });
  await page.getByRole("button", { name: "清除并离开" }).click();
  await page.locator("#start").waitFor();
  for (let times = 0; times < 4; ++times) {         // nothing of the last applicant comes back
    await page.goBack().catch(() => null);
    await page.waitForTimeout(300);
    assert.ok(!(await page.content()).includes("600,000"), `after ${times + 1} times back`);
  }
  await page.reload();
  await page.waitForTimeout(300);
  assert.ok(!(await page.content()).includes("600,000"), "after reloading");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
}

async function damaged(browser) {
  for (const link of ["#a=AAAA", "#a=%%%", `#a=${Buffer.from('{"answers":"{","lang":"zh"}').toString("base64url")}`,
                      `#a=${Buffer.from('{"answers":"{\\"size\\":\\"tiny\\"}","lang":"zh"}').toString("base64url")}`]) {
    const page = await browser.newPage();
    await page.goto(address + link);
    await page.locator("[role=alert]").filter({ visible: true }).waitFor({ timeout: 5000 });
    await page.close();
  }
}

// a link of other rules, with an answer that cannot be read: the others are kept, and that one is asked for
async function outdated(browser) {
  for (const [lang, changed, answer] of [["zh", "规则改过了", "回答"], ["en", "The rules have changed", "Answer"]]) {
    const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage();
    const faults = [];
    page.on("console", (one) => faults.push(one.text()));
    const link = { answers: JSON.stringify({ size: "tiny", related_party: "false", paid_amount: "3000000元", gone: "1" }), rules: "0123", lang, large: "0" };
    await page.goto(`${address}#a=${Buffer.from(JSON.stringify(link)).toString("base64url")}`);
    await page.locator("#errors").waitFor({ timeout: 5000 });
    const told = await page.locator("#errors").innerText();
    for (const part of [changed, "gone", "tiny"]) assert.ok(told.includes(part), `${part} in ${told}`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "errors");
    assert.ok((await page.locator(".answers").innerText()).includes("3,000,000.00"));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 320));
    if (shots) await page.screenshot({ path: `${shots}/outdated-${lang}.png`, fullPage: true });
    await page.reload();                            // the rules are those of now, once that was said
    await page.locator(".answers").waitFor();
    assert.equal(await page.locator("#errors").count(), 0);
    await renewed(page, () => page.locator("button[value='change.paid_amount']").click());
    assert.equal(await page.locator("#v").inputValue(), "3000000");   // typed without the unit that stands beside it
    await page.goto(`${address}#a=${Buffer.from(JSON.stringify(link)).toString("base64url")}`);
    await page.locator("#errors").waitFor({ timeout: 5000 });
    await renewed(page, () => page.getByRole("button", { name: answer }).first().click());
    assert.equal(await page.locator("#question input[name=at]").inputValue(), "size");
    assert.deepEqual(faults, []);
    await page.context().close();
  }
}

// without a network the page stays, with what is typed, and goes on when it is there again
async function without_network(browser) {
  const page = await (await browser.newContext({ viewport: { width: 320, height: 640 } })).newPage();
  await begin(page);
  const third = await heading(page);
  await page.locator("#v").fill("2022-09-15");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "下一步", exact: true }).last().click();
  await page.locator("#unreached").waitFor({ timeout: 5000 });
  assert.equal(await heading(page), third);
  assert.equal(await page.locator("#v").inputValue(), "2022-09-15");
  if (shots) await page.screenshot({ path: `${shots}/unreached.png`, fullPage: true });
  await page.context().setOffline(false);
  await press(page, "下一步");
  assert.ok((await page.locator(".read-back").innerText()).includes("2022-09-15"));
  await page.context().close();
}

// what is wrong takes the focus once, without a word of the browser about it
async function faulty(browser) {
  const page = await browser.newPage();
  const told = [];
  page.on("console", (one) => told.push(one.text()));
  await begin(page);
  await page.locator("#v").fill("2022-02-30");
  await press(page, "下一步");
  assert.equal(await page.evaluate(() => document.activeElement.id), "errors");
  assert.deepEqual(told, []);
  await page.close();
}

async function plain(browser) {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const click = (text) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: text, exact: true }).last().click()]);
  await page.goto(`${address}?lang=zh`);
  await click("开始");
  await page.getByLabel("小型", { exact: true }).check();
  await click("下一步");
  await page.getByLabel("否", { exact: true }).check();
  await click("下一步");
  await page.locator("#v").fill("77777");
  await click("English");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await click("Back");
  await click("Continue");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await page.locator("#v").fill("2022-09-15");
  await Promise.all([page.waitForEvent("load"), page.locator("#v").press("Enter")]);   // Enter goes on, it does not change the language
  assert.ok((await page.locator(".read-back").innerText()).includes("2022-09-15"));
  for (let times = 0; times < 20 && !(await page.locator("h1").innerText()).includes("Check your answers"); ++times) await click("I do not know");
  await click("Show the result");
  assert.ok(!(await page.locator("main").innerText()).includes("link holds"), "no button makes a link without the script");
  await page.context().close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  await back_and_forward(browser);
  await damaged(browser);
  await outdated(browser);
  await without_network(browser);
  await faulty(browser);
  await plain(browser);
  console.log("back, reload, leaving and damaged links do what they say");
} finally {
  await browser.close();
}
